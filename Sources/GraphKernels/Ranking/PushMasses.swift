import GraphStorage

/// What vertices keep and what they have yet to send on, and who waits to do so, first come, first served.
///
/// A place a vertex where most may be met; else places in the order of meeting, so that memory does not depend on the
/// graph.
struct PushMasses: ~Copyable {
  /// The places of vertices; nil where a vertex is its own place.
  private var numbers: VertexTable?
  private var estimates: MutableColumn<Double>
  private var residuals: MutableColumn<Double>
  private var isWaiting: MutableColumn<Bool>
  /// A ring of places: nobody waits twice.
  private var queue: MutableColumn<UInt32>
  private var head = 0
  private var waiting = 0

  /// - Parameter vertexCount: nil makes room as vertices are met.
  init(vertexCount: Int?, _ control: RunControl) throws(Cancelled) {
    let room = vertexCount ?? 64
    let estimates = try filledColumn(0.0, count: room, control)
    let residuals = try filledColumn(0.0, count: room, control)
    let isWaiting = try filledColumn(false, count: room, control)
    numbers = vertexCount == nil ? VertexTable() : nil
    self.estimates = estimates
    self.residuals = residuals
    self.isWaiting = isWaiting
    // SAFETY: a place of the ring is written before it is read.
    queue = unsafe MutableColumn(unwritten: room)
  }

  /// What has not been kept by anybody.
  var residual: Double { residuals.total() }

  /// Gives `vertex` mass to send on; it waits once it has `limit`.
  @inline(__always)
  mutating func add(_ mass: Double, to vertex: UInt32, limit: Double) {
    let place = numbers?.place(of: vertex) ?? Int(vertex)
    if place == residuals.count { grow() }
    let sum = residuals[place] + mass
    residuals[place] = sum
    if sum >= limit, !isWaiting[place] {
      isWaiting[place] = true
      let end = head + waiting
      queue[end < queue.count ? end : end - queue.count] = UInt32(truncatingIfNeeded: place)
      waiting += 1
    }
  }

  /// Takes the first that waits, which keeps `share` of its mass; nil where nobody waits.
  mutating func next(keeping share: Double) -> (vertex: UInt32, mass: Double)? {
    if waiting == 0 { return nil }
    let place = queue[head]
    head = head + 1 < queue.count ? head + 1 : 0
    waiting -= 1
    let index = Int(place)
    isWaiting[index] = false
    let mass = residuals[index]
    residuals[index] = 0
    estimates[index] += share * mass
    return (numbers?.vertices[index] ?? place, mass)
  }

  private mutating func grow() {
    let old = residuals.count
    estimates = Self.doubled(estimates, filling: 0)
    residuals = Self.doubled(residuals, filling: 0)
    isWaiting = Self.doubled(isWaiting, filling: false)
    // SAFETY: those who wait are written first; a place of the ring is written before it is read.
    let ring = unsafe MutableColumn<UInt32>(unwritten: old * 2)
    for index in 0..<waiting { ring[index] = queue[(head + index) % old] }
    queue = ring
    head = 0
  }

  private static func doubled<Value>(
    _ column: MutableColumn<Value>, filling value: Value
  ) -> MutableColumn<Value> {
    let larger = MutableColumn(repeating: value, count: column.count * 2)
    for index in 0..<column.count { larger[index] = column[index] }
    return larger
  }

  /// The vertices that kept something, ascending, and what they kept.
  consuming func estimated(_ control: RunControl) throws(Cancelled) -> (vertices: [UInt32], values: [Double]) {
    let (numbers, estimates) = (numbers, estimates)
    // Room for the result: only these two are needed yet.
    residuals = MutableColumn(repeating: 0, count: 0)
    isWaiting = MutableColumn(repeating: false, count: 0)
    queue = MutableColumn(repeating: 0, count: 0)
    try control.checkCancelled()
    guard let numbers else {
      var kept = 0
      for place in 0..<estimates.count where estimates[place] > 0 { kept += 1 }
      var vertices: [UInt32] = []
      var values: [Double] = []
      vertices.reserveCapacity(kept)
      values.reserveCapacity(kept)
      for place in 0..<estimates.count {
        if place & 0xFFFF == 0 { try control.checkCancelled() }
        if estimates[place] > 0 {
          vertices.append(UInt32(truncatingIfNeeded: place))
          values.append(estimates[place])
        }
      }
      return (vertices, values)
    }
    let kept = numbers.vertices.indices.filter { estimates[$0] > 0 }
      .sorted { numbers.vertices[$0] < numbers.vertices[$1] }
    return (kept.map { numbers.vertices[$0] }, kept.map { estimates[$0] })
  }
}
