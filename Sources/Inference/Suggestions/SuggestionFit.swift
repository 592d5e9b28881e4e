import GraphKernels
import GraphStorage
import People

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Fits a model of suggestions to an operator's own network: ties are hidden and told from pairs that are none.
///
/// Cases: hidden ties; as many random pairs; and for each hidden tie that is a candidate another of the same viewer's
/// shortlist. These others are more than their share of all pairs, which the weight of `two_steps` is corrected for
/// (King and Zeng, "Logistic regression in rare events data", 2001). Each feature alone, all of structure together and
/// everything together are compared by 5-fold cross-fit (folds by hash of the pair): of those no worse against random
/// pairs than any feature alone, up to a thousandth, the best mean of both areas is chosen, the simpler of equals. The
/// model is fitted to all cases and then calibrated on the candidates that would be shown to people drawn at random.
public enum SuggestionFit {
  /// Below this many hidden ties nothing is fitted.
  public static let leastTies = 20
  static let largestCases = 20_000
  static let calibrationViewers = 2_000
  static let calibrationTop = 20
  static let shortlist = 100

  private struct Sample {
    var pairs: [(viewer: UInt32, other: UInt32)] = []
    var kinds: [Kind] = []
    enum Kind { case tie, random, candidate }
  }

  private struct Choice {
    let name: String
    let features: [SuggestionFeature]
    var isSingle: Bool { features.count == 1 }
  }

  /// - Throws: `tooFewTies`, `cancelled`, `tooLarge`.
  public static func run(
    _ hidden: HiddenTies, provenance: String, seed: UInt64, _ control: RunControl
  ) throws(SuggestionError) -> SuggestionModel {
    guard hidden.count >= leastTies else { throw .tooFewTies(found: hidden.count, needed: leastTies) }
    let network = try hidden.network.withCommunities(Set(SuggestionFeature.allCases), control)
    let tolerance = walkTolerance(people: network.graph.vertexCount)
    let sample = try draw(hidden, network, seed: seed, control)
    let ties = sample.kinds.count { $0 == .tie }
    guard ties >= leastTies else { throw .tooFewTies(found: ties, needed: leastTies) }
    let values = try PairReading(
      network: network, features: Set(SuggestionFeature.allCases), walkTolerance: tolerance
    ).values(sample.pairs, control.part(0...0.7))
    let choices = self.choices(values)
    let folds = sample.pairs.map { fold(of: $0, seed: seed) }
    let scores = parallelMap(count: choices.count, threads: control.threads) { index in
      crossFit(choices[index], values, sample.kinds, folds)
    }
    if control.isCancelled { throw .cancelled }
    let least = scores.indices.filter { choices[$0].isSingle }.map { scores[$0].aucRandom }.max() ?? 0
    let fine = scores.indices.filter { scores[$0].aucRandom >= least - 0.001 }
    guard var best = fine.first else { throw .noTies }
    for index in fine where mean(scores[index]) > mean(scores[best]) { best = index }
    let chosen = choices[best]
    let fit = fit(chosen, values, sample.kinds, Array(values.indices))
    var model = SuggestionModel(
      name: chosen.name, provenance: provenance,
      terms: chosen.features.enumerated().map { column, feature in
        SuggestionModel.Term(
          feature: feature, mean: fit.means[column], deviation: fit.deviations[column], weight: fit.weights[column])
      }, intercept: fit.intercept, walkTolerance: tolerance, shortlist: shortlist, scores: scores)
    try calibrate(&model, hidden, network, seed: seed, control.part(0.7...1))
    return model
  }

  /// Small where the graph is, so that far people are reached; work of a walk is bounded by its inverse.
  static func walkTolerance(people: Int) -> Double { people <= 100_000 ? 1e-6 : 1e-5 }

  private static func mean(_ score: SuggestionModel.Score) -> Double { (score.aucRandom + score.aucCandidates) / 2 }

  /// The simpler first.
  private static func choices(_ values: [[Double]]) -> [Choice] {
    func varies(_ feature: SuggestionFeature) -> Bool {
      values.contains { $0[feature.position] != values[0][feature.position] }
    }
    let single: [SuggestionFeature] = [
      .resourceAllocation, .adamicAdar, .commonNeighbours, .jaccard, .personalisedPageRank,
    ]
    let structure = single + [.candidateDegree, .twoSteps]
    let all = SuggestionFeature.allCases.filter(varies)
    return single.map { Choice(name: $0.rawValue, features: [$0]) } + [
      Choice(name: "structure", features: structure), Choice(name: "combination", features: all),
    ].filter { !$0.features.isEmpty }
  }

  private static func fold(of pair: (viewer: UInt32, other: UInt32), seed: UInt64) -> Int {
    var generator = SeededGenerator(
      seed: seed, stream: UInt64(min(pair.viewer, pair.other)) << 32 | UInt64(max(pair.viewer, pair.other)))
    return generator.below(5)
  }

  /// Fits one choice to some of the cases.
  private static func fit(
    _ choice: Choice, _ values: [[Double]], _ kinds: [Sample.Kind], _ chosen: [Int]
  ) -> LogisticFit.Fit {
    // One feature alone keeps its order, whatever it is weighed against; random pairs set its level.
    let cases = choice.isSingle ? chosen.filter { kinds[$0] != .candidate } : chosen
    var fit = LogisticFit.run(
      cases.map { index in choice.features.map { $0.scaled(values[index][$0.position]) } },
      cases.map { kinds[$0] == .tie }, importance: [Double](repeating: 1, count: cases.count))
    if let column = choice.features.firstIndex(of: .twoSteps) {
      let near = cases.count { kinds[$0] == .random && values[$0][SuggestionFeature.twoSteps.position] > 0 }
      let drawn = cases.count { kinds[$0] == .candidate }
      let correction = log((Double(near + drawn) + 0.5) / (Double(near) + 0.5))
      fit.weights[column] += correction * fit.deviations[column]
      fit.intercept += correction * fit.means[column]
    }
    return fit
  }

  private static func crossFit(
    _ choice: Choice, _ values: [[Double]], _ kinds: [Sample.Kind], _ folds: [Int]
  ) -> SuggestionModel.Score {
    var areas = (random: 0.0, candidates: 0.0)
    for fold in 0..<5 {
      let fit = fit(choice, values, kinds, values.indices.filter { folds[$0] != fold })
      var scores: (tie: [Double], near: [Double], random: [Double], candidate: [Double]) = ([], [], [], [])
      for index in values.indices where folds[index] == fold {
        var score = fit.intercept
        for (column, feature) in choice.features.enumerated() {
          let value = feature.scaled(values[index][feature.position])
          score += fit.weights[column] * (value - fit.means[column]) / fit.deviations[column]
        }
        switch kinds[index] {
        case .tie:
          scores.tie.append(score)
          if values[index][SuggestionFeature.twoSteps.position] > 0 { scores.near.append(score) }
        case .random: scores.random.append(score)
        case .candidate: scores.candidate.append(score)
        }
      }
      areas.random += RankStatistics.area(scores.tie, scores.random) / 5
      areas.candidates += RankStatistics.area(scores.near, scores.candidate) / 5
    }
    return SuggestionModel.Score(model: choice.name, aucRandom: areas.random, aucCandidates: areas.candidates)
  }

  private static func draw(
    _ hidden: HiddenTies, _ network: SuggestionNetwork, seed: UInt64, _ control: RunControl
  ) throws(SuggestionError) -> Sample {
    var generator = SeededGenerator(seed: seed, stream: 1)
    let people = (0..<network.graph.vertexCount).filter { network.isEligible[$0] }
    guard people.count >= 2 else { throw .noTies }
    let reader = FeatureReader(network, features: [], shortlist: shortlist, walkTolerance: 1e-3, control)
    var sample = Sample()
    for tie in hidden.ties.prefix(largestCases) {
      let isTurned = generator.below(2) == 1
      let pair = isTurned ? (viewer: tie.1, other: tie.0) : (viewer: tie.0, other: tie.1)
      guard network.mayBeSuggested(pair.other, to: pair.viewer) else { continue }
      sample.pairs.append(pair)
      sample.kinds.append(.tie)
      if reader.candidates.shares(pair.viewer, pair.other).common > 0 {
        let excluded = network.excluded[pair.viewer]
        guard let listed = reader.candidates.list(of: pair.viewer, excluding: excluded, control) else {
          throw .cancelled
        }
        // A few tries: in a tiny graph there may be no such pair.
        for _ in 0..<8 where !listed.isEmpty {
          let other = listed[generator.below(listed.count)].vertex
          if hidden.contains(pair.viewer, other) { continue }
          sample.pairs.append((pair.viewer, other))
          sample.kinds.append(.candidate)
          break
        }
      }
      for _ in 0..<8 {
        let one = UInt32(people[generator.below(people.count)])
        let other = UInt32(people[generator.below(people.count)])
        guard hidden.areStrangers(one, other), network.mayBeSuggested(other, to: one) else { continue }
        sample.pairs.append((one, other))
        sample.kinds.append(.random)
        break
      }
    }
    return sample
  }

  /// Makes the model's chances the shares of hidden ties among candidates shown to people drawn at random.
  ///
  /// A score tells the candidates of one person apart. Between people it says little: who has many friends makes more
  /// new ones, and of two equal candidates the first of a list is likelier than the tenth. So both count too.
  private static func calibrate(
    _ model: inout SuggestionModel, _ hidden: HiddenTies, _ network: SuggestionNetwork, seed: UInt64,
    _ control: RunControl
  ) throws(SuggestionError) {
    let found = try ShownCandidates(hidden: hidden, network: network, model: model).cases(
      viewers: calibrationViewers, seed: seed, top: calibrationTop, control)
    let ties = found.count { $0.isTie }
    guard ties >= leastTies, ties < found.count else { return }
    func fitted(withRank: Bool) -> LogisticFit.Fit {
      LogisticFit.run(
        found.map { [$0.score, log1p(Double($0.friends)), withRank ? log(Double($0.rank)) : 0] },
        found.map(\.isTie), importance: [Double](repeating: 1, count: found.count), ridge: 1e-6)
    }
    var fit = fitted(withRank: true)
    if fit.weights[2] > 0 || fit.weights[0] <= 0 { fit = fitted(withRank: false) }
    func slope(_ column: Int) -> Double { fit.weights[column] / fit.deviations[column] }
    // A slope that turns the order round would be noise: then there is no chance to tell.
    guard slope(0) > 0 else { return }
    for index in model.terms.indices { model.terms[index].weight *= slope(0) }
    model.intercept =
      fit.intercept + slope(0) * model.intercept
      - fit.means.indices.reduce(0) { $0 + slope($1) * fit.means[$1] }
    model.calibration = SuggestionModel.Calibration(friends: slope(1), rank: slope(2))
  }
}
