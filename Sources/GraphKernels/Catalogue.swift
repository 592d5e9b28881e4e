/// One algorithm of this module, described for listing, estimates and job files.
public struct KernelEntry: Sendable {
  public struct Cost: Equatable, Sendable {
    /// Memory at the peak beside the graph itself.
    public let bytes: Int
    /// Elementary steps (an arc read, a row element added): for comparison, not for time.
    public let operations: Int
  }

  public let name: String
  public let family: String
  public let summary: String
  /// Each parameter with unit, range and default.
  public let parameters: String
  private let formula: @Sendable (Int, Int, Int) -> Cost

  init(
    _ name: String, family: String, summary: String, parameters: String,
    cost: @escaping @Sendable (_ nodes: Int, _ arcs: Int, _ classes: Int) -> Cost
  ) {
    self.name = name
    self.family = family
    self.summary = summary
    self.parameters = parameters
    formula = cost
  }

  /// - Parameters:
  ///   - arcs: stored arcs, two for each tie of an undirected graph.
  ///   - classes: width of a row for the voting family, without meaning elsewhere.
  public func cost(nodes: Int, arcs: Int, classes: Int = 1) -> Cost {
    formula(nodes, arcs, classes)
  }
}

/// All algorithms of this module, one line each, in the order of their names.
public let kernelCatalogue: [KernelEntry] = [
  KernelEntry(
    "breadth-first-search", family: "traversal", summary: "Distances and smallest-id parents from a source",
    parameters: "source: vertex"
  ) { nodes, arcs, _ in .init(bytes: 16 * nodes, operations: nodes + arcs) },
  KernelEntry(
    "connected-components", family: "traversal", summary: "Smallest vertex of each (weak) component", parameters: ""
  ) { nodes, arcs, _ in .init(bytes: 4 * nodes, operations: nodes + 2 * arcs) },
  KernelEntry(
    "label-propagation", family: "communities", summary: "Synchronous label propagation, ties to the smallest label",
    parameters: "rounds: 0 or more"
  ) { nodes, arcs, _ in .init(bytes: 16 * nodes, operations: 10 * (nodes + 4 * arcs)) },
  KernelEntry(
    "label-spreading", family: "voting", summary: "Local and global consistency over normalised ties",
    parameters: "alpha: above 0, below 1; minimumRounds: 10; maximumRounds: 30; tolerance: 1e-4; countCap: 64 people"
  ) { nodes, arcs, classes in
    .init(bytes: 8 * nodes * (4 * classes + 6), operations: 30 * (arcs + nodes) * classes)
  },
  KernelEntry(
    "louvain", family: "communities", summary: "Greedy modularity, vertices in ascending order",
    parameters: "resolution: above 0, default 1; tolerance: 1e-6; maximumLevels: 20"
  ) { nodes, arcs, _ in .init(bytes: 72 * nodes + 32 * arcs, operations: 30 * (nodes + arcs)) },
  KernelEntry(
    "one-hop-vote", family: "voting", summary: "Weighted vote of the neighbours with a class prior",
    parameters: "pseudoCount: mean tie weights, above 0, default 1"
  ) { nodes, arcs, classes in .init(bytes: nodes * (16 * classes + 24), operations: arcs + nodes * classes) },
  KernelEntry(
    "page-rank", family: "ranking", summary: "Stationary shares of a random walk with restarts",
    parameters: "damping: above 0, below 1, default 0.85; stop: rounds, or total change 1e-7 within 200 rounds"
  ) { nodes, arcs, _ in .init(bytes: 32 * nodes, operations: 50 * (nodes + arcs)) },
  KernelEntry(
    "two-hop-vote", family: "voting", summary: "Vote of friends of friends, the way back left out",
    parameters: "pseudoCount: mean tie weights, above 0, default 1"
  ) { nodes, arcs, classes in
    .init(bytes: nodes * (32 * classes + 64), operations: 2 * arcs * classes + nodes * classes)
  },
]
