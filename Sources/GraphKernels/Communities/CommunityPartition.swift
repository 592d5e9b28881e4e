import GraphStorage

/// Communities, and how good they are.
public struct CommunityPartition: Equatable, Sendable {
  /// For each vertex the smallest vertex of its community.
  public let communities: Column<UInt32>
  /// What was made large, modularity or the constant Potts model; 0 for a graph without ties.
  public let quality: Double
  /// How often communities were made vertices.
  public let levels: Int

  init(_ communities: Column<UInt32>, quality: Double, levels: Int) {
    self.communities = communities
    self.quality = quality
    self.levels = levels
  }

  /// O(vertices).
  public var communityCount: Int { communities.indices.count { communities[$0] == $0 } }

  var result: KernelResult {
    .vertices(
      "community", .classes(communities),
      figures: [
        ("communities", .integer(communityCount)), ("quality", .real(quality)), ("levels", .integer(levels)),
      ])
  }

  /// What both methods can be told.
  static let parameters: [KernelParameter] = [
    .real("resolution", "more gives smaller communities; density for cpm", 1e-9...1e9, default: 1),
    .choice("quality", "what is made large", CommunityQuality.allCases.map(\.rawValue)),
    .real("tolerance", "a level ends with a sweep that raises the quality by less", 0...1, default: 1e-4),
    .integer("levels", "how often communities become vertices, at most", 1...1_000, default: 20),
    .integer("seed", "of the order in which vertices are visited", 0...Int.max, default: 1),
  ]

  static func quality(_ values: ParameterValues) -> CommunityQuality {
    CommunityQuality(rawValue: values.choice("quality")) ?? .modularity
  }
}

/// Which vertex of the present level each vertex of the graph has become part of.
struct CommunityNesting: Sendable {
  let numbers: MutableColumn<UInt32>

  init(count: Int) {
    // SAFETY: the loop writes every place.
    numbers = unsafe MutableColumn(unwritten: count)
    for vertex in 0..<count { numbers[vertex] = UInt32(truncatingIfNeeded: vertex) }
  }

  /// - Parameter next: for each vertex of the present level the vertex of the next.
  func merge(_ next: MutableColumn<UInt32>, _ control: RunControl) throws(Cancelled) {
    let numbers = numbers
    try parallelRanges(numbers.count, grain: 1 << 15, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; numbers are vertices of the level that `next` belongs to.
        unsafe numbers[unchecked: vertex] = next[unchecked: Int(numbers[unchecked: vertex])]
      }
    }
  }

  /// The smallest vertex of each one's group.
  func named(_ control: RunControl) throws(Cancelled) -> Column<UInt32> {
    let count = numbers.count
    let smallest = MutableColumn<UInt32>(repeating: UInt32.max, count: count)
    // SAFETY: the loop writes every place.
    let names = unsafe MutableColumn<UInt32>(unwritten: count)
    for vertex in 0..<count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let group = Int(numbers[vertex])
      if smallest[group] == UInt32.max { smallest[group] = UInt32(truncatingIfNeeded: vertex) }
      names[vertex] = smallest[group]
    }
    return names.frozen()
  }
}
