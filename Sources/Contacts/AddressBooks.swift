import People

/// One entry of an uploaded address book, after matching. It keeps the owner's own name for the contact, and keyed
/// digests instead of addresses and numbers.
public struct AddressBookEntry: Sendable {
  public enum Match: Hashable, Sendable {
    /// The identifiers belong to exactly one member.
    case member(PersonIndex)
    /// Nobody here has these identifiers.
    case pending
    /// The identifiers point to several members, or several entries of one book point to one member with equal right.
    case conflict
    /// The owner's own identifiers, and nobody else's.
    case ownCard
    /// The owner does not allow contact matching: nothing was looked up, and no key is kept.
    case withheld
  }

  public let owner: PersonIndex
  public let uid: String?
  public let name: Sensitive<String>?
  /// Sorted. Those of members who do not allow contact matching are not among them.
  public let keys: [IdentifierKey]
  public let match: Match

  public init(owner: PersonIndex, uid: String?, name: Sensitive<String>?, keys: [IdentifierKey], match: Match) {
    (self.owner, self.uid, self.name, self.keys, self.match) = (owner, uid, name, keys, match)
  }
}

/// All uploaded address books, sorted by owner and entry (uid, name, keys, each by its bytes), and the members' own
/// identifier keys, in flat columns.
///
/// Memory: 12 bytes an entry, 4 for each of its keys, its texts; 16 bytes a distinct key, 8 a member's identifier.
public struct AddressBooks: Sendable, Equatable {
  public let columns: Columns

  /// What a snapshot keeps. Every key is used, by a member or by an entry.
  public struct Columns: Sendable, Equatable {
    /// Distinct keys in the order of their bytes, two big-endian words each.
    public var keys: [UInt64] = []
    /// The members' own identifiers, sorted by key and person: places in `keys`, and people.
    public var directoryKeys: [UInt32] = []
    public var directoryPeople: [UInt32] = []
    /// Of each entry: its owner, ascending; its texts; where its keys end in `entryKeys`; what came of it (see
    /// `AddressBooks.Outcome`).
    public var owners: [UInt32] = []
    public var uids = TextColumn()
    public var names = TextColumn()
    public var keyEnds: [UInt32] = []
    public var entryKeys: [UInt32] = []
    public var outcomes: [UInt32] = []

    public init() {}
  }

  /// How a match stands in a column: the person, or one of these.
  enum Outcome {
    static let pending = UInt32.max
    static let conflict = UInt32.max - 1
    static let ownCard = UInt32.max - 2
    static let withheld = UInt32.max - 3

    static func code(_ match: AddressBookEntry.Match) -> UInt32 {
      switch match {
      case .member(let person): person.rawValue
      case .pending: pending
      case .conflict: conflict
      case .ownCard: ownCard
      case .withheld: withheld
      }
    }

    static func match(_ code: UInt32) -> AddressBookEntry.Match {
      switch code {
      case pending: .pending
      case conflict: .conflict
      case ownCard: .ownCard
      case withheld: .withheld
      default: .member(PersonIndex(code))
      }
    }
  }

  public struct DirectoryEntry: Hashable, Sendable {
    public let key: IdentifierKey
    public let person: PersonIndex

    public init(key: IdentifierKey, person: PersonIndex) { (self.key, self.person) = (key, person) }
  }

  public static let empty = AddressBooks(unchecked: Columns())

  init(unchecked columns: Columns) { self.columns = columns }

  /// How many entries there are.
  public var count: Int { columns.owners.count }

  public subscript(entry: Int) -> AddressBookEntry {
    AddressBookEntry(
      owner: PersonIndex(columns.owners[entry]), uid: columns.uids[entry],
      name: columns.names[entry].map { Sensitive($0) }, keys: keyRange(entry).map { key(columns.entryKeys[$0]) },
      match: Outcome.match(columns.outcomes[entry]))
  }

  /// Whose book an entry is in, and the member it stands for, without its texts.
  public func owner(_ entry: Int) -> PersonIndex { PersonIndex(columns.owners[entry]) }
  public func member(_ entry: Int) -> PersonIndex? {
    if case .member(let person) = Outcome.match(columns.outcomes[entry]) { return person }
    return nil
  }

  /// Every entry as a value: for a few of them.
  public var entries: [AddressBookEntry] { (0..<count).map { self[$0] } }

  /// Each member's own identifiers, sorted by key; a key of several members is shared and links nobody.
  public var directory: [DirectoryEntry] {
    zip(columns.directoryKeys, columns.directoryPeople).map { place, person in
      DirectoryEntry(key: key(place), person: PersonIndex(person))
    }
  }

  func key(_ place: UInt32) -> IdentifierKey {
    IdentifierKey(high: columns.keys[2 * Int(place)], low: columns.keys[2 * Int(place) + 1])
  }

  func keyRange(_ entry: Int) -> Range<Int> {
    (entry == 0 ? 0 : Int(columns.keyEnds[entry - 1]))..<Int(columns.keyEnds[entry])
  }

  public struct Counts: Equatable, Sendable {
    public var members = 0
    public var pending = 0
    public var conflicts = 0
    public var ownCards = 0
    public var withheld = 0
    /// Distinct people who are not members, as far as their identifiers tell: one for each key that no member has.
    public var pendingKeys = 0
  }

  /// - Complexity: O(entries + keys).
  public var counts: Counts {
    var counts = Counts()
    var isPending = [Bool](repeating: false, count: columns.keys.count / 2)
    for entry in 0..<count {
      switch columns.outcomes[entry] {
      case Outcome.conflict: counts.conflicts += 1
      case Outcome.ownCard: counts.ownCards += 1
      case Outcome.withheld: counts.withheld += 1
      case Outcome.pending:
        counts.pending += 1
        for index in keyRange(entry) {
          let key = Int(columns.entryKeys[index])
          if !isPending[key] { counts.pendingKeys += 1 }
          isPending[key] = true
        }
      default: counts.members += 1
      }
    }
    return counts
  }
}
