/// Numbers vertices 0, 1, 2, … in the order in which they are first asked for, without room for all of a graph.
///
/// Open addressing with linear steps, at most half full; multiplicative hashing, the same in every run.
struct VertexTable {
  /// By number.
  private(set) var vertices: [UInt32] = []
  private var slots: [UInt32]
  private var shift: UInt32

  private static let empty = UInt32.max

  init() {
    slots = Array(repeating: Self.empty, count: 64)
    shift = 32 - 6
  }

  /// The number of `vertex`, the next free one where it is new. O(1) on average.
  mutating func place(of vertex: UInt32) -> Int {
    var slot = Int((vertex &* 0x9E37_79B1) &>> shift)
    while slots[slot] != Self.empty {
      if vertices[Int(slots[slot])] == vertex { return Int(slots[slot]) }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    slots[slot] = UInt32(truncatingIfNeeded: vertices.count)
    vertices.append(vertex)
    if vertices.count &* 2 > slots.count { grow() }
    return vertices.count - 1
  }

  private mutating func grow() {
    slots = Array(repeating: Self.empty, count: slots.count * 2)
    shift -= 1
    for (number, vertex) in vertices.enumerated() {
      var slot = Int((vertex &* 0x9E37_79B1) &>> shift)
      while slots[slot] != Self.empty { slot = (slot &+ 1) & (slots.count &- 1) }
      slots[slot] = UInt32(truncatingIfNeeded: number)
    }
  }
}
