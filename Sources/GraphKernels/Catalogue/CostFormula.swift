/// What an estimate knows of a graph before a kernel runs.
public struct GraphShape: Hashable, Sendable {
  public var vertices: Int
  /// Stored arcs: two for each edge of an undirected graph.
  public var arcs: Int
  /// The most arcs of one vertex.
  public var maximumDegree: Int
  public var isDirected: Bool
  public var isWeighted: Bool
  /// At place `b` the vertices of less than 2^b arcs and not less than half of that; empty where not known.
  public var degreeClasses: [Int]

  public init(
    vertices: Int, arcs: Int, maximumDegree: Int, isDirected: Bool, isWeighted: Bool, degreeClasses: [Int] = []
  ) {
    self.vertices = vertices
    self.arcs = arcs
    self.maximumDegree = maximumDegree
    self.isDirected = isDirected
    self.isWeighted = isWeighted
    self.degreeClasses = degreeClasses
  }

  /// Edges as people count them.
  var edges: Int { isDirected ? arcs : arcs / 2 }

  /// At least the sum over all vertices of their arcs, `count` each at most; more by the width of a degree class.
  func rowHeads(_ count: Double) -> Double {
    let plain = min(Double(arcs), count * Double(vertices))
    if degreeClasses.isEmpty { return plain }
    let sum = degreeClasses.enumerated().reduce(0.0) { sum, entry in
      sum + Double(entry.element) * min(count, Double((1 << entry.offset) - 1))
    }
    return min(plain, sum)
  }

  /// Bytes of a bit matrix of the vertices of at least `degree` arcs, a power of two, as `TriangleRows` makes it; none
  /// for a directed graph.
  func hubMatrix(degree: Int) -> Double {
    if isDirected { return 0 }
    let large = degreeClasses.dropFirst(degree.trailingZeroBitCount + 1).reduce(0, +)
    let hubs = Double(TriangleRows.hubCount(degreeClasses.isEmpty ? min(vertices, arcs / degree) : large))
    return hubs * hubs / 8
  }
}

/// A sum of products that is both printed and evaluated, so that the two cannot differ.
///
/// Written as one reads it: `16 * .n + 4 * .m + 64 * .threads`.
public struct CostFormula: Sendable {
  /// A quantity that a cost may grow with.
  public enum Quantity: Hashable, Sendable {
    case vertices
    case arcs
    /// Edges as people count them: half the arcs of an undirected graph.
    case edges
    case threads
    case maximumDegree
    /// Vertices without arcs; where not known, those that must be.
    case isolated
    case logVertices
    /// 1 for a directed graph, 0 for another.
    case directed
    /// 1 for a graph with weights, 0 for another.
    case weighted
    /// At most so many vertices lie within a number of steps of some sources: no more than there are, nor than walks
    /// where every vertex has the most arcs.
    case reach(sources: String, steps: String)
    /// No more vertices than there are, nor than five for each arc of a push that leaves `tolerance` at each.
    case pushed(tolerance: String, damping: String)
    /// The value of a numeric parameter of the kernel, by name.
    case parameter(String)
    /// Vertices in a sample: the value of a parameter, all where that is 0 or more than there are.
    case sample(String)
    /// Sources of shortest paths that are counted at once, of a sample: see `PathBatches`.
    case pathLanes(String)
    /// The first arcs of each vertex, at most as many as the value of a parameter.
    case rowHeads(String)
    /// Arcs of one level that a search sorts at a time, at most: see `LevelBlocks`.
    case levelArcs
    /// Bytes of a bit matrix of the vertices of at least so many arcs; 0 for a directed graph.
    case hubMatrix(degree: Int)
  }

  struct Term: Sendable {
    var coefficient: Double
    var factors: [Quantity]
  }

  var terms: [Term]

  public static let n = CostFormula(.vertices)
  public static let m = CostFormula(.arcs)
  public static let edges = CostFormula(.edges)
  public static let threads = CostFormula(.threads)
  public static let maximumDegree = CostFormula(.maximumDegree)
  public static let logN = CostFormula(.logVertices)
  public static let directed = CostFormula(.directed)
  public static let weighted = CostFormula(.weighted)
  public static let isolated = CostFormula(.isolated)
  public static func reach(sources: String, steps: String) -> CostFormula {
    CostFormula(.reach(sources: sources, steps: steps))
  }
  public static func pushed(tolerance: String, damping: String) -> CostFormula {
    CostFormula(.pushed(tolerance: tolerance, damping: damping))
  }
  public static func parameter(_ name: String) -> CostFormula { CostFormula(.parameter(name)) }
  public static func sample(_ name: String) -> CostFormula { CostFormula(.sample(name)) }
  static func pathLanes(_ name: String) -> CostFormula { CostFormula(.pathLanes(name)) }
  public static func rowHeads(_ name: String) -> CostFormula { CostFormula(.rowHeads(name)) }
  public static func hubMatrix(degree: Int) -> CostFormula { CostFormula(.hubMatrix(degree: degree)) }
  public static let levelArcs = CostFormula(.levelArcs)
  public static func constant(_ value: Double) -> CostFormula {
    CostFormula(terms: [Term(coefficient: value, factors: [])])
  }

  private init(_ quantity: Quantity) { terms = [Term(coefficient: 1, factors: [quantity])] }
  private init(terms: [Term]) { self.terms = terms }

  public static func + (left: CostFormula, right: CostFormula) -> CostFormula {
    CostFormula(terms: left.terms + right.terms)
  }

  public static func - (left: CostFormula, right: CostFormula) -> CostFormula { left + -1 * right }

  public static func * (left: CostFormula, right: CostFormula) -> CostFormula {
    CostFormula(
      terms: left.terms.flatMap { first in
        right.terms.map { second in
          Term(coefficient: first.coefficient * second.coefficient, factors: first.factors + second.factors)
        }
      })
  }

  public static func * (left: Double, right: CostFormula) -> CostFormula { constant(left) * right }

  public func value(_ shape: GraphShape, _ values: ParameterValues, threads: Int) -> Double {
    func sample(_ name: String) -> Double {
      values.number(name) == 0 ? Double(shape.vertices) : min(values.number(name), Double(shape.vertices))
    }
    func number(_ quantity: Quantity) -> Double {
      switch quantity {
      case .vertices: Double(shape.vertices)
      case .arcs: Double(shape.arcs)
      case .edges: Double(shape.edges)
      case .threads: Double(threads)
      case .maximumDegree: Double(shape.maximumDegree)
      case .isolated: Double(shape.degreeClasses.first ?? max(0, shape.vertices - shape.arcs))
      case .logVertices: Double(max(1, Int.bitWidth - shape.vertices.leadingZeroBitCount))
      case .directed: shape.isDirected ? 1 : 0
      case .weighted: shape.isWeighted ? 1 : 0
      case .reach(let sources, let steps):
        reach(shape, sources: values.number(sources), steps: values.number(steps))
      case .pushed(let tolerance, let damping):
        min(Double(shape.vertices), 5 / (values.number(tolerance) * (1 - values.number(damping))))
      case .parameter(let name): values.number(name)
      case .rowHeads(let name): shape.rowHeads(values.number(name))
      case .levelArcs: min(Double(shape.arcs), Double(LevelBlocks.room))
      case .hubMatrix(let degree): shape.hubMatrix(degree: degree)
      case .sample(let name): sample(name)
      case .pathLanes(let name): Double(PathBatches.lanes(sources: Int(sample(name))))
      }
    }
    return terms.reduce(0) { sum, term in
      sum + term.factors.reduce(term.coefficient) { $0 * number($1) }
    }
  }

  private func reach(_ shape: GraphShape, sources: Double, steps: Double) -> Double {
    var (level, sum, step) = (sources, sources, 0.0)
    while step < steps, level > 0, sum < Double(shape.vertices) {
      level *= Double(shape.maximumDegree)
      sum += level
      step += 1
    }
    return min(sum, Double(shape.vertices))
  }
}

extension CostFormula: CustomStringConvertible {
  /// As in `16 n + 4 m`, where `n` counts vertices, `m` stored arcs, `e` edges, `t` threads,
  /// `d` the largest degree and `isolated` vertices without arcs.
  public var description: String {
    terms.map { term in
      let factors = term.factors.map { quantity in
        switch quantity {
        case .vertices: "n"
        case .arcs: "m"
        case .edges: "e"
        case .threads: "t"
        case .maximumDegree: "d"
        case .isolated: "isolated"
        case .logVertices: "log n"
        case .directed: "directed"
        case .weighted: "weighted"
        case .reach(let sources, let steps): "min(n, \(sources) d^\(steps))"
        case .pushed(let tolerance, let damping): "min(n, 5 / (\(tolerance) (1 - \(damping))))"
        case .parameter(let name), .sample(let name): name
        case .pathLanes(let name): "(\(name) ≤ 4 ? 4 : 8)"
        case .rowHeads(let name): "Σ min(\(name), degree)"
        case .levelArcs: "min(m, \(LevelBlocks.room))"
        case .hubMatrix(let degree): "(up to \(TriangleRows.mostHubs) vertices of degree ≥ \(degree))² / 8"
        }
      }
      let whole = term.coefficient == term.coefficient.rounded() && abs(term.coefficient) < 1e15
      let coefficient = whole ? "\(Int(term.coefficient))" : "\(term.coefficient)"
      if factors.isEmpty { return coefficient }
      return ((term.coefficient == 1 ? [] : [coefficient]) + factors).joined(separator: " ")
    }.joined(separator: " + ").replacing("+ -", with: "- ")
  }
}
