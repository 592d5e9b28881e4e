import People

/// For each person some others, ascending and without doubles: pairs with a direction.
struct PairRows: Sendable, Equatable {
  private let starts: [Int]
  private let others: [UInt32]

  /// - Parameter pairs: in any order, with repetitions.
  init(_ pairs: [(PersonIndex, PersonIndex)], people: Int) {
    var keys = pairs.map { UInt64($0.0.rawValue) << 32 | UInt64($0.1.rawValue) }
    keys.sort()
    var starts = [Int](repeating: 0, count: people + 1)
    var others: [UInt32] = []
    others.reserveCapacity(keys.count)
    var last: UInt64?
    for key in keys where key != last {
      starts[Int(key >> 32) + 1] += 1
      others.append(UInt32(truncatingIfNeeded: key))
      last = key
    }
    for person in 0..<people { starts[person + 1] += starts[person] }
    (self.starts, self.others) = (starts, others)
  }

  subscript(person: UInt32) -> ArraySlice<UInt32> { others[starts[Int(person)]..<starts[Int(person) + 1]] }

  /// - Complexity: O(log row).
  func contains(_ one: UInt32, _ other: UInt32) -> Bool {
    var range = starts[Int(one)]..<starts[Int(one) + 1]
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if others[middle] == other { return true }
      range = others[middle] < other ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }
}
