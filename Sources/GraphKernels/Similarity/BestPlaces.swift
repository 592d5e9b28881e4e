import GraphStorage

/// The best vertices so far of one list of a fixed number of places in shared columns: more score, then the smaller
/// vertex.
///
/// A heap whose top is the worst of the list, so that a vertex that does not enter costs one comparison and one that
/// does O(log places); `sort()` makes it a list, best first.
struct BestPlaces {
  let vertices: MutableColumn<UInt32>
  let scores: MutableColumn<Double>
  let start: Int
  let limit: Int
  private(set) var held = 0

  /// - Precondition: both columns have places `start..<start + limit`.
  @inline(__always)
  init(_ vertices: MutableColumn<UInt32>, _ scores: MutableColumn<Double>, places: Range<Int>) {
    precondition(places.upperBound <= vertices.count && places.upperBound <= scores.count, "no such places")
    self.vertices = vertices
    self.scores = scores
    start = places.lowerBound
    limit = places.count
  }

  /// The score that one more must reach; nil while there is room. Without any place nothing can.
  @inline(__always) var bar: Double? {
    if held < limit { return nil }
    return limit == 0 ? .infinity : scores[start]
  }

  /// True where the list changed.
  @inline(__always)
  mutating func offer(_ vertex: UInt32, _ score: Double) -> Bool {
    if held < limit {
      var place = held
      held &+= 1
      // Towards the top past all that are better.
      while place > 0 {
        let above = (place &- 1) &>> 1
        guard isWorse(score, vertex, than: above) else { break }
        move(above, to: place)
        place = above
      }
      put(vertex, score, at: place)
      return true
    }
    guard limit > 0, !isWorse(score, vertex, than: 0) else { return false }
    sink(vertex, score, count: held)
    return true
  }

  /// Best first. Nothing may be offered afterwards.
  mutating func sort() {
    var count = held
    while count > 1 {
      count &-= 1
      // SAFETY: `count` is below `held`, which is at most `limit`, and `init` has checked the places.
      let vertex = unsafe vertices[unchecked: start &+ count]
      let score = unsafe scores[unchecked: start &+ count]
      move(0, to: count)
      sink(vertex, score, count: count)
    }
  }

  /// Puts a vertex in place of the top of the first `count` and lets it sink below all that are worse.
  @inline(__always)
  private func sink(_ vertex: UInt32, _ score: Double, count: Int) {
    var place = 0
    while true {
      var below = place &* 2 &+ 1
      guard below < count else { break }
      if below &+ 1 < count, isWorse(below &+ 1, than: below) { below &+= 1 }
      guard !isWorse(score, vertex, than: below) else { break }
      move(below, to: place)
      place = below
    }
    put(vertex, score, at: place)
  }

  @inline(__always)
  private func isWorse(_ score: Double, _ vertex: UInt32, than place: Int) -> Bool {
    // SAFETY: callers give places below `held` or `limit`, and `init` has checked the places.
    let other = unsafe scores[unchecked: start &+ place]
    // SAFETY: as above.
    return unsafe score < other || (score == other && vertex > vertices[unchecked: start &+ place])
  }

  @inline(__always)
  private func isWorse(_ first: Int, than second: Int) -> Bool {
    // SAFETY: as above.
    unsafe isWorse(scores[unchecked: start &+ first], vertices[unchecked: start &+ first], than: second)
  }

  @inline(__always)
  private func move(_ from: Int, to place: Int) {
    // SAFETY: as above.
    unsafe put(vertices[unchecked: start &+ from], scores[unchecked: start &+ from], at: place)
  }

  @inline(__always)
  private func put(_ vertex: UInt32, _ score: Double, at place: Int) {
    // SAFETY: as above.
    unsafe vertices[unchecked: start &+ place] = vertex
    // SAFETY: as above.
    unsafe scores[unchecked: start &+ place] = score
  }
}
