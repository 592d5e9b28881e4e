import GraphKernels
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import Reports

/// Keeps what a kernel found about people with the people, and reads it out again to whoever may.
///
/// The values live and die with the snapshot: whoever does not allow the purpose when they are read is left out,
/// whatever they allowed when the kernel ran, and an import, which replaces the file, ends them.
public enum DerivedJob {
  /// - Throws: `Failure`, usage, where a result could not be kept: told before the work.
  public static func requireKeepable(
    _ request: KernelJob.Request, _ projection: SocialProjection
  ) throws(Failure) {
    guard projection.edges != .memberships else {
      throw Failure(
        .usage, "values found over memberships are not kept in a snapshot: some of them are of groups, not of people",
        hint: "write them to a file, or take the edges \(keepableEdges)")
    }
    if try KernelJob.findsVertices(request, projection.edges) == false { throw notKeepable(request.kernel) }
  }

  private static let keepableEdges = SocialProjection.Edges.allCases.filter { $0 != .memberships }.map(\.rawValue)
    .joined(separator: ", ")

  private static func notKeepable(_ kernel: String) -> Failure {
    Failure(
      .usage, "\(kernel) finds no value for each person, so there is nothing to keep in a snapshot",
      hint: "write its result to a file")
  }

  /// What a run found, as a person reads it and as it can be kept.
  public struct Finding: Sendable {
    public let report: KernelReport
    public let table: DerivedTable
  }

  /// Runs a kernel on the people of a dataset; the dataset is not changed (`SocialGraph.keep` does that).
  /// - Parameter estimated: is told what the run needs, before it.
  /// - Throws: as `requireKeepable` and `KernelJob.run`.
  public static func run(
    _ dataset: Dataset, _ projection: SocialProjection, order: GraphSource.Order = .given,
    _ request: KernelJob.Request, _ context: RunContext, estimated: (KernelJob.Estimate) -> Void = { _ in }
  ) throws(Failure) -> Finding {
    try requireKeepable(request, projection)
    var making = LoadedGraph.Making()
    let loaded = try GraphSource.project(
      dataset, projection, order, budget: request.memoryBudget, &making, context)
    let found = try KernelJob.found(loaded, request, context, estimated: estimated)
    guard let origin = loaded.origin, found.result.rows == .vertices,
      let table = found.derived(loaded, origin, universe: dataset.graph.people.count)
    else { throw notKeepable(request.kernel) }
    return Finding(report: found.report(loaded), table: table)
  }

  /// Writes a dataset that keeps what was found, unless the file it takes the place of has changed since it was read: an
  /// import of the meantime, and what it withdrew, is not undone.
  /// - Parameter stamp: of the file before the dataset was read; nil where there was none.
  /// - Throws: `Failure`: changed, or not to be written; the file is then what it was.
  public static func write(
    _ dataset: Dataset, to path: String, unchangedSince stamp: FileStamp?, _ context: RunContext
  ) throws(Failure) {
    do throws(SnapshotError) {
      try SnapshotStore.write(dataset, to: path, unchangedSince: stamp, threads: context.threads)
    } catch {
      guard case .changed = error else { throw Failure(error) }
      throw Failure(
        .io, "\(path): was changed by another program while the kernel ran; nothing was written",
        hint: "run the kernel again")
    }
  }

  /// What a run needs.
  /// - Throws: as `run`, except for the budget.
  public static func estimate(
    _ dataset: Dataset, _ projection: SocialProjection, order: GraphSource.Order = .given,
    _ request: KernelJob.Request, _ context: RunContext
  ) throws(Failure) -> KernelJob.Estimate {
    var making = LoadedGraph.Making()
    return try KernelJob.estimate(
      GraphSource.project(dataset, projection, order, budget: request.memoryBudget, &making, context), request, context)
  }

  /// What derived values are called where nobody may be named: kernel, edges, purpose and parameters in words.
  public static func name(of table: DerivedTable) -> String { DerivedSummary.name(table) }

  /// The derived values of a dataset that a name stands for, of those people who allow their purpose now.
  ///
  /// - Parameter name: the kernel, and as many of the other words of the values' name as tell them from others, in any
  ///   order, with a blank between them.
  /// - Returns: the values, and how many people had some when the kernel ran and do not allow the purpose any more.
  /// - Throws: `Failure`: no such values or several, nobody left who allows the purpose.
  public static func values(
    _ dataset: Dataset, named name: String
  ) throws(Failure) -> (report: KernelReport, withdrawn: Int) {
    let graph = dataset.graph
    let kept = try table(dataset, named: name)
    let gate = PolicyGate(graph: graph, consents: dataset.consents)
    guard let purpose = Purpose(rawValue: kept.purpose) else { throw Failure(.bug, "values for no purpose") }
    let permitted = gate.graph(for: purpose)
    let key = kept.name { String($0.rawValue) }
    guard let table = permitted.value.derived.first(where: { $0.name { String($0.rawValue) } == key }) else {
      throw Failure(
        .refused, "whoever these values speak of, or start from, does not allow \(kept.purpose) any more")
    }
    let names = (0..<graph.people.count).map { graph.people.id(PersonIndex($0)) }
    var columns = [KernelReport.Column(name: "person", values: .vertices(table.people.map(\.rawValue)))]
    columns += table.columns.map { KernelReport.Column(name: $0.name, values: KernelReport.Values($0.values)) }
    let facts = KernelReport.Figure.origin(
      edges: table.edges, purpose: table.purpose, basis: permitted.basis, asOf: table.asOf)
    return (
      KernelReport(
        kernel: table.kernel, parameters: table.parameters.map { .init($0, graph.people) }, graph: facts,
        figures: table.figures.map { .init($0, graph.people) }, names: .texts(names), columns: columns,
        rowCount: table.people.count),
      kept.people.count - table.people.count
    )
  }

  private static func table(_ dataset: Dataset, named name: String) throws(Failure) -> DerivedTable {
    let graph = dataset.graph
    let all = graph.derived.map { ($0, name: $0.name(graph.people.id)) }
    if let exact = all.first(where: { $0.name == name }) { return exact.0 }
    let listed = all.filter { DerivedSummary.name($0.0) == name }
    if listed.count == 1 { return listed[0].0 }
    let words = name.split(separator: " ")
    let found = all.filter { table, name in
      words.first.map { $0 == table.kernel } ?? false && Set(words).isSubset(of: name.split(separator: " "))
    }
    guard let first = found.first, found.count == 1 else {
      let offered = (found.isEmpty ? all : found).map { "'\(DerivedSummary.name($0.0))'" }.joined(separator: ", ")
      if all.isEmpty {
        throw Failure(
          .data, "no values are kept in this snapshot",
          hint: "kith kernel NAME G.kith --purpose … --edges … --into G.kith keeps some")
      }
      throw Failure(
        .data, found.isEmpty ? "no values '\(name)' in this snapshot" : "'\(name)' may be one of \(found.count)",
        hint: found.isEmpty ? "there are: \(offered)" : "say more words of the name: \(offered)")
    }
    return first.0
  }
}

extension KernelReport.Figure {
  fileprivate init(_ fact: DerivedFact, _ people: PersonTable) {
    let value: Value =
      switch fact.value {
      case .integer(let value): .integer(value)
      case .real(let value): .real(value)
      case .flag(let value): .flag(value)
      case .text(let value): .text(value)
      case .people: .text(fact.value.words(people.id))
      }
    self.init(name: fact.name, value: value)
  }
}

extension KernelReport.Values {
  /// People by position; `DerivedColumn.nobody` is "none" here too.
  fileprivate init(_ values: DerivedColumn.Values) {
    self =
      switch values {
      case .integers(let values): .integers(values)
      case .reals(let values): .reals(values)
      case .people(let values), .classes(let values): .vertices(values)
      }
  }
}
