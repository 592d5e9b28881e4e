import Contacts
import Ingest
import People
import Privacy

/// How many there are of each thing that stands in columns, as rows: what a summary says without reading the columns.
struct StoredCounts {
  private static let cells = ["name", "count"]
  private let counts: [String: Int]
  private let path: String

  static func write(_ dataset: Dataset, _ session: WriteSession) throws {
    let graph = dataset.graph
    let books = dataset.books.counts
    let counts = [
      ("people", graph.people.count), ("friendships", graph.friendships.count), ("follows", graph.follows.count),
      ("blocks", graph.blocks.count), ("memberships", graph.memberships.count), ("tag_uses", graph.tagUses.count),
      ("impressions", graph.impressions.count), ("restricted", graph.people.restricted.count),
      ("consents", dataset.consents.statements.count), ("address_book_entries", dataset.books.count),
      ("entries_of_members", books.members), ("entries_pending", books.pending),
      ("entries_in_conflict", books.conflicts), ("own_cards", books.ownCards), ("entries_withheld", books.withheld),
      ("pending_keys", books.pendingKeys), ("directory", dataset.books.columns.directoryKeys.count),
    ]
    try session.table("counts", cells) { table in
      for (name, count) in counts {
        table.put(name)
        table.put(Int64(count))
        try table.endRow()
      }
    }
  }

  init(_ session: ReadSession) throws {
    var found: [String: Int] = [:]
    try session.table("counts", Self.cells) { row in
      let name = try row.text()
      let count = try row.count()
      guard count <= session.fileBytes else { throw row.damaged("more than the file holds") }
      guard found.updateValue(count, forKey: name) == nil else { throw row.damaged("a name twice") }
    }
    (counts, path) = (found, session.path)
  }

  func count(_ name: String) throws(SnapshotError) -> Int {
    guard let count = counts[name] else { throw .damaged(path: path, what: "table counts: \(name) is missing") }
    return count
  }

  var addressBooks: SnapshotSummary.AddressBooks {
    get throws(SnapshotError) {
      var books = SnapshotSummary.AddressBooks()
      books.entries = try count("address_book_entries")
      books.members = try count("entries_of_members")
      books.pending = try count("entries_pending")
      books.conflicts = try count("entries_in_conflict")
      books.ownCards = try count("own_cards")
      books.withheld = try count("entries_withheld")
      books.pendingKeys = try count("pending_keys")
      books.directory = try count("directory")
      return books
    }
  }

  /// Whether the dataset that was read is the one that was counted.
  func check(_ dataset: Dataset) throws(SnapshotError) {
    let books = dataset.books.counts
    let stored = try addressBooks
    guard stored.entries == dataset.books.count, stored.members == books.members, stored.pending == books.pending,
      stored.conflicts == books.conflicts, stored.ownCards == books.ownCards, stored.withheld == books.withheld,
      stored.pendingKeys == books.pendingKeys, stored.directory == dataset.books.columns.directoryKeys.count
    else { throw .damaged(path: path, what: "table counts: not of these address books") }
  }
}
