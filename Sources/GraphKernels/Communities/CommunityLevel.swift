import GraphStorage

/// The graph between the communities of one level of Louvain or Leiden; at level 0 the graph itself.
///
/// Rows hold no loops and may lie anywhere in the columns; what is inside a vertex is in `loops`. Where the level would have
/// too many arcs (`CommunityLevels`), it has no rows of its own: a vertex then has those of its members in the level that it
/// was added up from, whose targets are vertices there too.
struct CommunityLevel<Links: LinkWeight>: Sendable {
  let begins: Column<Int>
  let degrees: Column<UInt32>
  let targets: Column<UInt32>
  /// 1 each where nil.
  let weights: Column<Links.Arc>?
  /// Which rows each vertex has; its own where nil.
  let groups: LevelGroups?
  private let memberships: LevelGroups.Places?
  /// The weight of the arcs in its rows that lead back into each vertex; nothing where nil.
  let within: Column<Double>?
  /// Weight inside each vertex, both ends counted; 0 each where nil.
  let loops: Column<Double>?
  /// What a vertex adds to the size of its community: its strength for modularity, its people for the Potts model.
  let masses: Column<Links.Sum>
  /// Of all rows.
  let arcCount: Int
  let measure: CommunityMeasure

  var count: Int { masses.count }

  init(
    begins: Column<Int>, degrees: Column<UInt32>, targets: Column<UInt32>, weights: Column<Links.Arc>?,
    groups: LevelGroups?, within: Column<Double>?, loops: Column<Double>?, masses: Column<Links.Sum>, arcCount: Int,
    measure: CommunityMeasure
  ) {
    self.begins = begins
    self.degrees = degrees
    self.targets = targets
    self.weights = weights
    self.groups = groups
    memberships = groups?.places
    self.within = within
    self.loops = loops
    self.masses = masses
    self.arcCount = arcCount
    self.measure = measure
  }

  /// Of the rows of the vertex of the most.
  var largestDegree: Int { (0..<count).reduce(0) { max($0, arcs(of: $1)) } }

  /// How many arcs the rows of a vertex have; of a level without its own 0 where none leaves the vertex.
  @inline(__always) func arcs(of vertex: Int) -> Int {
    precondition(vertex >= 0 && vertex < count, "no vertex of the level")
    // SAFETY: by the line above.
    return unsafe arcs(unchecked: vertex)
  }

  // SAFETY: the caller knows `vertex` to be one of the level.
  @inline(__always) @unsafe func arcs(unchecked vertex: Int) -> Int {
    // SAFETY: the caller's promise.
    if let memberships { unsafe memberships.arcs[unchecked: vertex] } else { unsafe Int(degrees[unchecked: vertex]) }
  }

  /// For each row of a vertex.
  // SAFETY: the caller knows `vertex` to be one of the level; rows are those of its members, and lie in the columns.
  @inline(__always) @unsafe func forEachRow(of vertex: Int, _ body: (Range<Int>) -> Void) {
    guard let memberships else {
      unsafe body(row(vertex))
      return
    }
    // SAFETY: the caller's promise.
    for place in unsafe memberships.range(vertex) {
      unsafe body(row(Int(memberships.members[unchecked: place])))
    }
  }

  /// The same for a vertex that may have a large share of all arcs: asks in between whether to stop, and leaves out the rows
  /// that are left once it is to.
  // SAFETY: as above.
  @inline(__always) @unsafe
  func forEachRow(of vertex: Int, _ control: RunControl, _ body: (Range<Int>) -> Void) {
    var read = 0
    // SAFETY: the caller's promise.
    unsafe forEachRow(of: vertex) { row in
      if read > 1 << 16 {
        if control.isCancelled { return }
        read = 0
      }
      read &+= row.count
      body(row)
    }
  }

  /// Looks at a row, and at its weights.
  // SAFETY: the caller knows the row to lie in the columns.
  @inline(__always) @unsafe func look(_ look: inout RowLook, at row: Range<Int>) {
    // SAFETY: the caller's promise.
    unsafe look.at(row, targets)
    if let weights { unsafe Links.look(&look, at: row, weights) }
  }

  // SAFETY: the caller knows `number` to be that of a row.
  @inline(__always) @unsafe func row(_ number: Int) -> Range<Int> {
    // SAFETY: the caller's promise.
    let begin = unsafe begins[unchecked: number]
    return unsafe begin..<begin &+ Int(degrees[unchecked: number])
  }

  /// The vertex of the level that a target is, or is a member of.
  // SAFETY: the caller knows `target` to be one.
  @inline(__always) @unsafe func vertex(_ target: Int) -> Int {
    // SAFETY: the caller's promise.
    if let memberships { unsafe Int(memberships.numbers[unchecked: target]) } else { target }
  }

  /// Level 0.
  /// - Parameter weights: those of the graph's arcs, as `Links` has them.
  static func ground(
    _ graph: Graph, weights arcs: Column<Links.Arc>?, _ quality: CommunityQuality, resolution: Double,
    _ control: RunControl
  ) throws(Cancelled) -> Self {
    let count = graph.vertexCount
    // SAFETY: the loop writes every place of the three.
    let degrees = unsafe MutableColumn<UInt32>(unwritten: count)
    let strengths = unsafe MutableColumn<Links.Sum>(unwritten: count)
    try parallelRanges(count, grain: 1 << 13, control) { range in
      let offsets = graph.offsets
      for vertex in range {
        // SAFETY: ranges cover the vertices; offsets have one place more; rows lie in the columns.
        let row = unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1]
        var strength = Links.sum(ofOnes: row.count)
        if let arcs {
          strength = .zero
          for arc in row { strength += unsafe Links.sum(arcs[unchecked: arc]) }
        }
        unsafe degrees[unchecked: vertex] = UInt32(truncatingIfNeeded: row.count)
        unsafe strengths[unchecked: vertex] = strength
      }
    }
    var total = 0.0
    for vertex in 0..<count { total += Links.number(strengths[vertex]) }
    let measure: CommunityMeasure
    switch quality {
    case .modularity:
      measure = CommunityMeasure(total: total, scale: total > 0 ? resolution / total : 0, constant: 0)
    case .constantPotts:
      strengths.fill(Links.one, 0..<count)
      measure = CommunityMeasure(total: total, scale: resolution, constant: resolution * Double(count))
    }
    return CommunityLevel(
      begins: graph.offsets, degrees: degrees.frozen(), targets: graph.targets, weights: arcs, groups: nil, within: nil,
      loops: nil, masses: strengths.frozen(), arcCount: graph.arcCount, measure: measure)
  }

  /// The quality of the partition in which every vertex of this level is a community; 0 for a graph without ties, not a
  /// number where the weights are too large to be added.
  func singletonQuality() -> Double {
    guard measure.total > 0 else { return 0 }
    guard measure.total < .infinity else { return .nan }
    var sum = measure.constant / measure.total
    for vertex in 0..<count {
      let mass = Links.number(masses[vertex])
      sum += ((loops?[vertex] ?? 0) - measure.scale * mass * mass) / measure.total
    }
    return sum
  }

  /// The vertices in runs with about equally many arcs.
  func pieces(arcs: Int = 1 << 16, rows: Int = 1 << 13) -> ArcPieces {
    ArcPieces(count: count, arcs: arcs, rows: rows) { self.arcs(of: $0) }
  }
}

/// The quality of a partition is Σ_c (w_c − scale · M_c²) / total plus a constant, with M_c the mass of c.
struct CommunityMeasure: Sendable {
  /// 2m, whatever the level.
  let total: Double
  /// γ / 2m for modularity, γ for the Potts model.
  let scale: Double
  /// What the sum over communities lacks of the quality, times 2m.
  let constant: Double
}
