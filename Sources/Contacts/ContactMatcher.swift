import GraphStorage
import People

/// Matches address-book entries to members, exactly, on the normal forms of e-mail addresses and phone numbers
/// (DOMAIN C.4; names never link).
///
/// - An identifier that several members have is shared and links nobody; an entry with no other identifier of a member
///   is a conflict.
/// - An entry whose identifiers point to different members, the owner among them, is a conflict; one that points to the
///   owner alone is the owner's own card.
/// - Within one book at most one entry stands for a member: the one with most identifiers of that member; where two
///   have equally many, all of them are conflicts.
/// - Owners who do not allow contact matching are not looked up; members who do not allow it are not found, and no
///   digest of theirs is kept anywhere: neither among the members' identifiers nor in anybody's book. The same holds of
///   single identifiers under which a member is not to be found.
/// - Entries of one book that are the same byte for byte count once.
public struct ContactMatcher: Sendable {
  private let allowed: PersonSet
  private let directory: [AddressBooks.DirectoryEntry]
  private let undiscoverable: Set<AddressBooks.DirectoryEntry>

  /// - Parameters:
  ///   - directory: the members' own identifiers.
  ///   - undiscoverable: those of them by which their member is not to be found.
  ///   - allowed: who allows contact matching.
  public init(
    directory: [AddressBooks.DirectoryEntry], undiscoverable: Set<AddressBooks.DirectoryEntry> = [], allowed: PersonSet
  ) {
    (self.allowed, self.directory, self.undiscoverable) = (allowed, directory, undiscoverable)
  }

  /// The matched books: a function of the set of uploads, whatever their order and the number of threads.
  /// - Complexity: O(n log entries of a book) for n uploads.
  public func match(_ uploaded: consuming AddressBookUploads, threads: ThreadCount = .available) -> AddressBooks {
    var uploads = uploaded
    let numbers = directory.map { uploads.keys.insert($0.key) }
    let (words, places) = uploads.keys.sorted()
    let members = zip(numbers, directory).map { number, entry in
      Member(
        key: places[Int(number)], person: entry.person.rawValue,
        isFound: allowed.contains(entry.person) && !undiscoverable.contains(entry))
    }
    let holders = Self.holders(members, keys: words.count / 2)
    let (starts, order) = uploads.byOwner()
    // The slots are not needed any more.
    uploads.keys = KeyTable()
    let books = BookMatching(
      sorter: EntryOrder(uploads: uploads, places: places), holders: holders, allowed: allowed)
    let pieces = books.pieces(starts, order, threads)
    return AddressBooks(
      words: words, members: members.filter(\.isFound).map { ($0.key, $0.person) }, pieces, uploads)
  }

  private struct Member {
    let key: UInt32
    let person: UInt32
    /// Whether the key may lead to the person.
    let isFound: Bool
  }

  /// Whose each key is.
  private static func holders(_ members: [Member], keys: Int) -> [UInt32] {
    var holders = [UInt32](repeating: Holder.nobody, count: keys)
    var isFound = [Bool](repeating: false, count: keys)
    for member in members {
      let key = Int(member.key)
      if member.isFound { isFound[key] = true }
      if holders[key] == Holder.nobody {
        holders[key] = member.person
      } else if holders[key] != member.person {
        holders[key] = Holder.several
      }
    }
    for key in holders.indices where holders[key] != Holder.nobody && !isFound[key] { holders[key] = Holder.hidden }
    return holders
  }
}

/// Whose a key is: a person, or one of these.
private enum Holder {
  static let nobody = UInt32.max
  /// Several members, one of whom may be found by it.
  static let several = UInt32.max - 1
  /// Members who are not to be found by it, and nobody else.
  static let hidden = UInt32.max - 2
}

/// One book after the other.
private struct BookMatching: Sendable {
  let sorter: EntryOrder
  let holders: [UInt32]
  let allowed: PersonSet

  private struct Candidate {
    let entry: UInt32
    /// Those that are kept, as places.
    let keys: [UInt32]
    var outcome: UInt32
    /// How many identifiers of the member it has.
    var votes: Int
  }

  func pieces(_ starts: [Int], _ order: [UInt32], _ threads: ThreadCount) -> [BookPiece] {
    let ranges = evenRanges(max(0, starts.count - 1), pieces: 256)
    return parallelMap(count: ranges.count, threads: threads) { index in
      var piece = BookPiece()
      for owner in ranges[index] where starts[owner] < starts[owner + 1] {
        match(PersonIndex(owner), order[starts[owner]..<starts[owner + 1]], into: &piece)
      }
      return piece
    }
  }

  private func match(_ owner: PersonIndex, _ entries: ArraySlice<UInt32>, into piece: inout BookPiece) {
    guard allowed.contains(owner) else {
      for entry in distinct(entries).sorted(by: precedesWithoutKeys) {
        piece.append(entry, [], AddressBooks.Outcome.withheld)
      }
      return
    }
    var isHidden = false
    var candidates = distinct(entries).map { entry -> Candidate in
      let keys = sorter.keys(Int(entry))
      let kept = keys.filter { holders[Int($0)] != Holder.hidden }
      if kept.count < keys.count { isHidden = true }
      let (outcome, votes) = outcome(kept, owner)
      return Candidate(entry: entry, keys: kept, outcome: outcome, votes: votes)
    }
    // What is not kept must not show in the order either.
    if isHidden {
      candidates.sort { left, right in
        sorter.uploads.uids.compare(Int(left.entry), Int(right.entry)) != 0
          || sorter.uploads.names.compare(Int(left.entry), Int(right.entry)) != 0
          ? precedesWithoutKeys(left.entry, right.entry) : left.keys.lexicographicallyPrecedes(right.keys)
      }
    }
    settleRivals(&candidates)
    for candidate in candidates { piece.append(candidate.entry, candidate.keys, candidate.outcome) }
  }

  /// The entries in order, each once.
  private func distinct(_ entries: ArraySlice<UInt32>) -> [UInt32] {
    var distinct: [UInt32] = []
    distinct.reserveCapacity(entries.count)
    for entry in entries.sorted(by: { sorter.compare(Int($0), Int($1), sorter.keys) < 0 })
    where distinct.last.map({ sorter.compare(Int($0), Int(entry), sorter.keys) != 0 }) ?? true {
      distinct.append(entry)
    }
    return distinct
  }

  private func precedesWithoutKeys(_ left: UInt32, _ right: UInt32) -> Bool {
    sorter.compare(Int(left), Int(right)) { _ in [] } < 0
  }

  /// What an entry's own identifiers say.
  private func outcome(_ keys: [UInt32], _ owner: PersonIndex) -> (outcome: UInt32, votes: Int) {
    var found = Holder.nobody
    var votes = 0
    var isShared = false
    for key in keys {
      let holder = holders[Int(key)]
      if holder == Holder.nobody { continue }
      if holder == Holder.several {
        isShared = true
      } else if found == Holder.nobody || found == holder {
        (found, votes) = (holder, votes + 1)
      } else {
        return (AddressBooks.Outcome.conflict, 0)
      }
    }
    if found == owner.rawValue { return (AddressBooks.Outcome.ownCard, 0) }
    if found != Holder.nobody { return (found, votes) }
    return (isShared ? AddressBooks.Outcome.conflict : AddressBooks.Outcome.pending, 0)
  }

  /// At most one entry a member in one book.
  private func settleRivals(_ candidates: inout [Candidate]) {
    var claims: [(member: UInt32, votes: Int, index: Int)] = []
    for (index, candidate) in candidates.enumerated() where candidate.votes > 0 {
      claims.append((candidate.outcome, candidate.votes, index))
    }
    // The strongest claim to each member first.
    claims.sort { ($0.member, -$0.votes) < ($1.member, -$1.votes) }
    for (place, claim) in claims.enumerated() {
      let isFirst = place == 0 || claims[place - 1].member != claim.member
      let hasEqual =
        place + 1 < claims.count && claims[place + 1].member == claim.member && claims[place + 1].votes == claim.votes
      if !isFirst || hasEqual { candidates[claim.index].outcome = AddressBooks.Outcome.conflict }
    }
  }
}
