import GraphStorage

/// The rounds of `MinimumSpanningForest`: components choose their least edges and are joined along them.
///
/// Each vertex holds its few least arcs to other components (`LeastArcs`), so that a row is read again only when all of
/// these lead inside.
struct LeastEdgeSearch: Sendable {
  private let graph: Graph
  private let control: RunControl
  /// The root of each vertex's component, one of its vertices.
  private let components: MutableColumn<UInt32>
  private let leastArcs: LeastArcs
  /// For each root the bits of the weight of its component's least edge, then the two ends of that edge. Whoever is hung under
  /// another root keeps them: they are an edge of the forest.
  private let leastWeights: AtomicWords
  private let leastEnds: AtomicWords
  /// What each root is hung under at the end of a round.
  private let above: MutableColumn<UInt32>

  private static let grain = 1_024
  static let none = UInt64.max

  /// An edge of the forest at the place of each vertex that is not the last root of its tree; `none` at the others.
  struct Edges: Sendable {
    /// The smaller end in the upper half, the larger one in the lower.
    let ends: MutableColumn<UInt64>
    /// Bits of weights.
    let weights: MutableColumn<UInt64>
  }

  static func run(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> Edges {
    let search = try LeastEdgeSearch(graph, control)
    try search.search()
    return Edges(ends: search.leastEnds.values, weights: search.leastWeights.values)
  }

  private init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    self.graph = graph
    self.control = control
    let count = graph.vertexCount
    // SAFETY: components are filled below, the others by each round before it reads them.
    unsafe components = MutableColumn(unwritten: count)
    leastArcs = LeastArcs(graph)
    unsafe leastWeights = AtomicWords(unwritten: count)
    unsafe leastEnds = AtomicWords(unwritten: count)
    unsafe above = MutableColumn(unwritten: count)
    let components = components
    // SAFETY: ranges cover the vertices.
    try parallelRanges(count, grain: 1 << 16, control) { range in
      for vertex in range { unsafe components[unchecked: vertex] = UInt32(truncatingIfNeeded: vertex) }
    }
  }

  private func search() throws(Cancelled) {
    var joined = try round(except: nil)
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
    let sample = stride(from: 0, to: count, by: max(count / 1_024, 1)).map { components[$0] }.sorted()
    var (best, bestCount, current) = (sample[0], 0, 0)
    for place in sample.indices {
      current = place > 0 && sample[place] == sample[place - 1] ? current + 1 : 1
      if current > bestCount { (best, bestCount) = (sample[place], current) }
    }
    return best
  }

  /// Lets all components but `giant` choose, in the first round (nil) all; gives how many did.
  private func round(except giant: UInt32?) throws(Cancelled) -> Int {
    let (components, leastWeights, leastEnds) = (components, leastWeights.values, leastEnds.values)
    try parallelRanges(graph.vertexCount, grain: 1 << 16, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices.
        if unsafe Int(components[unchecked: vertex]) != vertex { continue }
        unsafe leastWeights[unchecked: vertex] = Self.none
        unsafe leastEnds[unchecked: vertex] = Self.none
      }
    }
    try chooseByVertex(except: giant)
    try chooseByComponent(except: giant)
    return try join()
  }

  private func chooseByVertex(except giant: UInt32?) throws(Cancelled) {
    let (components, leastArcs, leastWeights) = (components, leastArcs, leastWeights)
    let rooms = (0..<control.threads.value).map { _ in MutableColumn<UInt32>(repeating: 0, count: 1) }
    try parallelPieces((graph.vertexCount + Self.grain - 1) / Self.grain, control) { piece, worker in
      let range = piece &* Self.grain..<min((piece &+ 1) &* Self.grain, components.count)
      if giant != nil {
        // Misses of the cache overlap here; below each would be waited for.
        var look = RowLook()
        for vertex in range {
          // SAFETY: pieces cover the vertices.
          unsafe look.at(Int(leastArcs.look(at: vertex, components)))
        }
        look.keep(in: rooms[worker])
      }
      for vertex in range {
        // SAFETY: pieces cover the vertices; components are vertices.
        let own = unsafe components[unchecked: vertex]
        if own == giant { continue }
        let weight =
          unsafe giant == nil ? leastArcs.first(of: vertex) : leastArcs.next(of: vertex, in: own, components)
        if let weight { unsafe _ = leastWeights.lower(to: weight.bitPattern, unchecked: Int(own)) }
      }
    }
  }

  private func chooseByComponent(except giant: UInt32?) throws(Cancelled) {
    let (components, leastArcs) = (components, leastArcs)
    let (leastWeights, leastEnds) = (leastWeights, leastEnds)
    try parallelRanges(graph.vertexCount, grain: Self.grain * 16, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; components are vertices.
        let own = unsafe components[unchecked: vertex]
        if own == giant { continue }
        guard let (target, weight) = unsafe leastArcs.head(of: vertex) else { continue }
        if unsafe weight.bitPattern != leastWeights.load(unchecked: Int(own)) { continue }
        let (source, other) = (UInt64(truncatingIfNeeded: vertex), UInt64(target))
        unsafe _ = leastEnds.lower(to: min(source, other) &<< 32 | max(source, other), unchecked: Int(own))
      }
    }
  }

  /// Hangs each component that chose under the one its edge leads to, and every vertex under its new root.
  private func join() throws(Cancelled) -> Int {
    let (components, leastEnds, above) = (components, leastEnds, above)
    let count = graph.vertexCount
    let joined = AtomicWords(repeating: 0, count: 1)
    try parallelRanges(count, grain: Self.grain * 4, control) { range in
      var found = 0
      for root in range {
        // SAFETY: ranges cover the vertices; ends are vertices.
        let own = unsafe components[unchecked: root]
        unsafe above[unchecked: root] = own
        if Int(own) != root { continue }
        let ends = unsafe leastEnds.load(unchecked: root)
        if ends == Self.none { continue }
        found &+= 1
        let (low, high) = (Int(truncatingIfNeeded: ends &>> 32), Int(truncatingIfNeeded: ends & 0xFFFF_FFFF))
        let first = unsafe components[unchecked: low]
        let other = unsafe first == own ? components[unchecked: high] : first
        // Of two that chose the same edge the smaller stays a root; longer rings cannot be, for edges are ordered.
        if unsafe leastEnds.load(unchecked: Int(other)) == ends, own < other { continue }
        unsafe above[unchecked: root] = other
      }
      joined.add(found)
    }
    // SAFETY: all are vertices. Chains end at a root; places are written after all pieces have read theirs.
    try parallelRanges(count, grain: Self.grain * 4, control) { range in
      for vertex in range {
        var root = unsafe components[unchecked: vertex]
        while true {
          let next = unsafe above[unchecked: Int(root)]
          if next == root { break }
          root = next
        }
        unsafe components[unchecked: vertex] = root
      }
    }
    return Int(joined.values[0])
  }
}
