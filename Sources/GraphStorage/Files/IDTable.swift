/// A set of 64-bit ids below the greatest, and a number for each: open addressing with linear probing.
struct IDTable: Sendable {
  /// In order of insertion.
  private(set) var ids: [UInt64] = []
  private var slots = [UInt64](repeating: UInt64.max, count: 1 << 10)
  private var ranks: [UInt32] = []
  private var shift: UInt64 = 64 - 10

  @inline(__always)
  private func slot(_ id: UInt64) -> Int {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: (id &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    while slots[slot] != id && slots[slot] != UInt64.max { slot = (slot &+ 1) & mask }
    return slot
  }

  mutating func insert(_ id: UInt64) {
    let place = slot(id)
    if slots[place] == id { return }
    slots[place] = id
    ids.append(id)
    if ids.count &* 2 > slots.count { grow() }
  }

  private mutating func grow() {
    shift &-= 1
    slots = [UInt64](repeating: UInt64.max, count: slots.count * 2)
    for id in ids { slots[slot(id)] = id }
  }

  /// Gives each id its place in `order`, which holds the same ids.
  mutating func number(_ order: [UInt64]) {
    ranks = [UInt32](repeating: 0, count: slots.count)
    for (rank, id) in order.enumerated() { ranks[slot(id)] = UInt32(truncatingIfNeeded: rank) }
  }

  /// - Precondition: the id is in the set.
  @inline(__always)
  func rank(_ id: UInt64) -> UInt32 { ranks[slot(id)] }

  func contains(_ id: UInt64) -> Bool { slots[slot(id)] == id }
}
