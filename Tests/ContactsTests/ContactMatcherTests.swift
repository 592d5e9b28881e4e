import GraphStorage
import People
import Testing

@testable import Contacts

/// Random books over few identifiers, so that everything happens: shared identifiers, conflicts, rivals, refusals, own
/// cards.
struct RandomBooks {
  static let members = 7
  struct Upload {
    var owner: PersonIndex
    var uid: String
    var name: String
    var keys: [IdentifierKey]
  }

  var directory: [AddressBooks.DirectoryEntry] = []
  var uploads: [Upload] = []
  /// Some of them, by which their member is not to be found.
  var undiscoverable: Set<AddressBooks.DirectoryEntry> = []
  var allowed = PersonSet(universe: members)

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let keys = (0..<12).map { IdentifierKey(prefixOf: ContentDigest.of([UInt8($0)])) }
    for person in 0..<Self.members {
      if random.below(4) != 0 { allowed.insert(PersonIndex(person)) }
      for _ in 0..<random.below(4) {
        directory.append(.init(key: keys[random.below(keys.count)], person: PersonIndex(person)))
      }
    }
    for number in 0..<random.below(30) {
      let own = Set((0..<random.below(4)).map { _ in keys[random.below(keys.count)] })
      uploads.append(
        Upload(
          owner: PersonIndex(random.below(Self.members)), uid: "u\(number)", name: "n\(random.below(3))",
          keys: own.sorted()))
    }
    for entry in directory where random.below(6) == 0 { undiscoverable.insert(entry) }
  }

  func isFound(_ entry: AddressBooks.DirectoryEntry) -> Bool {
    allowed.contains(entry.person) && !undiscoverable.contains(entry)
  }

  /// What is handed to the matcher, in pieces of a few rows.
  var rows: AddressBookUploads {
    var all = AddressBookUploads()
    for start in stride(from: 0, to: uploads.count, by: 5) {
      var rows = AddressBookRows()
      for upload in uploads[start..<min(start + 5, uploads.count)] {
        rows.append(owner: upload.owner, uid: upload.uid, name: Sensitive(upload.name), keys: upload.keys.reversed())
      }
      all.append(rows)
    }
    return all
  }

  func matched(threads: Int = 1) -> AddressBooks {
    ContactMatcher(directory: directory, undiscoverable: undiscoverable, allowed: allowed).match(rows, threads: ThreadCount(threads))
  }

  /// By the definition: each entry against each member and each other entry, asked anew; no table of anything.
  func match(_ index: Int) -> AddressBookEntry.Match {
    let upload = uploads[index]
    if !allowed.contains(upload.owner) { return .withheld }
    let found = self.found(index)
    if found.isEmpty { return isShared(index) ? .conflict : .pending }
    if found.count > 1 { return .conflict }
    if found[0] == upload.owner.position { return .ownCard }
    let hasRival = uploads.indices.contains { other in
      other != index && uploads[other].owner == upload.owner && self.found(other) == found
        && votes(other, found[0]) >= votes(index, found[0])
    }
    return hasRival ? .conflict : .member(PersonIndex(found[0]))
  }

  /// The keys of an entry that may be kept: not those that only members have who are not to be found by them.
  func keptKeys(_ index: Int) -> [IdentifierKey] {
    if !allowed.contains(uploads[index].owner) { return [] }
    return uploads[index].keys.filter { key in
      let holders = directory.filter { $0.key == key }
      return holders.isEmpty || holders.contains { isFound($0) }
    }
  }

  private func found(_ index: Int) -> [Int] { (0..<Self.members).filter { votes(index, $0) > 0 } }

  /// How many identifiers of an entry are this member's and nobody else's.
  private func votes(_ index: Int, _ member: Int) -> Int {
    let person = PersonIndex(member)
    return uploads[index].keys.count { key in
      directory.contains { $0.key == key && $0.person == person && isFound($0) }
        && !directory.contains { $0.key == key && $0.person != person }
    }
  }

  /// Whether an identifier is that of several members, one of whom at least may be found by it.
  private func isShared(_ index: Int) -> Bool {
    uploads[index].keys.contains { key in
      let holders = directory.filter { $0.key == key }
      return Set(holders.map(\.person)).count > 1 && holders.contains { isFound($0) }
    }
  }
}

@Suite("Contacts matched to members")
struct ContactMatcherTests {
  @Test("matches are those of the definition, entry by entry")
  func oracle() throws {
    var seen: [AddressBookEntry.Match: Int] = [:]
    for seed in UInt64(1)...300 {
      let books = RandomBooks(seed: seed)
      let matched = books.matched()
      try #require(matched.count == books.uploads.count)
      for (index, upload) in books.uploads.enumerated() {
        let entry = try #require(matched.entries.first { $0.owner == upload.owner && $0.uid == upload.uid })
        let expected = books.match(index)
        #expect(entry.match == expected, "seed \(seed), entry \(index)")
        #expect(entry.name == Sensitive(upload.name))
        #expect(entry.keys == books.keptKeys(index), "seed \(seed), entry \(index)")
        seen[expected, default: 0] += 1
      }
    }
    // The random books reach every outcome often.
    for outcome in [AddressBookEntry.Match.pending, .conflict, .ownCard, .withheld, .member(PersonIndex(3))] {
      #expect(seen[outcome, default: 0] > 20)
    }
  }

  @Test("the order of entries and of the directory does not matter, nor the number of threads")
  func orderIndependence() {
    for seed in UInt64(1)...100 {
      var books = RandomBooks(seed: seed)
      let before = books.matched()
      var random = SeededGenerator(seed: seed &+ 1000)
      random.shuffle(&books.uploads)
      random.shuffle(&books.directory)
      books.directory += books.directory
      #expect(before == books.matched(threads: 2), "seed \(seed)")
    }
  }

  @Test("in one book at most one entry stands for a member, and none for its owner")
  func oneEntryAMember() {
    for seed in UInt64(1)...200 {
      let books = RandomBooks(seed: seed)
      var pairs = Set<[PersonIndex]>()
      for entry in books.matched().entries {
        guard case .member(let member) = entry.match else { continue }
        #expect(member != entry.owner && books.allowed.contains(member) && books.allowed.contains(entry.owner))
        #expect(pairs.insert([entry.owner, member]).inserted, "seed \(seed)")
      }
    }
  }

  @Test("no digest is kept of what nobody is to be found by, unless it is somebody else's too")
  func deniedDigests() {
    var dropped = 0
    for seed in UInt64(1)...200 {
      let books = RandomBooks(seed: seed)
      let matched = books.matched()
      let kept = Set(matched.entries.flatMap(\.keys) + matched.directory.map(\.key))
      #expect(Set((0..<matched.columns.keys.count / 2).map { matched.key(UInt32($0)) }) == kept)
      for entry in books.directory where !books.isFound(entry) {
        let isOthers = books.directory.contains { $0.key == entry.key && books.isFound($0) }
        #expect(isOthers || !kept.contains(entry.key), "seed \(seed)")
        if !isOthers { dropped += 1 }
      }
      #expect(matched.directory.allSatisfy { books.isFound($0) })
    }
    #expect(dropped > 100)
  }

  @Test("one's own card and an identifier of two members are told apart from people who are no members")
  func namedCases() {
    let keys = (0..<4).map { IdentifierKey(prefixOf: ContentDigest.of([UInt8($0)])) }
    let people = (0..<3).map { PersonIndex($0) }
    let matcher = ContactMatcher(
      directory: [
        .init(key: keys[0], person: people[0]), .init(key: keys[1], person: people[1]),
        .init(key: keys[1], person: people[2]), .init(key: keys[2], person: people[2]),
      ], allowed: PersonSet(universe: 3, all: true))
    var rows = AddressBookRows()
    rows.append(owner: people[0], uid: "1", name: Sensitive("me"), keys: [keys[0]])
    rows.append(owner: people[0], uid: "2", name: Sensitive("their landline"), keys: [keys[1]])
    rows.append(owner: people[0], uid: "3", name: Sensitive("cat, and the landline"), keys: [keys[1], keys[2]])
    rows.append(owner: people[0], uid: "4", name: nil, keys: [keys[3]])
    rows.append(owner: people[0], uid: "5", name: Sensitive("cat, under my number"), keys: [keys[0], keys[2]])
    var uploads = AddressBookUploads()
    uploads.append(rows)
    let books = matcher.match(uploads)
    #expect(books.entries.map(\.match) == [.ownCard, .conflict, .member(people[2]), .pending, .conflict])
    let expected = AddressBooks.Counts(
      members: 1, pending: 1, conflicts: 2, ownCards: 1, withheld: 0, pendingKeys: 1)
    #expect(books.counts == expected)
  }

  @Test("names of one letter composed and decomposed are two entries, the same bytes twice are one")
  func bytesDecide() {
    let key = IdentifierKey(prefixOf: ContentDigest.of([1]))
    var rows = AddressBookRows()
    for name in ["Ren\u{E9}", "Rene\u{301}", "Ren\u{E9}"] {
      rows.append(owner: PersonIndex(0), uid: nil, name: Sensitive(name), keys: [key])
    }
    var forward = AddressBookUploads()
    forward.append(rows)
    let matcher = ContactMatcher(directory: [], allowed: PersonSet(universe: 1, all: true))
    let books = matcher.match(forward)
    let names = books.entries.map { Array(($0.name?.value ?? "").utf8) }
    #expect(names == [Array("Rene\u{301}".utf8), Array("Ren\u{E9}".utf8)])
  }
}

@Suite("People who withdraw")
struct WithdrawalTests {
  /// What is left, by the definition, entry by entry.
  private func expected(_ books: AddressBooks, _ gone: PersonSet, erased: Bool) -> AddressBooks {
    let lost = Set(books.directory.filter { gone.contains($0.person) }.map(\.key))
      .subtracting(books.directory.filter { !gone.contains($0.person) }.map(\.key))
    let entries = books.entries.compactMap { entry -> AddressBookEntry? in
      if gone.contains(entry.owner) {
        if erased { return nil }
        return AddressBookEntry(owner: entry.owner, uid: entry.uid, name: entry.name, keys: [], match: .withheld)
      }
      var match = entry.match
      if case .member(let person) = match, gone.contains(person) { match = .pending }
      return AddressBookEntry(
        owner: entry.owner, uid: entry.uid, name: entry.name, keys: entry.keys.filter { !lost.contains($0) },
        match: match)
    }
    return AddressBooks(entries: entries, directory: books.directory.filter { !gone.contains($0.person) })
  }

  @Test("leave nothing of themselves in any column, and everything of the others", arguments: [false, true])
  func nothingIsLeft(erased: Bool) throws {
    for seed in UInt64(1)...200 {
      let books = RandomBooks(seed: seed).matched()
      var random = SeededGenerator(seed: seed)
      var gone = PersonSet(universe: RandomBooks.members)
      for person in 0..<RandomBooks.members where random.below(3) == 0 { gone.insert(PersonIndex(person)) }
      let left = erased ? books.erasing(gone) : books.withdrawing(gone)
      #expect(left == expected(books, gone, erased: erased), "seed \(seed)")
      // The columns stand up to every check that stored ones do, among them that no key is left of nobody.
      #expect(try AddressBooks(left.columns, people: RandomBooks.members) == left)
    }
  }
}

@Suite("Stored address books")
struct StoredBooksTests {
  @Test("come back from their columns, and a damaged column is refused, never trapped on")
  func crafted() throws {
    var refused = 0
    for seed in UInt64(1)...150 {
      let books = RandomBooks(seed: seed).matched()
      #expect(try AddressBooks(books.columns, people: RandomBooks.members) == books)
      #expect(AddressBooks(entries: books.entries.reversed(), directory: books.directory.reversed()) == books)
      var random = SeededGenerator(seed: seed)
      for _ in 0..<60 {
        var columns = books.columns
        let wild: [UInt32] = [0, 1, 7, .max, .max - 1, .max - 2, .max - 3, .max - 4, 1 << 31]
        let value = wild[random.below(wild.count)]
        func edit(_ column: inout [UInt32], _ random: inout SeededGenerator) {
          switch column.isEmpty ? 0 : random.below(4) {
          case 0: column.append(value)
          case 1: column.removeLast()
          default: column[random.below(column.count)] = value
          }
        }
        switch random.below(8) {
        case 0: edit(&columns.directoryKeys, &random)
        case 1: edit(&columns.directoryPeople, &random)
        case 2: edit(&columns.owners, &random)
        case 3: edit(&columns.keyEnds, &random)
        case 4: edit(&columns.entryKeys, &random)
        case 5: edit(&columns.outcomes, &random)
        case 6: columns.names.append("x")
        default: columns.keys.append(UInt64(value))
        }
        do {
          // What is accepted can be used throughout.
          let books = try AddressBooks(columns, people: RandomBooks.members)
          _ = (books.entries.count, books.counts, books.directory.count)
          _ = books.erasing(PersonSet(universe: RandomBooks.members, all: true))
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 4_000)
  }
}
