/// The people of a graph, in the order of their ids, with what concerns the person alone.
///
/// E-mail addresses and phone numbers are not here: only keyed digests of them are kept, by Contacts.
public struct PersonTable: Sendable, Equatable {
  public let ids: IDTable
  public private(set) var names: [Sensitive<String>?]
  public private(set) var born: [Birth?]
  public private(set) var joined: [CivilDate?]
  /// Those whose data is kept and not used (GDPR Art. 18, DOMAIN B.2, R13).
  public let restricted: PersonSet

  /// - Parameter restricted: nobody, where it is nil.
  /// - Precondition: one entry of each column for each id.
  public init(
    ids: IDTable, names: [Sensitive<String>?], born: [Birth?], joined: [CivilDate?], restricted: PersonSet? = nil
  ) {
    let restricted = restricted ?? PersonSet(universe: ids.count)
    precondition(
      names.count == ids.count && born.count == ids.count && joined.count == ids.count
        && restricted.universe == ids.count, "one entry for each person")
    (self.ids, self.names, self.born, self.joined) = (ids, names, born, joined)
    self.restricted = restricted
  }

  /// People of whom nothing but the id is known.
  public init(ids: IDTable) {
    self.init(
      ids: ids, names: Array(repeating: nil, count: ids.count), born: Array(repeating: nil, count: ids.count),
      joined: Array(repeating: nil, count: ids.count))
  }

  public var count: Int { ids.count }

  /// All but those who are restricted.
  public var unrestricted: PersonSet { PersonSet(universe: count, all: true).subtracting(restricted) }

  public func id(_ person: PersonIndex) -> String { ids[person.position] }
  public func index(of id: String) -> PersonIndex? { ids.index(of: id).map { PersonIndex($0) } }

  func projected(_ kept: PersonSet) -> PersonTable {
    var table = self
    for position in 0..<count where !kept.contains(PersonIndex(position)) {
      table.names[position] = nil
      table.born[position] = nil
      table.joined[position] = nil
    }
    return table
  }
}

/// When somebody was born: a year, or a day.
public enum Birth: Hashable, Sendable {
  case year(Int)
  case day(CivilDate)

  /// Something was stated that cannot be read: it counts as a minor's, whatever the day.
  public static let unreadable = Birth.year(9999)

  /// Whether the person may be younger than `years` on `date`: of a year alone the latest day counts.
  public func mayBeYounger(than years: Int, on date: CivilDate) -> Bool {
    switch self {
    case .year(let year):
      return date.year - year <= years && !(date.year - year == years && date.month == 12 && date.day == 31)
    case .day(let born):
      let age = date.year - born.year - ((date.month, date.day) < (born.month, born.day) ? 1 : 0)
      return age < years
    }
  }
}
