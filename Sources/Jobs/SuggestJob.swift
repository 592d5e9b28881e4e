import Foundation
import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports

/// People one may know.
public enum SuggestJob {
  public struct Request: Sendable {
    /// Rows a person: 1 … 100.
    public var top: Int
    /// External id; nil suggests to everybody who allows it.
    public var person: String?
    public var asOf: Timestamp?
    public var explain: Bool
    public var model: SuggestionModel

    public init(
      top: Int = 10, person: String? = nil, asOf: Timestamp? = nil, explain: Bool = false,
      model: SuggestionModel = .standard
    ) {
      (self.top, self.person, self.asOf, self.explain, self.model) = (top, person, asOf, explain, model)
    }
  }

  public static let tops = 1...100

  /// - Throws: `Failure`: unknown person, one who does not allow suggestions, nobody who does, no ties.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> SuggestionReport {
    guard tops.contains(request.top) else { throw Failure(.usage, "top: lies in 1 … 100") }
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    let person = try request.person.map { id throws(Failure) in try dataset.graph.people.require(id) }
    if let person, let id = request.person {
      try gate.require(
        person, id, among: gate.allowing(.suggestions), else: "is suggested nobody: they do not allow it, or are a minor")
    }
    let control = context.control(named: "suggest")
    let network = try network(dataset, gate, request.asOf, context)
    let (suggester, found) = try failing { () throws(SuggestionError) in
      let suggester = try Suggester(network, request.model, control)
      if let person { return (suggester, try suggester.suggestions(for: person, top: request.top, control)) }
      return (suggester, try suggester.everybody(top: request.top, control))
    }
    try context.checkCancellation()
    let people = network.people
    return SuggestionReport(
      asOf: network.asOf?.description, model: suggester.model.name, provenance: suggester.model.provenance,
      purpose: Purpose.suggestions.rawValue, basis: network.basis, people: gate.allowing(.suggestions).count,
      isCalibrated: request.model.calibration != nil,
      rows: found.map { row($0, people, request) })
  }

  static func network(
    _ dataset: Dataset, _ gate: PolicyGate, _ asOf: Timestamp?, _ context: RunContext
  ) throws(Failure) -> SuggestionNetwork {
    try failing { () throws(SuggestionError) in
      try SuggestionNetwork(
        gate.suggestionGraph(dataset.books), asOf: asOf, context.control(named: "read"))
    }
  }

  private static func row(_ found: Suggestion, _ people: PersonTable, _ request: Request) -> SuggestionReport.Row {
    SuggestionReport.Row(
      person: people.id(found.viewer), personName: people.names[found.viewer.position]?.value, rank: found.rank,
      suggested: people.id(found.candidate), suggestedName: people.names[found.candidate.position]?.value,
      probability: request.model.calibration == nil ? nil : found.probability, mutualFriends: found.mutualFriends,
      sharedGroups: found.sharedGroups,
      isInBook: found.isInBook,
      explanation: request.explain
        ? found.parts.map {
          SuggestionReport.Part(
            source: $0.source.rawValue, count: $0.count, contribution: Int($0.contribution.rounded()))
        } : nil)
  }

  /// Reads a model that `fit-suggestions` wrote.
  /// - Throws: `Failure`, data, with the place, for what is no such file.
  public static func model(at path: String) throws(Failure) -> SuggestionModel {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path)
    } catch {
      throw Failure(error)
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    let model: SuggestionModel
    do throws(IngestError) {
      model = try decodeYAML(SuggestionModel.self, from: file.bytes(0..<file.count), file: name, shape: shape)
    } catch {
      throw Failure(error)
    }
    do throws(SuggestionError) {
      try model.validate()
    } catch {
      throw Failure(.data, "\(name): \(error.description)")
    }
    return model
  }

  /// The same with the name of the file, for a report that says what it judged.
  public static func named(at path: String) throws(Failure) -> (file: String, model: SuggestionModel) {
    (URL(fileURLWithPath: path).lastPathComponent, try model(at: path))
  }

  private static let shape: YAMLShape = .keys([
    "name": .any, "provenance": .any, "intercept": .any, "walk_tolerance": .any, "shortlist": .any,
    "impression_discount": .any, "calibration": .keys(["friends": .any, "rank": .any]),
    "terms": .list(.keys(["feature": .any, "mean": .any, "deviation": .any, "weight": .any])),
    "scores": .list(.keys(["model": .any, "auc_random": .any, "auc_candidates": .any])),
  ])
}

/// Turns an error of suggestions into a failure.
func failing<Value>(_ body: () throws(SuggestionError) -> Value) throws(Failure) -> Value {
  do throws(SuggestionError) {
    return try body()
  } catch {
    throw Failure(error)
  }
}

extension Failure {
  public init(_ error: SuggestionError) {
    switch error {
    case .ties(let error): self.init(error)
    case .cancelled: self.init(.cancelled, error.description)
    case .parameter: self.init(.data, error.description)
    case .tooLarge: self.init(.refused, error.description)
    case .nobodyAllows:
      self.init(
        .refused, error.description,
        hint: "state people's own consent in consents.csv, or a default with its basis in words under 'consents:' in "
          + "dataset.yaml, and import again")
    case .noTies:
      self.init(.data, error.description, hint: "import friendships or follows; interactions alone are no ties here")
    case .tooFewTies: self.init(.data, error.description)
    }
  }
}
