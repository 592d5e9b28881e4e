import Contacts
import People

/// Address-book entries and the directory of the members' own identifiers, both with keyed digests only.
enum ContactRows {
  private static let entries = ["owner", "uid", "name", "match", "member", "keys"]
  private static let directory = ["key", "person"]

  private enum Match: String { case member, pending, conflict, withheld }

  static func write(_ books: AddressBooks, people: Int, _ session: WriteSession) throws {
    try session.table("address_book_entries", entries) { table in
      for entry in books.entries {
        table.put(entry.owner.rawValue, below: people)
        table.put(entry.uid)
        table.put(entry.name?.value)
        let (match, member): (Match, PersonIndex?) =
          switch entry.match {
          case .member(let person): (.member, person)
          case .pending: (.pending, nil)
          case .conflict: (.conflict, nil)
          case .withheld: (.withheld, nil)
          }
        table.put(match.rawValue)
        precondition(member.map { $0.position < people } ?? true, "a member is one of the people")
        table.put(member.map { Int64($0.rawValue) })
        table.put(bytes: entry.keys.flatMap(\.digest.bytes))
        try table.endRow()
      }
    }
    try session.table("directory", directory) { table in
      for entry in books.directory {
        table.put(bytes: entry.key.digest.bytes)
        table.put(entry.person.rawValue, below: people)
        try table.endRow()
      }
    }
    try session.table("pending_keys", ["count"]) { table in
      table.put(Int64(books.counts.pendingKeys))
      try table.endRow()
    }
  }

  static func read(people: Int, _ session: ReadSession) throws -> AddressBooks {
    var books = AddressBooks.empty
    try forEachEntry(people: people, session) { books.entries.append($0) }
    books.directory.reserveCapacity(try session.rows(of: "directory"))
    try session.table("directory", directory) { row in
      guard let key = ContentDigest(stored: try row.bytes()) else { throw row.damaged("not a key") }
      let person = PersonIndex(try row.position(below: people))
      books.directory.append(AddressBooks.DirectoryEntry(key: IdentifierKey(stored: key), person: person))
    }
    return books
  }

  private static func forEachEntry(
    people: Int, _ session: ReadSession, _ body: (AddressBookEntry) throws -> Void
  ) throws {
    try session.table("address_book_entries", entries) { row in
      let owner = PersonIndex(try row.position(below: people))
      let (uid, name) = (try row.optionalText(), try row.optionalText())
      let word: Match = try row.word()
      let member = try row.optionalNumber()
      let match: AddressBookEntry.Match
      switch (word, member) {
      case (.member, let member?):
        guard member >= 0, member < people else { throw row.damaged("a position out of range") }
        match = .member(PersonIndex(Int(member)))
      case (.pending, nil): match = .pending
      case (.conflict, nil): match = .conflict
      case (.withheld, nil): match = .withheld
      default: throw row.damaged("match and member contradict each other")
      }
      let keys = try keys(try row.bytes(), row)
      try body(AddressBookEntry(owner: owner, uid: uid, name: name.map { Sensitive($0) }, keys: keys, match: match))
    }
  }

  private static func keys(_ bytes: [UInt8], _ row: TableReader) throws -> [IdentifierKey] {
    guard bytes.count % 32 == 0 else { throw row.damaged("not keys") }
    return try stride(from: 0, to: bytes.count, by: 32).map { start in
      guard let key = ContentDigest(stored: Array(bytes[start..<start + 32])) else { throw row.damaged("not keys") }
      return IdentifierKey(stored: key)
    }
  }

  static func summary(people: Int, _ session: ReadSession) throws -> SnapshotSummary.AddressBooks {
    var counts = SnapshotSummary.AddressBooks()
    try forEachEntry(people: people, session) { entry in
      counts.entries += 1
      switch entry.match {
      case .member: counts.members += 1
      case .pending: counts.pending += 1
      case .conflict: counts.conflicts += 1
      case .withheld: counts.withheld += 1
      }
    }
    try session.table("pending_keys", ["count"]) { row in counts.pendingKeys = try row.count() }
    counts.directory = try session.rows(of: "directory")
    return counts
  }
}
