/// Distinct identifier keys, numbered in the order in which they came; `sorted` tells their places in the order of
/// their bytes.
///
/// Open addressing over the keys themselves, whose bytes are uniformly distributed and so are their own hash: 16 bytes
/// a key and 6 to 12 for its slot.
struct KeyTable: Sendable {
  /// Two words a key.
  private(set) var words: [UInt64] = []
  /// Number plus one, 0 for none.
  private var slots = [UInt32](repeating: 0, count: 64)

  var count: Int { words.count / 2 }

  /// The number of a key.
  mutating func insert(_ key: IdentifierKey) -> UInt32 {
    if count * 3 >= slots.count * 2 { grow() }
    let mask = slots.count &- 1
    var probe = Int(truncatingIfNeeded: key.low) & mask
    while true {
      let slot = slots[probe]
      if slot == 0 { break }
      let place = 2 &* (Int(slot) &- 1)
      if words[place &+ 1] == key.low && words[place] == key.high { return slot &- 1 }
      probe = (probe &+ 1) & mask
    }
    guard let number = UInt32(exactly: count + 1) else { preconditionFailure("fewer than 4 G distinct keys") }
    slots[probe] = number
    words.append(key.high)
    words.append(key.low)
    return number - 1
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for number in 0..<count {
      var probe = Int(truncatingIfNeeded: words[2 * number + 1]) & mask
      while slots[probe] != 0 { probe = (probe + 1) & mask }
      slots[probe] = UInt32(number + 1)
    }
  }

  /// The keys in the order of their bytes, and for each number its place in that order.
  /// - Complexity: O(n log 2^16-th part of n): keys are cut by their first 16 bits, then sorted.
  func sorted() -> (words: [UInt64], places: [UInt32]) {
    var starts = [Int](repeating: 0, count: 65_537)
    for number in 0..<count { starts[Int(words[2 * number] >> 48) + 1] += 1 }
    for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
    var order = [UInt32](repeating: 0, count: count)
    var cursors = starts
    for number in 0..<count {
      let bucket = Int(words[2 * number] >> 48)
      order[cursors[bucket]] = UInt32(number)
      cursors[bucket] += 1
    }
    var sorted: [UInt64] = []
    sorted.reserveCapacity(words.count)
    var places = [UInt32](repeating: 0, count: count)
    for bucket in 0..<65_536 {
      let range = starts[bucket]..<starts[bucket + 1]
      if range.count > 1 {
        order[range].sort { left, right in
          let (one, other) = (2 * Int(left), 2 * Int(right))
          return words[one] != words[other] ? words[one] < words[other] : words[one + 1] < words[other + 1]
        }
      }
      for place in range {
        let number = Int(order[place])
        places[number] = UInt32(place)
        sorted.append(words[2 * number])
        sorted.append(words[2 * number + 1])
      }
    }
    return (sorted, places)
  }
}
