import GraphStorage

extension StatisticsGraph {
  /// Triangles, and the most neighbours that any two vertices share.
  ///
  /// The second number is the local sensitivity of the first: adding or removing the edge of a pair makes or breaks
  /// one triangle for each neighbour the pair shares. It changes by at most 1 with one edge.
  /// - Complexity: O(Σ degree²) time, O(threads · vertices) memory.
  func triangles(threads: ThreadCount, isCancelled: @Sendable () -> Bool = { false }) -> (
    triangles: Int, mostShared: Int
  ) {
    let degrees = degrees()
    var starts = [0]
    for degree in degrees { starts.append(starts[starts.count - 1] + degree) }
    var cursors = starts
    var neighbours = [Int32](repeating: 0, count: edges.count * 2)
    for (first, second) in edges {
      for (own, other) in [(Int(first), second), (Int(second), first)] {
        neighbours[cursors[own]] = other
        cursors[own] += 1
      }
    }
    let (offsets, ends) = (starts, neighbours)
    let pieces = min(max(1, count), threads.value * 16)
    let found = parallelMap(count: pieces, threads: threads) { piece -> (sum: Int, most: Int) in
      var shared = [Int32](repeating: 0, count: count)
      var (sum, most) = (0, 0)
      // Every piece takes each so-manyth vertex, so that hubs with low numbers do not fall to one of them.
      for vertex in stride(from: piece, to: count, by: pieces) {
        if isCancelled() { break }
        var touched: [Int32] = []
        for place in offsets[vertex]..<offsets[vertex + 1] {
          let middle = Int(ends[place])
          for next in offsets[middle]..<offsets[middle + 1] where Int(ends[next]) > vertex {
            if shared[Int(ends[next])] == 0 { touched.append(ends[next]) }
            shared[Int(ends[next])] += 1
          }
        }
        for other in touched { most = max(most, Int(shared[Int(other)])) }
        for place in offsets[vertex]..<offsets[vertex + 1] { sum += Int(shared[Int(ends[place])]) }
        for other in touched { shared[Int(other)] = 0 }
      }
      return (sum, most)
    }
    // Each triangle is found from its first and its middle vertex: along three of its six directed sides.
    return (found.reduce(0) { $0 + $1.sum } / 3, found.reduce(0) { max($0, $1.most) })
  }
}
