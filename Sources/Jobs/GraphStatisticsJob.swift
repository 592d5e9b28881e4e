import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports

/// Numbers of the graph of friendships with noise, and the ledger of everything released.
public enum GraphStatisticsJob {
  public struct Request: Sendable {
    public var statistic: GraphStatistic
    public var relation: NeighbourRelation
    /// Under node privacy, up to how many friendships or triangles of a person count; nil finds it at a quarter of the
    /// loss.
    public var bound: Int?
    public var window: ReleaseWindow?
    public var loss: PrivacyLoss?

    public init(
      statistic: GraphStatistic, relation: NeighbourRelation, bound: Int? = nil, window: ReleaseWindow? = nil,
      loss: PrivacyLoss? = nil
    ) {
      (self.statistic, self.relation, self.bound) = (statistic, relation, bound)
      (self.window, self.loss) = (window, loss)
    }
  }

  /// As `InsightsJob.run`.
  /// - Throws: `Failure`: a bound that has no meaning, a week that is not over, a budget that is spent, an answer that
  ///   would be noise.
  public static func run(
    _ path: String, _ request: Request, _ context: RunContext
  ) throws(Failure) -> GraphStatisticsReport {
    if let bound = request.bound {
      let (name, range) = (boundName(request.statistic), GraphStatistics.bounds(request.statistic))
      guard request.relation == .node else { throw Failure(.usage, "\(name): goes with node privacy") }
      guard range.contains(bound) else { throw Failure(.usage, "\(name): lies in 1 … \(range.upperBound)") }
    }
    let stamp = SnapshotJob.stamp(of: path)
    var dataset = try SnapshotJob.read(path, context)
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents)
    let permitted = gate.graph(for: .statistics)
    // Where nothing is dated, friendships hold always, and there is one week.
    let newest = permitted.value.newestTime ?? Timestamp(seconds: 14 * 86_400)
    let window = try InsightsJob.window(request.window, newest)
    let question = GraphStatistics.question(
      request.statistic, request.relation, bound: request.bound, days: window.days)
    let loss = request.loss ?? InsightsJob.defaultLoss
    let release: StoredRelease
    if let stored = dataset.releases.answer(to: question) {
      release = stored
      if let asked = request.loss, asked != stored.loss {
        context.tell("answered before at ε \(stored.loss); that answer stands")
      }
    } else {
      var noise = NoiseSource()
      let end = Timestamp(milliseconds: Int64(window.days.upperBound) * 86_400_000 - 1)
      // Before the work, not after it.
      do throws(ReleaseError) { try dataset.releases.admit(question, loss: loss) } catch { throw Failure(error) }
      try refuseNoise(request, loss, people: gate.allowing(.statistics).count)
      do throws(ReleaseError) {
        let statistics = GraphStatistics(
          permitted, among: gate.allowing(.statistics), asOf: end, threads: context.threads,
          cancellation: context.cancellation)
        release = try statistics.draw(
          request.statistic, request.relation, bound: request.bound, days: window.days, loss: loss,
          ledger: &dataset.releases, noise: &noise)
      } catch {
        throw Failure(error)
      }
      try context.checkCancellation()
      try SnapshotJob.write(dataset, to: path, unchangedSince: stamp, context)
    }
    let spent = dataset.releases.spent(on: .graph, window.days)
    context.tell("spent of the graph, over all weeks: ε \(spent) of \(ReleaseLedger.budget)")
    return report(release, request, asOf: permitted.value.newestTime == nil ? "undated" : window.last.description)
  }

  /// Refuses what would be noise and little else, before anything is spent.
  ///
  /// It looks at how many people allow statistics, which is taken as known to the operator, and at nobody's friendships.
  private static func refuseNoise(_ request: Request, _ loss: PrivacyLoss, people: Int) throws(Failure) {
    let (statistic, isNode) = (request.statistic, request.relation == .node)
    if isNode, request.bound == nil {
      let least = GraphStatistics.leastPeople(statistic, loss)
      // A bound that is found leaves margins that so many people can bear.
      guard people < least else { return }
      let counted = statistic == .triangles ? "triangles" : "friends"
      throw Failure(
        .refused,
        "\(people) people allow statistics, too few at ε \(loss): below \(least) noise decides up to how many "
          + "\(counted) of a person count",
        hint: "nothing was spent; give --\(boundName(statistic)), a number of \(counted) that few people exceed, chosen "
          + "without looking at the graph or at earlier answers: that costs nothing")
    }
    guard let margin = GraphStatistics.margin(statistic, bound: request.bound, loss: loss) else { return }
    let most = GraphStatistics.most(statistic, bound: request.bound, people: people)
    guard margin > most / 4 else { return }
    // Where the bound limits what can be told, that grows with it as noise does.
    let isLimiting = GraphStatistics.most(statistic, bound: request.bound.map { $0 - 1 }, people: people) < most
    let smaller = isNode && !isLimiting && most > 0 ? " or a smaller --\(boundName(statistic))" : ""
    throw Failure(
      .refused, "the answer would be noise: ± \(margin) beside a number of at most \(most)",
      hint: "nothing was spent; ask with a larger --epsilon\(smaller)")
  }

  private static func boundName(_ statistic: GraphStatistic) -> String {
    statistic == .triangles ? "triangle-bound" : "degree-bound"
  }

  private static func report(
    _ release: StoredRelease, _ request: Request, asOf: String
  ) -> GraphStatisticsReport {
    let found = zip(release.parts, release.statistics.value).first { GraphStatistics.isBound($0.0.name) }
    let cap = request.bound ?? found.flatMap { $0.1.counts.first ?? nil }
    let figures = zip(release.parts, release.statistics.value).flatMap { part, table in
      table.counts.enumerated().compactMap { cell, count -> GraphStatisticsReport.Figure? in
        let value = table.axes.isEmpty ? nil : table.values(ofCell: cell).joined(separator: ", ")
        // Nobody is counted above the cap: what stands there is noise alone.
        if let value, let cap, GraphStatistics.isAbove(value, cap: cap) { return nil }
        return GraphStatisticsReport.Figure(
          name: table.name, value: value,
          count: count ?? 0, sensitivity: part.sensitivity, epsilon: part.loss.description,
          // A chosen θ and an upper bound have no error of that kind.
          margin: GraphStatistics.isChosen(part.name) ? nil : part.margin)
      }
    }
    let digits = String(release.nanoDelta)
    let delta = release.nanoDelta == 0 ? nil : "0." + String(repeating: "0", count: 9 - digits.count) + digits
    return GraphStatisticsReport(
      statistic: request.statistic.rawValue, privacy: request.relation.rawValue, relation: request.relation.words,
      epsilon: release.loss.description, delta: delta, asOf: asOf, figures: figures,
      note: cap.map { cap in
        let kept =
          request.statistic == .triangles
          ? "triangles are counted so that no more than \(cap) stand at one person: those beyond that are left out, and up "
            + "to \(GraphStatistics.triangleGap(cap)) more"
          : "of a graph in which nobody has more friends than \(cap): friendships beyond that are left out"
        return "\(kept); ± tells of the noise, not of them"
      })
  }

  /// What was spent, question by question. What one person has lost depends on where they are active, which is nobody's
  /// to see; the sum of everything bounds it.
  public static func ledger(_ dataset: Dataset) -> ReleaseLedgerReport {
    let all = dataset.releases.releases.reduce(0) { $0 + $1.loss.micro }
    return ReleaseLedgerReport(
      budget: ReleaseLedger.budget.description,
      rows: dataset.releases.releases.map { release in
        let question = release.question
        var place: String?
        if case .place(let id) = question.subject { place = id }
        return ReleaseLedgerReport.Row(
          place: place, from: CivilDate(daysSince1970: question.days.lowerBound).description,
          to: CivilDate(daysSince1970: question.days.upperBound - 1).description, question: question.name,
          epsilon: release.loss.description,
          spent: dataset.releases.spent(on: question.subject, question.days).description)
      }, everything: PrivacyLoss(micro: all).description)
  }
}
