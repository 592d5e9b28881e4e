import GraphStorage
import People
import Testing

@testable import Contacts

/// Random books over few identifiers, so that everything happens: shared identifiers, conflicts, rivals, refusals.
private struct RandomBooks {
  static let members = 7
  var directory: [AddressBooks.DirectoryEntry] = []
  var uploads: [ContactMatcher.Upload] = []
  var allowed = PersonSet(universe: members)

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let keys = (0..<12).map { IdentifierKey(stored: ContentDigest.of([UInt8($0)])) }
    for person in 0..<Self.members {
      if random.below(4) != 0 { allowed.insert(PersonIndex(person)) }
      for _ in 0..<random.below(4) {
        directory.append(.init(key: keys[random.below(keys.count)], person: PersonIndex(person)))
      }
    }
    for number in 0..<random.below(30) {
      let own = Set((0..<random.below(4)).map { _ in keys[random.below(keys.count)] })
      uploads.append(
        ContactMatcher.Upload(
          owner: PersonIndex(random.below(Self.members)), uid: "u\(number)", name: Sensitive("n\(random.below(3))"),
          keys: own.sorted()))
    }
  }

  /// By the definition: each entry against each member and each other entry, asked anew; no table of anything.
  func match(_ index: Int) -> AddressBookEntry.Match {
    let upload = uploads[index]
    if !allowed.contains(upload.owner) { return .withheld }
    let found = self.found(index)
    if found.isEmpty { return .pending }
    if found.count > 1 { return .conflict }
    let hasRival = uploads.indices.contains { other in
      other != index && uploads[other].owner == upload.owner && self.found(other) == found
        && votes(other, found[0]) >= votes(index, found[0])
    }
    return hasRival ? .conflict : .member(PersonIndex(found[0]))
  }

  private func found(_ index: Int) -> [Int] { (0..<Self.members).filter { votes(index, $0) > 0 } }

  /// How many identifiers of an entry are this member's and nobody else's; nobody finds themselves.
  private func votes(_ index: Int, _ member: Int) -> Int {
    let person = PersonIndex(member)
    guard allowed.contains(person), person != uploads[index].owner else { return 0 }
    return uploads[index].keys.count { key in
      directory.contains { $0.key == key && $0.person == person }
        && !directory.contains { $0.key == key && $0.person != person }
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
      let matched = ContactMatcher(directory: books.directory, allowed: books.allowed).match(books.uploads)
      try #require(matched.entries.count == books.uploads.count)
      for (index, upload) in books.uploads.enumerated() {
        let entry = try #require(matched.entries.first { $0.owner == upload.owner && $0.uid == upload.uid })
        let expected = books.match(index)
        #expect(entry.match == expected, "seed \(seed), entry \(index)")
        #expect(entry.keys == (expected == .withheld ? [] : upload.keys), "seed \(seed), entry \(index)")
        seen[expected, default: 0] += 1
      }
    }
    // The random books reach every outcome often.
    for outcome in [AddressBookEntry.Match.pending, .conflict, .withheld, .member(PersonIndex(3))] {
      #expect(seen[outcome, default: 0] > 20)
    }
  }

  @Test("the order of entries and of the directory does not matter")
  func orderIndependence() {
    for seed in UInt64(1)...100 {
      var books = RandomBooks(seed: seed)
      let before = ContactMatcher(directory: books.directory, allowed: books.allowed).match(books.uploads)
      var random = SeededGenerator(seed: seed &+ 1000)
      random.shuffle(&books.uploads)
      random.shuffle(&books.directory)
      let after = ContactMatcher(directory: books.directory + books.directory, allowed: books.allowed)
        .match(books.uploads)
      #expect(before == after, "seed \(seed)")
    }
  }

  @Test("in one book at most one entry stands for a member, and none for its owner")
  func oneEntryAMember() {
    for seed in UInt64(1)...200 {
      let books = RandomBooks(seed: seed)
      let matched = ContactMatcher(directory: books.directory, allowed: books.allowed).match(books.uploads)
      var pairs = Set<[PersonIndex]>()
      for entry in matched.entries {
        guard case .member(let member) = entry.match else { continue }
        #expect(member != entry.owner && books.allowed.contains(member) && books.allowed.contains(entry.owner))
        #expect(pairs.insert([entry.owner, member]).inserted, "seed \(seed)")
      }
    }
  }
}
