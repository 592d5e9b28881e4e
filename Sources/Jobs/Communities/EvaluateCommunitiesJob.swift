import GraphKernels
import GraphStorage
import Ingest
import People
import Privacy
import Reports

/// How good communities are (DOMAIN C.8): modularity, recomputed from the graph and the classes alone; whether each is
/// connected; and how much they tell of an attribute that people state (normalised mutual information, adjusted Rand
/// index). Speaks of nobody.
public enum EvaluateCommunitiesJob {
  public struct Request: Sendable {
    /// Edges, purpose, resolution and quality; its method and seed are not looked at.
    public var communities: CommunitiesJob.Request
    /// Seeds from 1 on, for each method that has one: 1 … 100.
    public var seeds: Int
    /// nil compares with every attribute that is neither sensitive nor numeric nor a set.
    public var attribute: String?

    public init(_ communities: CommunitiesJob.Request, seeds: Int = 5, attribute: String? = nil) {
      (self.communities, self.seeds, self.attribute) = (communities, seeds, attribute)
    }
  }

  /// - Throws: `Failure`: as `CommunitiesJob`; an attribute that there is not, that is sensitive or that too few state.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> CommunityEvaluationReport {
    guard (1...100).contains(request.seeds) else { throw Failure(.usage, "seeds: lies in 1 … 100") }
    let minimum = request.communities.minimum
    let loaded = try CommunitiesJob.load(dataset, request.communities, context)
    let origin = try loaded.requireOrigin()
    let known = try attributes(dataset, origin, request, minimum: minimum)
    var rows: [CommunityEvaluationReport.Row] = []
    for method in CommunitiesJob.Method.allCases {
      // Label propagation draws nothing.
      let seeds = method == .labelPropagation ? 1 : request.seeds
      var one = request.communities
      one.method = method
      if method == .labelPropagation { (one.quality, one.resolution) = (.modularity, 1) }
      var runs: [CommunitiesJob.Found] = []
      for seed in 1...seeds {
        one.seed = UInt64(seed)
        runs.append(try CommunitiesJob.find(loaded.graph, one, context.control(named: method.rawValue)))
      }
      rows.append(row(method, runs, known))
    }
    return CommunityEvaluationReport(
      edges: origin.projection.edges.rawValue, purpose: origin.projection.purpose.rawValue, basis: origin.basis,
      people: origin.people.count, quality: request.communities.quality.rawValue,
      resolution: request.communities.resolution,
      attributes: known.map { .init(name: $0.name, people: $0.vertices.count) }, rows: rows)
  }

  /// What people state: who, and the code of each.
  private struct Stated {
    let name: String
    let vertices: [Int]
    let codes: Column<UInt32>
  }

  private static func row(
    _ method: CommunitiesJob.Method, _ runs: [CommunitiesJob.Found], _ known: [Stated]
  ) -> CommunityEvaluationReport.Row {
    func mean(_ value: (CommunitiesJob.Found) -> Double) -> Double { runs.reduce(0) { $0 + value($1) } / Double(runs.count) }
    return CommunityEvaluationReport.Row(
      method: method.rawValue, seeds: runs.count, communities: mean { Double($0.figures.communities.count) },
      largest: mean { Double($0.figures.communities.first?.size ?? 0) / Double($0.classes.count) },
      modularity: mean(\.modularity), leastModularity: runs.map(\.modularity).min() ?? 0,
      disconnected: runs.reduce(0) { $0 + $1.figures.communities.count { $0.parts != 1 } },
      agreements: known.map { stated in
        let compared = runs.map { run in
          PartitionComparison(Column(stated.vertices.map { run.classes[$0] }), stated.codes)
        }
        return .init(
          attribute: stated.name,
          mutualInformation: compared.reduce(0) { $0 + $1.normalizedMutualInformation } / Double(runs.count),
          randIndex: compared.reduce(0) { $0 + $1.adjustedRandIndex } / Double(runs.count))
      })
  }

  private static func attributes(
    _ dataset: Dataset, _ origin: LoadedGraph.Origin, _ request: Request, minimum: Int
  ) throws(Failure) -> [Stated] {
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: origin.projection.asOf)
    let graph = gate.graph(for: origin.projection.purpose).value
    var found: [Stated] = []
    for column in graph.attributes where request.attribute.map({ $0 == column.name }) ?? true {
      guard column.kind == .categorical || column.kind == .ordinal else {
        if request.attribute == nil { continue }
        throw Failure(
          .refused, "attribute '\(column.name)' is \(column.kind.rawValue); communities are compared with names")
      }
      var vertices: [Int] = []
      var codes: [UInt32] = []
      for (vertex, person) in origin.people.enumerated() {
        guard let code = column.codes(of: person).first else { continue }
        vertices.append(vertex)
        codes.append(UInt32(code))
      }
      if vertices.count < minimum {
        if request.attribute == nil { continue }
        throw Failure(.refused, "fewer than \(minimum) people state '\(column.name)'")
      }
      found.append(Stated(name: column.name, vertices: vertices, codes: Column(codes)))
    }
    if found.isEmpty, let name = request.attribute { throw Failure(.data, "no attribute '\(name)' in this graph") }
    return found
  }
}
