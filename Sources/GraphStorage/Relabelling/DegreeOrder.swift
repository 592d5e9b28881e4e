extension Relabelling {
  /// By descending (out-)degree; equal ones keep their order. O(vertices + greatest degree).
  public static func byDegree(_ graph: Graph) -> Relabelling {
    let offsets = graph.offsets
    return byDescending(count: graph.vertexCount) { vertex in offsets[vertex + 1] &- offsets[vertex] }
  }

  /// By descending `degree`, equal ones in their order: a counting sort. O(count + greatest degree).
  /// - Parameter degree: of each of `0..<count`, at least 0.
  @inline(__always)
  public static func byDescending(count: Int, degree: (Int) -> Int) -> Relabelling {
    var greatest = 0
    for vertex in 0..<count { greatest = max(greatest, degree(vertex)) }
    // `cursors[d]` counts the vertices of greater degree than `d`.
    let cursors = MutableColumn<Int>(repeating: 0, count: greatest + 2)
    for vertex in 0..<count { cursors[degree(vertex)] &+= 1 }
    var next = 0
    for value in stride(from: greatest, through: 0, by: -1) {
      let here = cursors[value]
      cursors[value] = next
      next += here
    }
    let newOfOld = MutableColumn<UInt32>(repeating: 0, count: count)
    let oldOfNew = MutableColumn<UInt32>(repeating: 0, count: count)
    for vertex in 0..<count {
      let value = degree(vertex)
      let place = cursors[value]
      cursors[value] = place &+ 1
      newOfOld[vertex] = UInt32(truncatingIfNeeded: place)
      oldOfNew[place] = UInt32(truncatingIfNeeded: vertex)
    }
    return Relabelling(trustedOldOfNew: oldOfNew.frozen(), newOfOld: newOfOld.frozen())
  }
}
