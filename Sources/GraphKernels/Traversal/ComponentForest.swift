import GraphStorage

/// Trees of vertices that several threads join: who has one root belongs together.
///
/// A parent is never larger than its child, so a root is the smallest vertex of its tree, whatever the order of threads.
struct ComponentForest: Sendable {
  /// Of each vertex the one that it hangs under, itself for a root.
  let parents: AtomicColumn

  /// Every vertex a root.
  init(count: Int, _ control: RunControl) throws(Cancelled) {
    // SAFETY: written below.
    unsafe parents = AtomicColumn(unwritten: count)
    let values = parents.values
    try parallelRanges(count, grain: 1 << 16, control) { range in
      for vertex in range { values[vertex] = UInt32(truncatingIfNeeded: vertex) }
    }
  }

  /// Every vertex must be given a parent, at most as large as itself, before anything else is done.
  // SAFETY: the caller writes before reading.
  @unsafe init(unwritten count: Int) {
    // SAFETY: the caller's promise.
    unsafe parents = AtomicColumn(unwritten: count)
  }

  /// Brings two vertices under one root: the larger of two roots is hung under the smaller.
  // SAFETY: the caller knows both to be vertices of the forest.
  @inline(__always) @unsafe func link(_ first: UInt32, _ second: UInt32) {
    // SAFETY: vertices, by the contract above.
    var one = unsafe parents.load(unchecked: Int(first))
    var other = unsafe parents.load(unchecked: Int(second))
    while one != other {
      let high = max(one, other)
      let low = min(one, other)
      let above = unsafe parents.load(unchecked: Int(high))
      if above == low { return }
      if above == high, unsafe parents.exchange(high, for: low, unchecked: Int(high)) { return }
      one = unsafe parents.load(unchecked: Int(parents.load(unchecked: Int(high))))
      other = unsafe parents.load(unchecked: Int(low))
    }
  }

  /// Hangs every vertex under its root itself.
  func flatten(_ control: RunControl) throws(Cancelled) {
    let parents = parents
    try parallelRanges(parents.count, grain: 1 << 15, control) { range in
      for vertex in range {
        // SAFETY: all that the column holds are vertices.
        let above = unsafe parents.load(unchecked: vertex)
        var root = unsafe parents.load(unchecked: Int(above))
        if root == above { continue }
        while true {
          let next = unsafe parents.load(unchecked: Int(root))
          if next == root { break }
          root = next
        }
        unsafe parents.store(root, unchecked: vertex)
      }
    }
  }

  /// The root most often met among 1,024 vertices at even distances, and its share of those of them that have out-arcs: most
  /// others have no arcs at all, as many of a Kronecker graph, and cost nothing. Only the speed depends on it.
  func mostFrequent(_ heads: Column<UInt32>) -> (root: UInt32, share: Double) {
    let count = parents.count
    let drawn = min(count, 1_024)
    var sample = (0..<drawn).map { $0 * count / drawn }.filter { heads[$0] < count }.map { parents.values[$0] }
    guard !sample.isEmpty else { return (0, 1) }
    sample.sort()
    var best = (root: sample[0], length: 0)
    var runStart = 0
    for place in 0...sample.count where place == sample.count || sample[place] != sample[runStart] {
      if place - runStart > best.length { best = (sample[runStart], place - runStart) }
      runStart = place
    }
    return (best.root, Double(best.length) / Double(sample.count))
  }
}
