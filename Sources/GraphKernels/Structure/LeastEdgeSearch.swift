import GraphStorage

/// The rounds of `MinimumSpanningForest`: components choose their least edges and are joined along them.
final class LeastEdgeSearch: Sendable {
  private let graph: Graph
  private let control: RunControl
  /// Arcs of the forest, each from its smaller to its larger end.
  let chosen: Bitmap
  /// The root of each vertex's component, one of its vertices.
  private let components: MutableColumn<UInt32>
  /// For each vertex the arc of its least edge to another component; -1 where it has none.
  private let leastArcs: MutableColumn<Int>
  /// For each root the bits of the weight of its component's least edge, then the two ends of that edge.
  private let leastWeights: AtomicWords
  private let leastEnds: AtomicWords

  private static let grain = 1_024
  private static let none = UInt64.max

  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    self.graph = graph
    self.control = control
    let count = graph.vertexCount
    chosen = Bitmap(count: graph.arcCount)
    // SAFETY: components are filled below, the others by each round before it reads them.
    unsafe components = MutableColumn(unwritten: count)
    unsafe leastArcs = MutableColumn(unwritten: count)
    unsafe leastWeights = AtomicWords(unwritten: count)
    unsafe leastEnds = AtomicWords(unwritten: count)
    let components = components
    try parallelRanges(count, grain: 1 << 16, control) { range in
      for vertex in range { unsafe components[unchecked: vertex] = UInt32(truncatingIfNeeded: vertex) }
    }
  }

  func run() throws(Cancelled) {
    var joined = try round(except: UInt32.max)
    if joined == 0 { return }
    var share = 0.0
    repeat {
      share += (0.9 - share) / 2
      control.report(share)
      joined = try round(except: frequent())
    } while joined > 0
  }

  /// The component most often met among 1,024 vertices at even distances. Only the speed depends on it.
  private func frequent() -> UInt32 {
    let count = components.count
    guard count > 0 else { return UInt32.max }
    let sample = stride(from: 0, to: count, by: max(count / 1_024, 1)).map { components[$0] }.sorted()
    var (best, bestCount, current) = (sample[0], 0, 0)
    for place in sample.indices {
      current = place > 0 && sample[place] == sample[place - 1] ? current + 1 : 1
      if current > bestCount { (best, bestCount) = (sample[place], current) }
    }
    return best
  }

  /// Lets all components but `giant` choose; gives how many did.
  private func round(except giant: UInt32) throws(Cancelled) -> Int {
    let (leastWeights, leastEnds) = (leastWeights.values, leastEnds.values)
    try parallelRanges(graph.vertexCount, grain: 1 << 16, control) { range in
      leastWeights.fill(Self.none, range)
      leastEnds.fill(Self.none, range)
    }
    try chooseByVertex(except: giant)
    try chooseByComponent()
    return try join()
  }

  private func chooseByVertex(except giant: UInt32) throws(Cancelled) {
    let (graph, components, leastArcs, leastWeights) = (graph, components, leastArcs, leastWeights)
    try parallelRanges(graph.vertexCount, grain: Self.grain, control) { range in
      let (offsets, targets, weights) = (graph.offsets, graph.targets, graph.weights)
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built; components are vertices.
        let own = unsafe components[unchecked: vertex]
        var arc = unsafe offsets[unchecked: vertex]
        let end = unsafe offsets[unchecked: vertex &+ 1]
        var best = -1
        if own != giant {
          var bestWeight = Double.infinity
          // Targets ascend, and so do the pairs of ends: of equal weights the first is the least.
          while arc < end {
            let weight = unsafe weights?[unchecked: arc] ?? 1
            if weight < bestWeight, unsafe components[unchecked: Int(targets[unchecked: arc])] != own {
              (best, bestWeight) = (arc, weight)
            }
            arc &+= 1
          }
          if best >= 0 { unsafe _ = leastWeights.lower(to: bestWeight.bitPattern, unchecked: Int(own)) }
        }
        unsafe leastArcs[unchecked: vertex] = best
      }
    }
  }

  private func chooseByComponent() throws(Cancelled) {
    let (graph, components, leastArcs) = (graph, components, leastArcs)
    let (leastWeights, leastEnds) = (leastWeights, leastEnds)
    try parallelRanges(graph.vertexCount, grain: Self.grain * 16, control) { range in
      let (targets, weights) = (graph.targets, graph.weights)
      for vertex in range {
        // SAFETY: ranges cover the vertices; arcs are those of their rows; components are vertices.
        let arc = unsafe leastArcs[unchecked: vertex]
        if arc < 0 { continue }
        let own = unsafe Int(components[unchecked: vertex])
        let weight = unsafe weights?[unchecked: arc] ?? 1
        if unsafe weight.bitPattern != leastWeights.load(unchecked: own) { continue }
        let target = unsafe UInt64(targets[unchecked: arc])
        let source = UInt64(truncatingIfNeeded: vertex)
        let ends = min(source, target) &<< 32 | max(source, target)
        unsafe _ = leastEnds.lower(to: ends, unchecked: own)
      }
    }
  }

  /// Hangs each component that chose under the one its edge leads to, and every vertex under its new root.
  private func join() throws(Cancelled) -> Int {
    let (graph, components, leastEnds, chosen) = (graph, components, leastEnds, chosen)
    let count = graph.vertexCount
    let joined = AtomicWords(repeating: 0, count: 1)
    // What each root is hung under; nobody reads `leastArcs` any more in this round.
    let above = leastArcs
    try parallelRanges(count, grain: Self.grain * 4, control) { range in
      var found = 0
      for root in range {
        // SAFETY: ranges cover the vertices; ends are vertices.
        unsafe above[unchecked: root] = Int(components[unchecked: root])
        let ends = unsafe leastEnds.load(unchecked: root)
        if ends == Self.none { continue }
        found &+= 1
        let (low, high) = (Int(truncatingIfNeeded: ends &>> 32), Int(truncatingIfNeeded: ends & 0xFFFF_FFFF))
        unsafe _ = chosen.insertShared(unchecked: Self.arc(low, high, graph))
        let first = unsafe Int(components[unchecked: low])
        let other = unsafe first == root ? Int(components[unchecked: high]) : first
        // Of two that chose the same edge the smaller stays a root; longer rings cannot be, for edges are ordered.
        if unsafe leastEnds.load(unchecked: other) == ends, root < other { continue }
        unsafe above[unchecked: root] = other
      }
      joined.add(found)
    }
    // SAFETY: all are vertices. Chains end at a root; places are written after all pieces have read theirs.
    try parallelRanges(count, grain: Self.grain * 4, control) { range in
      for vertex in range {
        var root = unsafe Int(components[unchecked: vertex])
        while true {
          let next = unsafe above[unchecked: root]
          if next == root { break }
          root = next
        }
        unsafe components[unchecked: vertex] = UInt32(truncatingIfNeeded: root)
      }
    }
    return Int(joined.values[0])
  }

  /// The arc from `low` to `high`, which are the ends of an edge.
  private static func arc(_ low: Int, _ high: Int, _ graph: Graph) -> Int {
    var (start, end) = (graph.offsets[low], graph.offsets[low + 1])
    while end - start > 1 {
      let middle = (start + end) / 2
      if graph.targets[middle] <= high { start = middle } else { end = middle }
    }
    return start
  }
}
