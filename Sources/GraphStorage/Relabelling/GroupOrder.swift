extension Relabelling {
  /// Vertices of one group side by side: groups by ascending label, vertices of one group by ascending number.
  ///
  /// With the communities of a graph as groups, neighbours come to stand near each other in memory.
  /// - Parameter labels: any number for each vertex.
  /// - Throws: `Cancelled` alone, asked between steps of a few nanoseconds a vertex, but not while larger labels are sorted.
  /// - Complexity: O(vertices) for labels below twice their number, else O(vertices · log vertices).
  public static func byGroup(_ labels: [UInt32], _ control: RunControl = RunControl()) throws(Cancelled) -> Relabelling {
    let count = labels.count
    let greatest = Int(labels.max() ?? 0)
    var keys = labels
    if greatest >= 2 * count {
      // The rank of each label among those that occur.
      var distinct: [UInt32] = []
      for label in labels.sorted() where distinct.last != label { distinct.append(label) }
      keys = labels.map { label in
        var low = 0
        var high = distinct.count
        while low < high {
          let middle = (low + high) / 2
          if distinct[middle] < label { low = middle + 1 } else { high = middle }
        }
        return UInt32(low)
      }
    }
    // Descending order of the distance from the greatest is ascending order.
    let top = Int(keys.max() ?? 0)
    return try byDescending(count: count, control) { top - Int(keys[$0]) }
  }
}
