import GraphKernels
import GraphStorage

/// A way to guess a vertex's class from the labels around it.
public enum InferenceMethod: Codable, Hashable, Sendable {
  case oneHopVote
  case twoHopVote
  case spreading(alpha: Double)

  /// The candidates of DOMAIN C.2, in the order that breaks ties of accuracy: the simplest first.
  public static let standard: [InferenceMethod] = [
    .oneHopVote, .twoHopVote, .spreading(alpha: 0.3), .spreading(alpha: 0.5), .spreading(alpha: 0.7),
    .spreading(alpha: 0.9),
  ]

  public var name: String {
    switch self {
    case .oneHopVote: return "vote"
    case .twoHopVote: return "two-hop vote"
    case .spreading(let alpha):
      let hundredths = Int((alpha * 100).rounded())
      let digits = hundredths % 10 == 0 ? "\(hundredths / 10)" : (hundredths < 10 ? "0" : "") + "\(hundredths)"
      return "spreading 0.\(digits)"
    }
  }

  /// - Parameter leaveOneOut: a labelled vertex is not shown its own label (the votes never show it).
  func run(
    _ graph: WeightedGraph, _ labels: LabelEvidence, leaveOneOut: Bool, detail: EvidenceDetail, threads: ThreadCount
  ) -> ClassDistributions {
    switch self {
    case .oneHopVote:
      OneHopVote.run(graph, labels, detail: detail, threads: threads)
    case .twoHopVote:
      TwoHopVote.run(graph, labels, detail: detail, threads: threads)
    case .spreading(let alpha):
      LabelSpreading.run(
        graph, labels, parameters: .init(alpha: alpha), leaveOneOut: leaveOneOut, detail: detail, threads: threads)
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
