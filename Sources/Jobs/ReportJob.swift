import GraphStorage
import Inference
import Ingest
import People
import Pictures
import Privacy
import Reports
import Ties

/// One HTML page about a graph: what is in it, the strongest ties, what was inferred, pictures.
public enum ReportJob {
  public struct Request: Sendable {
    public var title: String
    /// Whose rankings and picture; nil takes the people with the most tie strength.
    public var person: String?
    public var asOf: Timestamp?
    public var rule: PublicationRule
    /// nil leaves pictures out.
    public var executable: String?

    public init(
      title: String, person: String? = nil, asOf: Timestamp? = nil, rule: PublicationRule = PublicationRule(),
      executable: String?
    ) {
      (self.title, self.person, self.asOf, self.rule, self.executable) = (title, person, asOf, rule, executable)
    }
  }

  /// People whose rankings stand in a report where nobody says whose.
  static let peopleShown = 10
  /// People with an inferred value of whom the report says why, for each attribute.
  static let peopleExplained = 2

  /// A whole report made from a graph alone; what cannot be had (no events, no consent) is told and left out.
  public static func run(_ dataset: Dataset, _ request: Request, _ context: RunContext) throws(Failure)
    -> ReportDocument
  {
    var document = ReportDocument(title: request.title, snapshot: SnapshotJob.describeForReport(dataset))
    let person = try request.person.map { id throws(Failure) in try dataset.graph.people.require(id) }
    var people: [String] = []
    do throws(Failure) {
      if let person {
        people = [dataset.graph.people.id(person)]
      } else {
        people = try mostConnected(dataset, request.asOf, context)
      }
      document.rankings.append(
        try RankJob.run(dataset, RankJob.Request(asOf: request.asOf, explain: true), of: people, context))
    } catch {
      try leaveOut("rankings", error, context)
    }
    for name in InferJob.inferable(dataset) {
      context.tell("inferring \(name)")
      do throws(Failure) {
        let inference = InferJob.Request(
          attribute: name, asOf: request.asOf, rule: request.rule, explained: peopleExplained)
        document.inferences.append(try InferJob.run(dataset, inference, context))
      } catch {
        try leaveOut("inference of \(name)", error, context)
      }
    }
    if let executable = request.executable, let first = people.first {
      do throws(Failure) {
        let outcome = try DrawJob.run(
          dataset, DrawJob.Request(person: first, asOf: request.asOf, executable: executable), context)
        document.pictures.append(picture(of: first, outcome))
      } catch {
        try leaveOut("picture", error, context)
      }
    }
    document.manifest = RunManifest(
      kithVersion: KithVersion.text, job: "report", seed: 0,
      basis: [PolicyGate(graph: dataset.graph, consents: dataset.consents).basis(of: .inferenceEvidence)],
      inputs: dataset.provenance.files.map { Reports.InputFile($0) })
    return document
  }

  static func picture(of person: String, _ outcome: DrawJob.Outcome) -> Picture {
    Picture(
      title: "The network of \(person)", caption: outcome.note, svg: String(decoding: outcome.bytes, as: UTF8.self))
  }

  private static func leaveOut(_ what: String, _ error: Failure, _ context: RunContext) throws(Failure) {
    if error.category == .cancelled || error.category == .bug { throw error }
    context.tell("left out: \(what): \(error.message)")
  }

  /// The people with the largest sum of tie strengths; of equal ones the smaller id.
  static func mostConnected(
    _ dataset: Dataset, _ asOf: Timestamp?, _ context: RunContext
  ) throws(Failure) -> [String] {
    let permitted = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: asOf).graph(for: .service)
    let scorer = try RankJob.scorer(dataset, permitted, asOf, .standard, context)
    let table = try failing { () throws(TieError) in try scorer.allTies() }
    var sums = [Int128](repeating: 0, count: table.personCount)
    for position in sums.indices {
      for tie in table.ties(of: PersonIndex(position)) { sums[position] += Int128(table.strengths[tie]) }
    }
    let ranked: [Int] = sums.indices.filter { sums[$0] > 0 }
    let order = ranked.sorted { left, right in
      sums[left] != sums[right] ? sums[left] > sums[right] : left < right
    }
    return order.prefix(peopleShown).map { dataset.graph.people.ids[$0] }
  }
}
