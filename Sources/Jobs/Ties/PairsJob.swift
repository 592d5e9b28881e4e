import GraphStorage
import Ingest
import People
import Privacy
import Reports
import Ties

/// The strongest pairs of a whole graph.
public enum PairsJob {
  public struct Request: Sendable {
    /// Pairs: 1 or more.
    public var top: Int
    public var asOf: Timestamp?
    public var explain: Bool
    /// Only events of this kind; nil for all.
    public var kind: String?
    public var parameters: TieParameters

    public init(
      top: Int = 20, asOf: Timestamp? = nil, explain: Bool = false, kind: String? = nil,
      parameters: TieParameters = .standard
    ) {
      (self.top, self.asOf, self.explain, self.kind, self.parameters) = (top, asOf, explain, kind, parameters)
    }
  }

  /// Neither of two people who objected to rankings stands in a pair.
  /// - Throws: `Failure`: no dated event, an unknown kind, parameters out of range, overflow.
  public static func run(_ dataset: Dataset, _ request: Request, _ context: RunContext) throws(Failure) -> PairReport {
    guard request.top >= 1 else { throw Failure(.usage, "top: is 1 or more") }
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    let permitted = gate.graph(for: .service)
    let scorer = try RankJob.scorer(
      dataset, permitted, request.asOf, request.parameters, only: request.kind, context)
    let people = permitted.value.people
    let rows = try failing { () throws(TieError) in
      let pairs = try scorer.allTies().strongestPairs(request.top, threads: context.threads)
      return try pairs.map { pair throws(TieError) in
        PairReport.Row(
          rank: pair.rank, first: people.id(pair.first), firstName: people.names[pair.first.position]?.value,
          second: people.id(pair.second), secondName: people.names[pair.second.position]?.value,
          strength: pair.strength, firstShare: pair.firstShare, secondShare: pair.secondShare,
          reciprocity: try scorer.directions(of: pair.first, and: pair.second).reciprocity,
          lastContact: pair.lastContact?.description,
          sentence: request.explain ? scorer.explanation(of: pair.first, and: pair.second).sentence : nil)
      }
    }
    try context.checkCancellation()
    return PairReport(
      asOf: scorer.asOf.description, kernel: request.parameters.summary, purpose: permitted.purpose.rawValue,
      basis: permitted.basis, people: gate.people, kind: request.kind, rows: rows)
  }
}
