import GraphStorage

/// One algorithm of this module, as listings, estimates, the command line and job files see it.
public struct KernelEntry: Sendable {
  public struct Cost: Equatable, Sendable {
    /// Memory at the peak beside the graph itself, results included.
    public let bytes: Int
    /// Elementary steps (an arc read, a row element added): for comparison, not for time.
    public let operations: Int
  }

  /// What a graph must have.
  public enum Need: Hashable, Sendable, CaseIterable {
    /// Undirected: the kernel means nothing, or something else, on a directed graph.
    case undirected
    /// Weights; without this need a kernel that knows weights takes 1 where there are none.
    case weights
  }

  /// In kebab-case.
  public let name: String
  public let family: String
  public let summary: String
  public let parameters: [KernelParameter]
  public let needs: Set<Need>
  public let bytes: CostFormula
  public let operations: CostFormula
  private let body: @Sendable (Graph, ParameterValues, RunControl) throws(KernelError) -> KernelResult

  /// - Parameter body: must check `control` at least every few milliseconds, report progress, and return the same
  ///   bytes for any number of threads.
  public init(
    _ name: String, family: String, summary: String, parameters: [KernelParameter] = [], needs: Set<Need> = [],
    bytes: CostFormula, operations: CostFormula,
    run body:
      @escaping @Sendable (_ graph: Graph, _ values: ParameterValues, _ control: RunControl) throws(KernelError) ->
      KernelResult
  ) {
    self.name = name
    self.family = family
    self.summary = summary
    self.parameters = parameters
    self.needs = needs
    self.bytes = bytes
    self.operations = operations
    self.body = body
  }

  public func cost(_ shape: GraphShape, _ values: ParameterValues, threads: ThreadCount) -> Cost {
    func whole(_ formula: CostFormula) -> Int {
      let value = formula.value(shape, values, threads: threads.value)
      return value < Double(Int.max / 2) ? Int(value) : Int.max / 2
    }
    return Cost(bytes: whole(bytes), operations: whole(operations))
  }

  /// - Throws: `KernelError`; nothing is kept of a run that did not end, or whose numbers left the range of the
  ///   arithmetic, as where weights of 10^308 are added.
  public func run(_ graph: Graph, _ values: ParameterValues, _ control: RunControl) throws(KernelError) -> KernelResult
  {
    if needs.contains(.undirected), graph.isDirected { throw .needsUndirected(kernel: name) }
    if needs.contains(.weights), graph.weights == nil { throw .needsWeights(kernel: name) }
    if control.isCancelled { throw .cancelled }
    let result = try body(graph, values, control)
    guard result.isWithinRange else { throw .beyondRange(kernel: name) }
    control.report(1)
    return result
  }
}

extension Graph {
  /// For estimates. O(vertices).
  public var shape: GraphShape {
    var largest = 0
    var classes: [Int] = []
    for vertex in 0..<vertexCount {
      let degree = degree(vertex)
      largest = max(largest, degree)
      let place = Int.bitWidth - degree.leadingZeroBitCount
      while classes.count <= place { classes.append(0) }
      classes[place] += 1
    }
    return GraphShape(
      vertices: vertexCount, arcs: arcCount, maximumDegree: largest, isDirected: isDirected,
      isWeighted: weights != nil, degreeClasses: classes)
  }
}
