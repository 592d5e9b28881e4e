import GraphKernels
import GraphStorage
import People

/// How well hidden ties are found again (DOMAIN C.8): the area under the ROC curve over random pairs; precision and
/// recall of the first ten, their NDCG and the reciprocal rank of the first hit over people who have a hidden tie; and
/// how honest the model's probabilities are, over the first ten of people drawn at random.
public enum SuggestionEvaluation {
  public struct Row: Equatable, Sendable {
    public let method: String
    /// Mean over the runs, each 0 to 1.
    public var auc = 0.0
    public var precisionAt10 = 0.0
    public var meanReciprocalRank = 0.0
    public var recallAt10 = 0.0
    public var ndcgAt10 = 0.0
  }

  public struct Outcome: Equatable, Sendable {
    public var hidden = 0
    public var rankedPeople = 0
    public var rows: [Row]
    /// Which model was used in each run.
    public var models: [String] = []
    public var runs = 0
    /// What the model said of the first ten of people drawn at random, beside whether it was a hidden tie; of all runs.
    public var shown: [CalibrationCase] = []
  }

  static let largestPairs = 20_000

  public static let methods: [(name: String, feature: SuggestionFeature?)] = [
    ("common neighbours", .commonNeighbours), ("Adamic–Adar", .adamicAdar),
    ("resource allocation", .resourceAllocation), ("Jaccard", .jaccard),
    ("personalised PageRank", .personalisedPageRank), ("preferential attachment", nil),
  ]
  public static let model = "the model"

  public static var empty: Outcome { Outcome(rows: (methods.map(\.name) + [model]).map { Row(method: $0) }) }

  /// One run; its figures are added to `outcome`, which `mean` then divides.
  /// - Throws: `tooFewTies` where none is hidden, `cancelled`, `tooLarge`.
  public static func run(
    _ hidden: HiddenTies, _ model: SuggestionModel, seed: UInt64, rankedPeople: Int, into outcome: inout Outcome,
    _ control: RunControl
  ) throws(SuggestionError) {
    let tested = SuggestionFeature.allCases.filter { $0 != .sameCommunity }
    let features = model.features.union(tested)
    let network = try hidden.network.withCommunities(model.features, control)
    let tolerance = SuggestionFit.walkTolerance(people: network.graph.vertexCount)
    var generator = SeededGenerator(seed: seed, stream: 3)
    let ties = hidden.ties.filter { tie in
      network.mayBeSuggested(tie.1, to: tie.0) && network.mayBeSuggested(tie.0, to: tie.1)
    }
    guard !ties.isEmpty else { throw .tooFewTies(found: 0, needed: 1) }

    var pairs = ties.prefix(largestPairs).map { (viewer: $0.0, other: $0.1) }
    let positives = pairs.count
    let people = (0..<UInt32(network.graph.vertexCount)).filter { network.isEligible[Int($0)] }
    var tries = 0
    while pairs.count < 2 * positives, tries < 100 * positives {
      tries += 1
      let (one, other) = (people[generator.below(people.count)], people[generator.below(people.count)])
      if hidden.areStrangers(one, other), network.mayBeSuggested(other, to: one) {
        pairs.append((min(one, other), max(one, other)))
      }
    }
    let values = try PairReading(network: network, features: features, walkTolerance: tolerance)
      .values(pairs, control.part(0...0.6))
    for row in outcome.rows.indices {
      let scores = pairs.indices.map { place in
        score(row, values[place], network.graph.degree(Int(pairs[place].viewer)), model)
      }
      outcome.rows[row].auc += RankStatistics.area(
        Array(scores[..<positives]), Array(scores[positives...]))
    }

    var hiddenOf: [UInt32: [UInt32]] = [:]
    for tie in ties {
      hiddenOf[tie.0, default: []].append(tie.1)
      hiddenOf[tie.1, default: []].append(tie.0)
    }
    var viewers = hiddenOf.keys.sorted()
    generator.shuffle(&viewers)
    viewers = Array(viewers.prefix(rankedPeople))
    let byDegree = people.sorted { left, right in
      let (one, other) = (network.graph.degree(Int(left)), network.graph.degree(Int(right)))
      return one != other ? one > other : left < right
    }
    let pieces = evenRanges(viewers.count, pieces: 32)
    let rowCount = outcome.rows.count
    let threads = control.threads
    let lists: [[RankStatistics.List]] = parallelMap(count: pieces.count, threads: threads) {
      [viewers, hiddenOf] piece in
      let reader = FeatureReader(
        network, features: features, shortlist: 1, walkTolerance: tolerance, control)
      var lists: [[RankStatistics.List]] = []
      for viewer in viewers[pieces[piece]] {
        guard !control.isCancelled, let cases = everybody(viewer, reader, control) else { break }
        let wanted = Set(hiddenOf[viewer] ?? [])
        lists.append(
          (0..<rowCount).map { row in
            let ranked =
              row < methods.count && methods[row].feature == nil
              ? byDegree.filter { network.mayBeSuggested($0, to: viewer) }
              : ranking(row, cases, model)
            return RankStatistics.list(ranked.map(wanted.contains), hidden: wanted.count)
          })
      }
      return lists
    }.flatMap { $0 }
    if control.isCancelled { throw .cancelled }
    for row in 0..<rowCount {
      var sum = RankStatistics.List()
      for list in lists {
        sum.precisionAt10 += list[row].precisionAt10
        sum.reciprocalRank += list[row].reciprocalRank
        sum.recallAt10 += list[row].recallAt10
        sum.ndcgAt10 += list[row].ndcgAt10
      }
      let count = Double(max(lists.count, 1))
      outcome.rows[row].precisionAt10 += sum.precisionAt10 / count
      outcome.rows[row].meanReciprocalRank += sum.reciprocalRank / count
      outcome.rows[row].recallAt10 += sum.recallAt10 / count
      outcome.rows[row].ndcgAt10 += sum.ndcgAt10 / count
    }
    // A model without one says no chance to anybody.
    if model.calibration != nil {
      outcome.shown += try ShownCandidates(hidden: hidden, network: network, model: model).cases(
        viewers: rankedPeople, seed: seed, top: 10, control
      ).map { entry in
        let logOdds = model.logOdds(entry.score, friends: entry.friends, rank: entry.rank)
        return CalibrationCase(confidence: LogisticFit.probability(logOdds), isCorrect: entry.isTie)
      }
    }
    outcome.hidden += ties.count
    outcome.rankedPeople += lists.count
    outcome.models.append(model.name)
    outcome.runs += 1
    control.report(1)
  }

  /// The figures as means over the runs.
  public static func mean(_ outcome: Outcome) -> Outcome {
    var outcome = outcome
    let runs = Double(max(outcome.runs, 1))
    for row in outcome.rows.indices {
      outcome.rows[row].auc /= runs
      outcome.rows[row].precisionAt10 /= runs
      outcome.rows[row].meanReciprocalRank /= runs
      outcome.rows[row].recallAt10 /= runs
      outcome.rows[row].ndcgAt10 /= runs
    }
    return outcome
  }

  private static func score(_ row: Int, _ values: [Double], _ viewerDegree: Int, _ model: SuggestionModel) -> Double {
    guard row < methods.count else { return model.score(values) }
    guard let feature = methods[row].feature else {
      return values[SuggestionFeature.candidateDegree.position] * Double(viewerDegree)
    }
    return values[feature.position]
  }

  /// Everybody whom a viewer could be shown: over common neighbours, met by the walk, in the book or a small group.
  private static func everybody(
    _ viewer: UInt32, _ reader: FeatureReader, _ control: RunControl
  ) -> [FeatureReader.Case]? {
    let network = reader.network
    guard let reached = reader.candidates.reached(from: viewer, excluding: network.excluded[viewer], control),
      let walk = reader.walk(from: viewer)
    else { return nil }
    let others = Set(reached + walk.vertices + network.books[viewer] + network.groups.companions(of: viewer))
    return reader.cases(of: viewer, others.sorted().filter { network.mayBeSuggested($0, to: viewer) })
  }

  /// Best first, equals by the smaller person; who has nothing of a method is not in its list.
  private static func ranking(_ row: Int, _ cases: [FeatureReader.Case], _ model: SuggestionModel) -> [UInt32] {
    var scored: [(candidate: UInt32, score: Double)] = []
    for item in cases {
      let score = score(row, item.values, 1, model)
      if row >= methods.count || score > 0 { scored.append((item.candidate, score)) }
    }
    scored.sort { $0.score != $1.score ? $0.score > $1.score : $0.candidate < $1.candidate }
    return scored.map(\.candidate)
  }
}
