import GraphKernels
import GraphStorage

/// A way to guess a vertex's class from the labels around it.
public enum InferenceMethod: Codable, Hashable, Sendable {
  case oneHopVote
  case twoHopVote
  /// - balanced: labels of rare values count more.
  case spreading(alpha: Double, balanced: Bool = false)
  /// Labelled people keep their labels, everybody else takes the mean of their ties.
  case clamped(RelaxationLabelling.Parameters)

  public static let relaxation = InferenceMethod.clamped(.relaxation)
  public static let harmonic = InferenceMethod.clamped(.harmonic)

  /// The candidates of DOMAIN C.2, in the order that breaks ties of accuracy: the simplest first.
  public static let standard: [InferenceMethod] = [
    .oneHopVote, .twoHopVote, .spreading(alpha: 0.3), .spreading(alpha: 0.5), .spreading(alpha: 0.7),
    .spreading(alpha: 0.9),
  ]

  /// The candidates for attributes of several values without an order: the standard ones, then those that let rare values
  /// count more, then those in which labelled people keep their labels.
  public static let nominal: [InferenceMethod] =
    standard + [0.5, 0.7, 0.8, 0.9].map { .spreading(alpha: $0, balanced: true) } + [.relaxation, .harmonic]

  var isVote: Bool {
    switch self {
    case .oneHopVote, .twoHopVote: true
    case .spreading, .clamped: false
    }
  }

  public var name: String {
    switch self {
    case .oneHopVote: return "vote"
    case .twoHopVote: return "two-hop vote"
    case .spreading(let alpha, let balanced):
      let hundredths = Int((alpha * 100).rounded())
      let digits = hundredths % 10 == 0 ? "\(hundredths / 10)" : (hundredths < 10 ? "0" : "") + "\(hundredths)"
      return (balanced ? "balanced spreading" : "spreading") + " 0.\(digits)"
    case .clamped(let parameters): return parameters.startsFromPrior ? "relaxation labelling" : "harmonic"
    }
  }

  /// - Parameters:
  ///   - ownReturns: of the method for the labelled vertices, where these are not to be shown their own labels; the votes
  ///     never show them.
  ///   - only: whom to answer about, each once; nil for everybody.
  func run(
    _ graph: WeightedGraph, _ labels: LabelEvidence, ownReturns: [Double]? = nil, only: [Int]? = nil,
    threads: ThreadCount
  ) -> ClassDistributions {
    switch self {
    case .oneHopVote:
      OneHopVote.run(graph, labels, only: only, threads: threads)
    case .twoHopVote:
      TwoHopVote.run(graph, labels, only: only, threads: threads)
    case .spreading(let alpha, let balanced):
      LabelSpreading.run(
        graph, labels, parameters: .init(alpha: alpha, isBalanced: balanced), ownReturns: ownReturns, only: only,
        threads: threads)
    case .clamped(let parameters):
      RelaxationLabelling.run(graph, labels, parameters: parameters, ownReturns: ownReturns, only: only, threads: threads)
    }
  }

  /// How much of each labelled vertex's own label stands in its own row; nil for the votes, where none does.
  func ownReturns(_ graph: WeightedGraph, _ labels: LabelEvidence, threads: ThreadCount) -> [Double]? {
    let labelled = labels.labels.indices.filter { labels.labels[$0] >= 0 }
    switch self {
    case .oneHopVote, .twoHopVote: return nil
    case .spreading(let alpha, _):
      return LabelSpreading.ownReturns(
        graph, evidence: labels.evidence, of: labelled, parameters: .init(alpha: alpha), threads: threads)
    case .clamped(let parameters):
      return RelaxationLabelling.ownReturns(graph, labels, of: labelled, parameters: parameters, threads: threads)
    }
  }

  /// Whether the method is taken only where it is clearly better than the others (`CrossFit`). What it says rests on the
  /// first labelled people that walks meet, who are few, so less of it may be published.
  var mustLead: Bool { hasReturnsByLabels }

  /// Whether `ownReturns` are others when some labels are hidden.
  var hasReturnsByLabels: Bool {
    switch self {
    case .oneHopVote, .twoHopVote, .spreading: false
    case .clamped: true
    }
  }

  /// Who stands behind what the method said; an asked vertex's own label is left out.
  func support(
    _ graph: WeightedGraph, _ labels: LabelEvidence, of answers: [MethodAnswer], rule: PublicationRule,
    threads: ThreadCount
  ) -> [LabelSupport] {
    let vertices = answers.map(\.vertex)
    let masses = answers.map(\.mass)
    var budget = SupportBudget()
    budget.people = max(budget.people, rule.minimumEvidence)
    switch self {
    case .oneHopVote:
      return OneHopVote.support(graph, labels, of: vertices, threads: threads)
    case .twoHopVote:
      return TwoHopVote.support(graph, labels, of: vertices, masses: masses, budget: budget, threads: threads)
    case .spreading(let alpha, let balanced):
      return LabelSpreading.support(
        graph, labels, parameters: .init(alpha: alpha, isBalanced: balanced), of: vertices, masses: masses,
        limit: rule.maximumShare, budget: budget, threads: threads)
    case .clamped(let parameters):
      return RelaxationLabelling.support(
        graph, labels, parameters: parameters, of: vertices, masses: masses, limit: rule.maximumShare, budget: budget,
        threads: threads)
    }
  }
}

/// The same ties under one of several weightings to choose from.
public struct NamedWeighting: Sendable {
  public let name: String
  public let graph: WeightedGraph

  init(name: String, graph: WeightedGraph) {
    self.name = name
    self.graph = graph
  }
}
