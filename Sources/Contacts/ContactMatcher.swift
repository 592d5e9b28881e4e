import People

/// Matches address-book entries to members, exactly, on the normal forms of e-mail addresses and phone numbers
/// (DOMAIN C.4; names never link).
///
/// - An identifier that several members have is shared and links nobody.
/// - An entry whose identifiers point to different members is a conflict.
/// - Within one book at most one entry stands for a member: the one with most identifiers of that member; where two
///   have equally many, all of them are conflicts.
/// - Owners who do not allow contact matching are not looked up; members who do not allow it are not found.
public struct ContactMatcher: Sendable {
  /// An entry as uploaded, normalised.
  public struct Upload: Sendable {
    public let owner: PersonIndex
    public let uid: String?
    public let name: Sensitive<String>?
    public let keys: [IdentifierKey]

    public init(owner: PersonIndex, uid: String?, name: Sensitive<String>?, keys: [IdentifierKey]) {
      (self.owner, self.uid, self.name, self.keys) = (owner, uid, name, keys)
    }
  }

  private let allowed: PersonSet
  private let directory: [AddressBooks.DirectoryEntry]
  private let memberOfKey: [IdentifierKey: PersonIndex]

  /// - Parameters:
  ///   - directory: the members' own identifiers.
  ///   - allowed: who allows contact matching.
  public init(directory: [AddressBooks.DirectoryEntry], allowed: PersonSet) {
    // Whoever does not allow matching is not found, and no digest of theirs is kept. What is shared is found out first.
    let everybody = Set(directory).sorted { ($0.key, $0.person) < ($1.key, $1.person) }
    var memberOfKey: [IdentifierKey: PersonIndex] = [:]
    var shared = Set<IdentifierKey>()
    for entry in everybody {
      if memberOfKey.updateValue(entry.person, forKey: entry.key) != nil { shared.insert(entry.key) }
    }
    for key in shared { memberOfKey[key] = nil }
    (self.allowed, self.memberOfKey) = (allowed, memberOfKey)
    self.directory = everybody.filter { allowed.contains($0.person) }
  }

  /// The matched books: a function of the set of uploads, whatever their order.
  /// - Complexity: O(n log n) for n uploads.
  public func match(_ uploads: [Upload]) -> AddressBooks {
    struct Candidate {
      var upload: Upload
      var member: PersonIndex?
      var votes: Int
      var conflict: Bool
    }
    var candidates = uploads.map { upload -> Candidate in
      guard allowed.contains(upload.owner) else {
        return Candidate(upload: upload, member: nil, votes: 0, conflict: false)
      }
      let members = upload.keys.compactMap { memberOfKey[$0] }.filter { allowed.contains($0) && $0 != upload.owner }
      let distinct = Set(members)
      return Candidate(
        upload: upload, member: distinct.count == 1 ? distinct.first : nil, votes: members.count,
        conflict: distinct.count > 1)
    }
    // At most one entry a member in one book.
    struct Claim: Hashable {
      var owner: PersonIndex
      var member: PersonIndex
    }
    var best: [Claim: (votes: Int, holders: Int)] = [:]
    for candidate in candidates {
      guard let member = candidate.member else { continue }
      let claim = Claim(owner: candidate.upload.owner, member: member)
      let known = best[claim] ?? (0, 0)
      if candidate.votes > known.votes {
        best[claim] = (candidate.votes, 1)
      } else if candidate.votes == known.votes {
        best[claim] = (known.votes, known.holders + 1)
      }
    }
    for index in candidates.indices {
      guard let member = candidates[index].member else { continue }
      let winner = best[Claim(owner: candidates[index].upload.owner, member: member)]
      if let winner, candidates[index].votes < winner.votes || winner.holders > 1 {
        candidates[index].member = nil
        candidates[index].conflict = true
      }
    }
    let entries = candidates.map { candidate -> AddressBookEntry in
      let upload = candidate.upload
      guard allowed.contains(upload.owner) else {
        return AddressBookEntry(owner: upload.owner, uid: upload.uid, name: upload.name, keys: [], match: .withheld)
      }
      let match: AddressBookEntry.Match =
        candidate.conflict ? .conflict : candidate.member.map { .member($0) } ?? .pending
      return AddressBookEntry(
        owner: upload.owner, uid: upload.uid, name: upload.name, keys: upload.keys.sorted(), match: match)
    }
    return AddressBooks(entries: entries.sorted(by: Self.precedes), directory: directory)
  }

  private static func precedes(_ left: AddressBookEntry, _ right: AddressBookEntry) -> Bool {
    if left.owner != right.owner { return left.owner < right.owner }
    if left.uid != right.uid { return left.uid ?? "" < right.uid ?? "" }
    if left.name != right.name { return left.name?.value ?? "" < right.name?.value ?? "" }
    return left.keys.lexicographicallyPrecedes(right.keys)
  }
}
