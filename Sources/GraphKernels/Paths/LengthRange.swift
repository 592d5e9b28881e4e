import GraphStorage

/// Whether some way was lost because its length is above the largest number (about 1.8 × 10^308): then an infinite
/// distance does not tell that nothing leads there.
///
/// Else no arc leads from a vertex that was reached to one that was not. The side of fewer vertices is read: the arcs of
/// those that were reached, or those that lead to the others.
/// Measured on Kronecker and uniform graphs of scale 18 beside `ShortestPaths`: nothing that could be told from noise.
/// - Parameters:
///   - distances: one for each vertex, infinite where it was not reached.
///   - rows: the arcs as the search ran; `back` the same arcs by where they lead.
/// - Complexity: O(vertices + arcs of the side that is read).
func losesLongWays(
  _ distances: Column<Double>, _ rows: ArcRows, back: ArcRows, _ control: RunControl
) throws(Cancelled) -> Bool {
  let reached = distances.count { $0 < .infinity }
  let readsReached = reached <= distances.count / 2
  let side = readsReached ? rows : back
  let lost = AtomicWords(repeating: 0, count: 1)
  try parallelRanges(distances.count, grain: 1 << 14, control) { range in
    for vertex in range where (distances[vertex] < .infinity) == readsReached {
      for arc in side.offsets[vertex]..<side.offsets[vertex + 1]
      where (distances[Int(side.targets[arc])] < .infinity) != readsReached {
        lost.add(1)
      }
    }
  }
  return lost.values[0] > 0
}
