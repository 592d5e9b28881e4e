import People

/// One entry of an uploaded address book, after matching. It keeps the owner's own name for the contact, and keyed
/// digests instead of addresses and numbers.
public struct AddressBookEntry: Hashable, Sendable {
  public enum Match: Hashable, Sendable {
    /// The identifiers belong to exactly one member.
    case member(PersonIndex)
    /// Nobody here has these identifiers.
    case pending
    /// The identifiers point to several members, or several entries of one book point to one member with equal right.
    case conflict
    /// The owner does not allow contact matching: nothing was looked up, and no key is kept.
    case withheld
  }

  public let owner: PersonIndex
  public let uid: String?
  public let name: Sensitive<String>?
  public let keys: [IdentifierKey]
  public let match: Match

  public init(owner: PersonIndex, uid: String?, name: Sensitive<String>?, keys: [IdentifierKey], match: Match) {
    (self.owner, self.uid, self.name, self.keys, self.match) = (owner, uid, name, keys, match)
  }
}

/// All uploaded address books, sorted by owner and entry, and the members' own identifier keys.
public struct AddressBooks: Sendable, Equatable {
  public var entries: [AddressBookEntry]
  /// Each member's own identifiers, sorted by key; a key of several members is shared and links nobody.
  public var directory: [DirectoryEntry]

  public struct DirectoryEntry: Hashable, Sendable {
    public let key: IdentifierKey
    public let person: PersonIndex

    public init(key: IdentifierKey, person: PersonIndex) { (self.key, self.person) = (key, person) }
  }

  public static let empty = AddressBooks(entries: [], directory: [])

  public init(entries: [AddressBookEntry], directory: [DirectoryEntry]) {
    (self.entries, self.directory) = (entries, directory)
  }

  public struct Counts: Equatable, Sendable {
    public var members = 0
    public var pending = 0
    public var conflicts = 0
    public var withheld = 0
    /// Distinct people who are not members, as far as their identifiers tell: one for each key that no member has.
    public var pendingKeys = 0
  }

  public var counts: Counts {
    var counts = Counts()
    var pendingKeys = Set<IdentifierKey>()
    for entry in entries {
      switch entry.match {
      case .member: counts.members += 1
      case .conflict: counts.conflicts += 1
      case .withheld: counts.withheld += 1
      case .pending:
        counts.pending += 1
        pendingKeys.formUnion(entry.keys)
      }
    }
    counts.pendingKeys = pendingKeys.count
    return counts
  }
}
