import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports
import Ties

/// Whom people interact with most.
public enum RankJob {
  public struct Request: Sendable {
    /// Rows a person: 1 or more.
    public var top: Int
    /// External id; nil ranks for everybody.
    public var person: String?
    public var asOf: Timestamp?
    public var explain: Bool
    /// Only events of this kind; nil for all.
    public var kind: String?
    /// Adds reciprocity, and how much of their contacts the two share.
    public var measures = false
    /// Adds recursive dispersion: for the person themselves, where they asked; needs `person`.
    public var dispersion = false
    public var parameters: TieParameters
    /// P(contact) by strength, fitted under `parameters`; nil shows none, and so does a ranking of one kind of event.
    public var probability: ContactProbability?

    public init(
      top: Int = 10, person: String? = nil, asOf: Timestamp? = nil, explain: Bool = false,
      parameters: TieParameterFile = TieParameterFile(.standard)
    ) {
      (self.top, self.person, self.asOf, self.explain) = (top, person, asOf, explain)
      (self.parameters, probability) = (parameters.parameters, parameters.probability)
    }
  }

  /// - Throws: `Failure`: unknown person, no dated event, parameters out of range, overflow.
  public static func run(_ dataset: Dataset, _ request: Request, _ context: RunContext) throws(Failure) -> RankingReport
  {
    try run(dataset, request, of: request.person.map { [$0] }, context)
  }

  /// As `run`, for some people; nil is everybody.
  static func run(
    _ dataset: Dataset, _ request: Request, of ids: [String]?, _ context: RunContext
  ) throws(Failure) -> RankingReport {
    guard request.top >= 1 else { throw Failure(.usage, "top: is 1 or more") }
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    let permitted = gate.graph(for: .service)
    if request.dispersion, request.person == nil {
      throw Failure(.usage, "dispersion is for one person's own eyes: name the person")
    }
    let scorer = try scorer(dataset, permitted, request.asOf, request.parameters, only: request.kind, context)
    let people = dataset.graph.people
    var lists: [[Tie]] = []
    if let ids {
      let allowed = gate.allowing(.service)
      for id in ids {
        let person = try people.require(id)
        try gate.require(person, id, among: allowed, else: "has objected to rankings")
        lists.append(try failing { () throws(TieError) in try scorer.strongestTies(request.top, of: person) })
      }
    } else {
      let table = try failing { () throws(TieError) in try scorer.allTies() }
      lists = Array(table.strongest(request.top, threads: context.threads))
    }
    try context.checkCancellation()
    let ties = lists.flatMap { $0 }
    // It was fitted to the strength of all kinds together.
    let probability = request.kind == nil ? request.probability : nil
    var rows = ties.map { tie in
      var row = row(tie, people: permitted.value.people, scorer: request.explain ? scorer : nil)
      row.probability = probability?.probability(of: tie.strength.value)
      return row
    }
    if request.measures || request.dispersion {
      let measures = try TieMeasures(dataset, request, ties, scorer, context)
      for index in rows.indices { rows[index].measures = measures.rows[index] }
    }
    return RankingReport(
      asOf: scorer.asOf.description, kernel: request.parameters.summary, purpose: permitted.purpose.rawValue,
      basis: permitted.basis, people: gate.people, kind: request.kind, probabilityHours: probability?.windowHours,
      rows: rows)
  }

  static func scorer(
    _ dataset: Dataset, _ permitted: Permitted<SocialGraph>, for purpose: Purpose = .service, _ asOf: Timestamp?,
    _ parameters: TieParameters, only kind: String? = nil, _ context: RunContext
  ) throws(Failure) -> TieScorer {
    guard permitted.value.interactions.pairCount > 0 || parameters.hasPriors else {
      throw Failure(
        .data, "this graph has no interactions between people, so there is nothing to rank",
        hint: "friendships alone carry no strength; import a log of events")
    }
    // The newest thing among those who allow it: what others do must not move the answer.
    guard let time = asOf ?? permitted.value.newestContact else { throw Failure(TieError.noTime) }
    let contacts =
      parameters.mutualContactPrior > 0
      ? PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: asOf)
        .mutualContacts(dataset.books, for: purpose) : nil
    return try failing { () throws(TieError) in
      try TieScorer(
        permitted, for: purpose, parameters: parameters, contacts: contacts, only: kind, asOf: time,
        threads: context.threads)
    }
  }

  static func row(_ tie: Tie, people: PersonTable, scorer: TieScorer?) -> RankingReport.Row {
    let explanation = scorer?.explanation(of: tie.person, and: tie.neighbour)
    return RankingReport.Row(
      person: people.id(tie.person), personName: people.names[tie.person.position]?.value, rank: tie.rank,
      neighbour: people.id(tie.neighbour), neighbourName: people.names[tie.neighbour.position]?.value,
      strength: tie.strength.value, share: tie.share, lastContact: tie.lastContact?.description, tier: tie.tier,
      explanation: explanation?.parts.map { part in
        RankingReport.Part(
          kind: part.kind, direction: part.direction.rawValue, count: part.count, contribution: part.contribution,
          lastHour: part.lastHour?.description)
      }, sentence: explanation?.sentence)
  }
}

/// Turns a tie error into a failure.
func failing<Value>(_ body: () throws(TieError) -> Value) throws(Failure) -> Value {
  do throws(TieError) {
    return try body()
  } catch {
    throw Failure(error)
  }
}

extension PolicyGate {
  /// - Parameters:
  ///   - allowed: those who allow what is asked for.
  ///   - reason: what is said of a person who is not among them and not restricted.
  /// - Throws: `Failure` where the person is not among them.
  func require(_ person: PersonIndex, _ id: String, among allowed: PersonSet, else reason: String) throws(Failure) {
    if restricted.contains(person) {
      throw Failure(
        .refused, "the data of person '\(id)' is restricted: it is kept, and used for nothing",
        hint: "the column restricted of people.csv says so; it is lifted there")
    }
    guard allowed.contains(person) else { throw Failure(.refused, "person '\(id)' \(reason)") }
  }
}

extension PersonTable {
  /// - Throws: `Failure` where there is no such person.
  func require(_ id: String) throws(Failure) -> PersonIndex {
    guard let person = index(of: id) else {
      throw Failure(.data, "no person '\(id)' in this graph", hint: "ids are compared exactly: '7' and '07' differ")
    }
    return person
  }
}
