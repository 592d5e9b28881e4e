import People

/// What concerns people alone, as columns: ids, names, dates of birth and of joining, and who is restricted.
///
/// A date is a number of days since 1970. A birth is twice the number of days, or twice the year plus one. What is
/// missing is the smallest number; a column of which everything is missing is empty.
enum PeopleColumns {
  private static let missing = Int32.min
  /// A million years, and as many days as fit: far from any overflow of what is counted with them.
  private static let years = -1_000_000...1_000_000
  private static let days = -365_000_000...365_000_000

  /// - Parameter withRestricted: not in files of the first versions.
  static func write(_ people: PersonTable, _ session: WriteSession, withRestricted: Bool) throws {
    try session.ids("people.ids", people.ids)
    var names = TextColumn()
    for name in people.names { names.append(name?.value) }
    try session.texts("people.names", names)
    let born = people.born.map { birth -> Int32 in
      switch birth {
      case nil: return missing
      case .year(let year):
        precondition(years.contains(year), "a year of birth lies within a million years")
        return Int32(year * 2 + 1)
      case .day(let date): return day(date) * 2
      }
    }
    try session.column("people.born", born.allSatisfy { $0 == missing } ? [] : born)
    let joined = people.joined.map { $0.map(day) ?? missing }
    try session.column("people.joined", joined.allSatisfy { $0 == missing } ? [] : joined)
    guard withRestricted else { return }
    let restricted = people.restricted.positions
    try session.positions("people.restricted", restricted.count, below: people.count) { restricted[$0] }
  }

  private static func day(_ date: CivilDate) -> Int32 {
    let day = date.daysSince1970
    precondition(days.contains(day), "a day lies within a million years")
    return Int32(day)
  }

  static func read(count: Int, restricted: Int?, _ columns: ColumnReader) throws -> PersonTable {
    let ids = try columns.ids("people.ids", count: count)
    let texts = try columns.texts("people.names", count: count)
    var names: [Sensitive<String>?] = []
    names.reserveCapacity(count)
    for index in 0..<count { names.append(texts[index].map { Sensitive($0) }) }
    let born = try dates("people.born", count, columns) { number -> Birth? in
      if number & 1 == 1 { return years.contains((number - 1) / 2) ? .year((number - 1) / 2) : nil }
      return days.contains(number / 2) ? .day(CivilDate(daysSince1970: number / 2)) : nil
    }
    let joined = try dates("people.joined", count, columns) { number -> CivilDate? in
      days.contains(number) ? CivilDate(daysSince1970: number) : nil
    }
    var held = PersonSet(universe: count)
    if let restricted {
      let positions = try columns.positions("people.restricted", count: restricted, below: count)
      for (place, position) in positions.enumerated() {
        guard place == 0 || positions[place - 1] < position else {
          throw columns.damaged("people.restricted", "out of order")
        }
        held.insert(PersonIndex(position))
      }
    }
    return PersonTable(ids: ids, names: names, born: born, joined: joined, restricted: held)
  }

  /// - Parameter date: nil where a number is no date.
  private static func dates<Value>(
    _ name: String, _ count: Int, _ columns: ColumnReader, _ date: (Int) -> Value?
  ) throws -> [Value?] {
    let stored = try columns.int32(name)
    if stored.isEmpty { return Array(repeating: nil, count: count) }
    guard stored.count == count else { throw columns.damaged(name, "length") }
    var values: [Value?] = []
    values.reserveCapacity(count)
    for number in stored {
      if number == missing {
        values.append(nil)
      } else {
        guard let value = date(Int(number)) else { throw columns.damaged(name, "a date out of range") }
        values.append(value)
      }
    }
    return values
  }
}
