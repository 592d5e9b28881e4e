import GraphStorage

/// For each vertex its few least arcs to other components, least first: by weight, then by target. What leads inside its own
/// component does so for ever, and is dropped when it is met; the row is read again when all are.
///
/// Targets and weights are copied, so that what all vertices hold is read in order; where arcs stand in their rows was held
/// first, and each look at one missed the cache twice.
struct LeastArcs: Sendable {
  private let graph: Graph
  /// `width` for each vertex; then `more` or `none`.
  private let targets: MutableColumn<UInt32>
  /// Beside `targets`; nil where all weights are 1.
  private let weights: MutableColumn<Double>?

  static let width = 4
  /// The row may hold further arcs behind those that were here.
  private static let more = UInt32.max - 1
  /// The row holds no further arc.
  private static let none = UInt32.max

  /// `first` has to be called of each vertex before anything else is.
  init(_ graph: Graph) {
    self.graph = graph
    // SAFETY: the contract above.
    unsafe targets = MutableColumn(unwritten: graph.vertexCount * Self.width)
    // SAFETY: as above.
    weights = graph.weights == nil ? nil : unsafe MutableColumn(unwritten: graph.vertexCount * Self.width)
  }

  /// The arc that `first` or `next` found last.
  // SAFETY: `vertex` is one of the graph.
  @inline(__always) @unsafe func head(of vertex: Int) -> (target: UInt32, weight: Double)? {
    // SAFETY: the caller's promise.
    let target = unsafe targets[unchecked: vertex &* Self.width]
    if target >= Self.more { return nil }
    return (target, unsafe weights?[unchecked: vertex &* Self.width] ?? 1)
  }

  /// The component that the least arc leads to, or the vertex's own where none is held: what `next` looks at first.
  // SAFETY: `vertex` is one of the graph, of which there is a component for each vertex.
  @inline(__always) @unsafe func look(at vertex: Int, _ components: MutableColumn<UInt32>) -> UInt32 {
    // SAFETY: the caller's promise.
    let target = unsafe targets[unchecked: vertex &* Self.width]
    return unsafe components[unchecked: target >= Self.more ? vertex : Int(target)]
  }

  /// The weight of the least arc while every vertex is a component of its own.
  // SAFETY: `vertex` is one of the graph; no other thread calls this for it (nor `next`).
  @inline(__always) @unsafe func first(of vertex: Int) -> Double? {
    // SAFETY: the caller's promise.
    unsafe fill(vertex, after: nil) { $0 != UInt32(truncatingIfNeeded: vertex) }
  }

  /// The weight of the least arc that leads out of the vertex's component.
  // SAFETY: as of `first`; there is a component for each vertex.
  @inline(__always) @unsafe
  func next(of vertex: Int, in own: UInt32, _ components: MutableColumn<UInt32>) -> Double? {
    let head = vertex &* Self.width
    var place = head
    while place < head &+ Self.width {
      // SAFETY: the caller's promise; targets are vertices.
      let target = unsafe targets[unchecked: place]
      if target >= Self.more { break }
      if unsafe components[unchecked: Int(target)] != own {
        if place > head { unsafe drop(place &- head, head) }
        return unsafe weights?[unchecked: head] ?? 1
      }
      place &+= 1
    }
    // None leads out. The last one dropped is at `place - 1`; where there is none, this was so before.
    if unsafe place < head &+ Self.width && targets[unchecked: place] == Self.none {
      unsafe targets[unchecked: head] = Self.none
      return nil
    }
    let last = place &- 1
    let bound = unsafe (targets[unchecked: last], weights?[unchecked: last] ?? 1)
    return unsafe fill(vertex, after: bound) { unsafe components[unchecked: Int($0)] != own }
  }

  /// Moves what is behind the first `count` to the front.
  // SAFETY: `head` is the first place of a vertex, and `count` below `width`.
  @inline(__always) @unsafe
  private func drop(_ count: Int, _ head: Int) {
    let end = head &+ Self.width
    // SAFETY: the caller's promise.
    let behind = unsafe targets[unchecked: end &- 1] == Self.none ? Self.none : Self.more
    for place in head..<end {
      let from = place &+ count
      unsafe targets[unchecked: place] = from < end ? targets[unchecked: from] : behind
      if from < end, let weights { unsafe weights[unchecked: place] = weights[unchecked: from] }
    }
  }

  /// Reads the row for the least arcs that lead out and come after `last`; the weight of the first.
  // SAFETY: as of `first`; `leadsOut` may be called for targets of the vertex.
  @inline(__always) @unsafe
  private func fill(_ vertex: Int, after last: (target: UInt32, weight: Double)?, leadsOut: (UInt32) -> Bool) -> Double? {
    // SAFETY: the caller's promise.
    let row = unsafe graph.offsets[unchecked: vertex]..<graph.offsets[unchecked: vertex &+ 1]
    let head = vertex &* Self.width
    let rowTargets = graph.targets
    guard let rowWeights = graph.weights, let weights else {
      var (arc, held) = (row.lowerBound, 0)
      while arc < row.upperBound, held < Self.width {
        // SAFETY: arcs of the row; places below `width`.
        let target = unsafe rowTargets[unchecked: arc]
        if last.map({ target > $0.target }) ?? true, leadsOut(target) {
          unsafe targets[unchecked: head &+ held] = target
          held &+= 1
        }
        arc &+= 1
      }
      for place in held..<Self.width { unsafe targets[unchecked: head &+ place] = Self.none }
      return held > 0 ? 1 : nil
    }
    let (lastTarget, lastWeight) = last ?? (0, -.infinity)
    var (t1, t2, t3, t4) = (Self.none, Self.none, Self.none, Self.none)
    var (w1, w2, w3, w4) = (Double.infinity, Double.infinity, Double.infinity, Double.infinity)
    for arc in row {
      // SAFETY: arcs of the row.
      let weight = unsafe rowWeights[unchecked: arc]
      // Targets ascend: of equal weights the first stays ahead.
      if weight >= w4 || weight < lastWeight { continue }
      let target = unsafe rowTargets[unchecked: arc]
      if weight == lastWeight, target <= lastTarget { continue }
      if !leadsOut(target) { continue }
      // No branch on the place: it would be guessed wrongly about as often as not.
      let (is1, is2, is3) = (weight < w1, weight < w2, weight < w3)
      (w4, t4) = (is3 ? w3 : weight, is3 ? t3 : target)
      (w3, t3) = (is2 ? w2 : is3 ? weight : w3, is2 ? t2 : is3 ? target : t3)
      (w2, t2) = (is1 ? w1 : is2 ? weight : w2, is1 ? t1 : is2 ? target : t2)
      (w1, t1) = (is1 ? weight : w1, is1 ? target : t1)
    }
    // SAFETY: the places of the vertex.
    unsafe (targets[unchecked: head], weights[unchecked: head]) = (t1, w1)
    unsafe (targets[unchecked: head &+ 1], weights[unchecked: head &+ 1]) = (t2, w2)
    unsafe (targets[unchecked: head &+ 2], weights[unchecked: head &+ 2]) = (t3, w3)
    unsafe (targets[unchecked: head &+ 3], weights[unchecked: head &+ 3]) = (t4, w4)
    return t1 == Self.none ? nil : w1
  }
}
