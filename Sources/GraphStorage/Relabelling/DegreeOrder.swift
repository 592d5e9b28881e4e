extension Relabelling {
  /// By descending (out-)degree; equal ones keep their order. O(vertices + greatest degree).
  /// - Throws: `Cancelled` alone.
  public static func byDegree(_ graph: Graph, _ control: RunControl = RunControl()) throws(Cancelled) -> Relabelling {
    let offsets = graph.offsets
    return try byDescending(count: graph.vertexCount, control) { vertex in offsets[vertex + 1] &- offsets[vertex] }
  }

  /// By descending `degree`, equal ones in their order: a counting sort. O(count + greatest degree).
  /// - Parameter degree: of each of `0..<count`, at least 0.
  /// - Throws: `Cancelled` alone.
  @inline(__always)
  public static func byDescending(
    count: Int, _ control: RunControl = RunControl(), degree: (Int) -> Int
  ) throws(Cancelled) -> Relabelling {
    var greatest = 0
    for vertex in 0..<count {
      if vertex & 0xF_FFFF == 0 { try control.checkCancelled() }
      greatest = max(greatest, degree(vertex))
    }
    // `cursors[d]` counts the vertices of greater degree than `d`.
    let cursors = MutableColumn<Int>(repeating: 0, count: greatest + 2)
    for vertex in 0..<count {
      if vertex & 0xF_FFFF == 0 { try control.checkCancelled() }
      cursors[degree(vertex)] &+= 1
    }
    var next = 0
    for value in stride(from: greatest, through: 0, by: -1) {
      let here = cursors[value]
      cursors[value] = next
      next += here
    }
    // SAFETY: the places that the loop writes are a permutation: every number, and every place of the counts.
    let newOfOld = unsafe MutableColumn<UInt32>(unwritten: count)
    let oldOfNew = unsafe MutableColumn<UInt32>(unwritten: count)
    for vertex in 0..<count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let value = degree(vertex)
      let place = cursors[value]
      cursors[value] = place &+ 1
      newOfOld[vertex] = UInt32(truncatingIfNeeded: place)
      oldOfNew[place] = UInt32(truncatingIfNeeded: vertex)
    }
    return Relabelling(trustedOldOfNew: oldOfNew.frozen(), newOfOld: newOfOld.frozen())
  }
}
