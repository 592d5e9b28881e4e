import GraphStorage
import Inference
import Ingest
import People
import Persistence
import Privacy
import Reports

/// Aggregates of pages and groups that survive differencing: noise, gates, and a ledger of what they cost.
public enum InsightsJob {
  /// Whose insights.
  public enum Places: Equatable, Sendable {
    case page(String)
    /// A group or community.
    case group(String)
    case all
  }

  public struct Request: Sendable {
    public var places: Places
    /// nil is the last whole week.
    public var window: ReleaseWindow?
    /// `day`, `age_band` and attributes of the grid.
    public var dimensions: [String]
    public var measure: InsightMeasure
    /// nil is `defaultLoss`.
    public var loss: PrivacyLoss?
    public var levels: GateLevels
    public var grid: InsightGrid
    /// True counts behind the gate alone, stored nowhere.
    public var isInternal: Bool

    public init(
      places: Places, window: ReleaseWindow? = nil, dimensions: [String] = [], measure: InsightMeasure = .people,
      loss: PrivacyLoss? = nil, levels: GateLevels = .standard, grid: InsightGrid = .standard, isInternal: Bool = false
    ) {
      (self.places, self.window, self.dimensions, self.measure) = (places, window, dimensions, measure)
      (self.loss, self.levels, self.grid, self.isInternal) = (loss, levels, grid, isInternal)
    }
  }

  /// Of one question: half of what a page may lose in a week.
  public static let defaultLoss = PrivacyLoss(micro: 500_000)

  public struct Finding: Sendable {
    public let report: InsightsReport
    /// With what was drawn; to be written before the report is shown.
    public let releases: ReleaseLedger
    public let isNew: Bool
  }

  /// Answers from a snapshot. New noise stands in the snapshot, with what it cost, before this returns; on any failure
  /// the snapshot is what it was.
  /// - Throws: `Failure`: as `run`, and where another program changed the snapshot meanwhile.
  public static func run(_ path: String, _ request: Request, _ context: RunContext) throws(Failure) -> InsightsReport {
    let stamp = SnapshotJob.stamp(of: path)
    var dataset = try SnapshotJob.read(path, context)
    let found = try run(dataset, request, context)
    if found.isNew {
      dataset.releases = found.releases
      try SnapshotJob.write(dataset, to: path, unchangedSince: stamp, context)
    }
    return found.report
  }

  /// - Throws: `Failure`: no such place or dimension, a week that is not over, a budget that is spent, windows that
  ///   overlap.
  public static func run(_ dataset: Dataset, _ request: Request, _ context: RunContext) throws(Failure) -> Finding {
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents)
    let permitted = gate.graph(for: .insights)
    let graph = permitted.value
    guard !request.isInternal || request.measure == .people else {
      throw Failure(
        .refused, "events are not counted without noise: the gate asks how many people a number rests on",
        hint: "leave out --internal, or --measure events")
    }
    let groups = try places(request.places, graph)
    let window = try window(request.window, graph.newestTime)
    let insights = try failing { () throws(InsightError) in
      try PageInsights(
        permitted, days: window.days, by: request.dimensions, measure: request.measure, grid: request.grid,
        isBounded: !request.isInternal)
    }
    let loss = request.loss ?? defaultLoss
    var (ledger, noise, isNew) = (dataset.releases, NoiseSource(), false)
    var found: [(group: GroupIndex, epsilon: PrivacyLoss?, tables: Released<[GatedTable]>)] = []
    if !request.isInternal {
      // All or none: before any noise is drawn.
      let new = groups.filter { ledger.answer(to: question(insights, graph, $0, window)) == nil }
      for group in new {
        do throws(ReleaseError) {
          try ledger.admit(question(insights, graph, group, window), loss: loss)
        } catch {
          throw Failure(error)
        }
      }
      if let first = new.first {
        let people = gate.allowing(.insights).count
        try refuseNothing(insights.drafts(of: first, loss: loss), loss, graph, people: people, request)
      }
    }
    for group in groups {
      try context.checkCancellation()
      if request.isInternal {
        let drafts = insights.drafts(of: group, loss: loss)
        found.append((group, nil, ReleaseLedger.Draft.released(drafts, request.levels)))
        continue
      }
      let question = question(insights, graph, group, window)
      let release: StoredRelease
      if let stored = ledger.answer(to: question) {
        release = stored
        if let asked = request.loss, asked != stored.loss {
          context.tell("answered before at ε \(stored.loss); that answer stands")
        }
      } else {
        do throws(ReleaseError) {
          release = try ledger.draw(question, insights.drafts(of: group, loss: loss), noise: &noise)
        } catch {
          throw Failure(error)
        }
        isNew = true
      }
      found.append((group, release.loss, release.released(request.levels, places: graph.groups.count)))
    }
    if !request.isInternal {
      let spent = groups.map { ledger.spent(on: .place(graph.groups.ids[$0.position]), window.days) }
      if let most = spent.max(by: { $0.micro < $1.micro }) {
        let whose = groups.count == 1 ? "by this place in this week" : "in this week by the place that spent most"
        context.tell("spent \(whose): ε \(most) of \(ReleaseLedger.budget)")
      }
    }
    let report = InsightsReport(
      from: window.first.description, to: window.last.description, measure: request.measure.rawValue,
      totalAxes: insights.totalAxisNames, breakdownAxes: insights.breakdownAxisNames,
      guarantee: request.isInternal ? "k-anonymous only" : "differential privacy", notes: notes(request),
      places: found.map { place($0.group, graph.groups, $0.epsilon, $0.tables.value) })
    return Finding(report: report, releases: ledger, isNew: isNew)
  }

  // MARK: - What is asked

  /// Refuses what could show nothing of what is asked for: no number of its table can reach what noise alone makes the gate
  /// of that table be.
  ///
  /// It looks at how many people allow insights, which is taken as known to the operator, and at no count of a place.
  private static func refuseNothing(
    _ drafts: [ReleaseLedger.Draft], _ loss: PrivacyLoss, _ graph: SocialGraph, people: Int, _ request: Request
  ) throws(Failure) {
    // The last table is the finest: what was asked for.
    let gates = ReleaseLedger.Draft.gates(drafts, request.levels, places: graph.groups.count)
    guard let least = gates.last, least > people * request.measure.mostInACell else { return }
    throw Failure(
      .refused,
      "nothing of this could be shown: at ε \(loss) noise hides every number below \(least), and \(people) people of "
        + "this graph allow insights",
      hint: "nothing was spent; ask with a larger --epsilon, for less detail, or with --internal for true counts behind the gate of "
        + "\(request.levels.total)")
  }

  private static func question(
    _ insights: PageInsights, _ graph: SocialGraph, _ group: GroupIndex, _ window: ReleaseWindow
  ) -> ReleaseQuestion {
    ReleaseQuestion(
      subject: .place(graph.groups.ids[group.position]), name: insights.name, days: window.days)
  }

  private static func places(_ places: Places, _ graph: SocialGraph) throws(Failure) -> [GroupIndex] {
    func found(_ id: String, _ kinds: [GroupKind], _ word: String, _ other: String) throws(Failure) -> [GroupIndex] {
      guard let position = graph.groups.ids.index(of: id) else {
        throw Failure(.data, "no \(word) '\(id)' in this graph", hint: "ids are compared exactly: '7' and '07' differ")
      }
      guard kinds.contains(graph.groups.kinds[position]) else {
        throw Failure(.data, "'\(id)' is a \(graph.groups.kinds[position].rawValue)", hint: "ask with \(other) \(id)")
      }
      return [GroupIndex(position)]
    }
    switch places {
    case .page(let id): return try found(id, [.page], "page", "--group")
    case .group(let id): return try found(id, [.group, .community], "group", "--page")
    case .all:
      guard graph.groups.count > 0 else { throw Failure(.data, "this graph has no pages or groups") }
      return (0..<graph.groups.count).map { GroupIndex($0) }
    }
  }

  static func window(_ asked: ReleaseWindow?, _ newest: Timestamp?) throws(Failure) -> ReleaseWindow {
    guard let newest else {
      throw Failure(.data, "nothing in this graph is dated, so there is no week to speak of")
    }
    let last = ReleaseWindow.lastWhole(before: newest)
    guard let asked else { return last }
    guard asked.days.upperBound <= last.days.upperBound else {
      throw Failure(
        .data, "the week that ends on \(asked.last) is not over in this graph",
        hint: "the last whole week begins on \(last.first); an answer stands for ever, so it waits for all of a week")
    }
    return asked
  }

  // MARK: - What is told

  private static func notes(_ request: Request) -> [String] {
    var notes = [
      "Small numbers are hidden, and cells beside them, so that no difference of shown ones gives them away; nothing "
        + "and little look the same."
    ]
    if request.isInternal {
      notes.append("k-anonymous only: true counts, for internal use; differences of such answers may tell about people.")
    } else {
      let each = request.measure == .people ? "once" : "up to 10 times"
      notes.append(
        "Numbers have noise, as far as the table of tables says. A person counts in at most 4 cells of a table, "
          + "\(each) in each; neighbours differ in one person with everything of theirs.")
      notes.append(
        "Over all places together noise alone lifts a number above its gate with a chance of one in ten at most: a lone one "
          + "close to it may stand for nothing.")
      notes.append(
        "Members are counted with --internal only: the same people stand in every week, and an average over weeks would "
          + "have no noise left.")
    }
    if request.dimensions.contains(where: { $0 != InsightGrid.day }) {
      notes.append("'other': minors, people who state nothing, and values that the grid does not declare.")
    }
    notes.append("Device classes are left out: events do not have them.")
    return notes
  }

  private static func place(
    _ group: GroupIndex, _ groups: GroupTable, _ epsilon: PrivacyLoss?, _ tables: [GatedTable]
  ) -> InsightsReport.Place {
    func cells(_ name: String) -> [InsightsReport.Cell] {
      guard let table = tables.first(where: { $0.name == name }) else { return [] }
      return table.counts.enumerated().compactMap { cell, count in
        count.map { InsightsReport.Cell(values: table.values(ofCell: cell), count: $0) }
      }
    }
    func audience(_ name: String) -> Int? { cells("audience").first { $0.values == [name] }?.count }
    return InsightsReport.Place(
      id: groups.ids[group.position], name: groups.names[group.position], kind: groups.kinds[group.position].rawValue,
      epsilon: epsilon?.description, members: audience("members"), joined: audience("joined"),
      left: audience("left"), reach: cells("reach").first?.count, totals: cells("totals"), breakdown: cells("breakdown"),
      tables: tables.map {
        InsightsReport.Table(name: $0.name, cells: $0.counts.count, gate: $0.gate, margin: $0.margin)
      })
  }
}

extension Failure {
  init(_ error: InsightError) {
    switch error {
    case .sensitive: self.init(.refused, error.description)
    case .undeclared:
      self.init(
        .data, error.description,
        hint: "give --grid FILE with 'attributes: {NAME: [VALUE, …]}'; a list that is public holds no secret")
    case .grid, .noSuchDimension, .setValued, .tooManyCells: self.init(.data, error.description)
    case .dimensionTwice: self.init(.usage, error.description)
    }
  }

  init(_ error: ReleaseError) {
    func name(_ subject: ReleaseSubject) -> String {
      switch subject {
      case .place(let id): "'\(id)'"
      case .graph: "the graph"
      }
    }
    switch error {
    case .spent(let subject, let week, let already, let asked, let budget):
      self.init(
        .refused,
        "\(name(subject)) has spent ε \(already) of \(budget)"
          + (subject == .graph ? "" : " for the week of \(week)") + "; ε \(asked) more is not left",
        hint: "ask with a smaller --epsilon\(subject == .graph ? "" : ", or for another week"); what was asked before is "
          + "answered again for nothing")
    case .overlapping(let subject, let first, let last):
      self.init(
        .refused, "\(name(subject)) was answered for \(first) to \(last), which overlaps",
        hint: "ask for those days, or for weeks beside them: differences of overlapping windows tell about people")
    }
  }
}

private func failing<Value>(_ body: () throws(InsightError) -> Value) throws(Failure) -> Value {
  do throws(InsightError) {
    return try body()
  } catch {
    throw Failure(error)
  }
}
