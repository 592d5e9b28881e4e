import GraphStorage
import Ingest
import People
import Privacy
import Reports
import Ties

/// Which ties of people rose and which faded between two times.
public enum TrendsJob {
  public struct Request: Sendable {
    public var since: Timestamp
    /// nil is the newest contact among those who allow it.
    public var asOf: Timestamp?
    /// Rising rows a person, and fading ones: 1 or more.
    public var top: Int
    /// External id; nil is everybody.
    public var person: String?
    public var explain: Bool
    public var parameters: TieParameters

    public init(
      since: Timestamp, asOf: Timestamp? = nil, top: Int = 5, person: String? = nil, explain: Bool = false,
      parameters: TieParameters = .standard
    ) {
      (self.since, self.asOf, self.top, self.person) = (since, asOf, top, person)
      (self.explain, self.parameters) = (explain, parameters)
    }
  }

  /// The purpose is `service`: what the person's own ranking rests on, at two times.
  /// - Throws: `Failure`, as `RankJob`; `.usage` where the times are not in order.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> TrendsReport {
    guard request.top >= 1 else { throw Failure(.usage, "top: is 1 or more") }
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    let permitted = gate.graph(for: .service)
    let later = try RankJob.scorer(dataset, permitted, request.asOf, request.parameters, context)
    guard request.since < later.asOf else {
      throw Failure(
        .usage, "since: is not before the time that ties are compared with, \(later.asOf.description)",
        hint: "state an earlier time, or a later one to compare with")
    }
    let earlier = try RankJob.scorer(dataset, permitted, request.since, request.parameters, context)
    var person: PersonIndex?
    if let id = request.person {
      let index = try dataset.graph.people.require(id)
      try gate.require(index, id, among: gate.allowing(.service), else: "has objected to rankings")
      person = index
    }
    let trends = try failing { () throws(TieError) in try TieTrends(from: earlier, to: later, of: person) }
    let everybody = (0..<dataset.graph.people.count).map { PersonIndex($0) }
    var rows: [TrendsReport.Row] = []
    for person in person.map({ [$0] }) ?? everybody {
      if person.position % 1024 == 0 { try context.checkCancellation() }
      let found = trends.strongest(request.top, of: person)
      for (trend, changes) in [(TrendsReport.Trend.rising, found.rising), (.fading, found.fading)] {
        for (place, change) in changes.enumerated() {
          rows.append(
            row(change, trend, rank: place + 1, people: permitted.value.people, request.explain ? later : nil))
        }
      }
    }
    return TrendsReport(
      since: earlier.asOf.description, asOf: later.asOf.description, kernel: request.parameters.summary,
      purpose: permitted.purpose.rawValue, basis: permitted.basis, people: gate.people, rows: rows)
  }

  private static func row(
    _ change: TieChange, _ trend: TrendsReport.Trend, rank: Int, people: PersonTable, _ scorer: TieScorer?
  ) -> TrendsReport.Row {
    TrendsReport.Row(
      person: people.id(change.person), personName: people.names[change.person.position]?.value, trend: trend,
      rank: rank, neighbour: people.id(change.neighbour),
      neighbourName: people.names[change.neighbour.position]?.value, earlierStrength: change.earlier.value,
      strength: change.later.value, earlierShare: change.earlierShare, share: change.laterShare,
      lastContact: change.lastContact?.description,
      sentence: scorer?.explanation(of: change.person, and: change.neighbour).sentence)
  }
}
