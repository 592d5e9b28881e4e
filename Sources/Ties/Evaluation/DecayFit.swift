import GraphStorage
import People

/// Chooses the kernel and the weights of tie strength on an operator's own log.
///
/// Coordinate descent over a fixed grid from the default of DOMAIN C.1: kernel, ρ, γ, the caps, then ω of each kind,
/// until a round changes nothing; measured by the mean NDCG@10 on the earlier cuts (`fit`). A change is taken if people
/// gain more by it than the standard error of their gains, so that chance does not decide, and the outcome is kept only
/// if the same holds against the default on later cuts that it was not fitted on (`guarding`). The last cuts (`heldOut`)
/// decide nothing and say what to expect.
/// - Complexity: O(grid · rows of the candidates), about 300 kernels.
public struct DecayFit: Sendable {
  public struct Outcome: Equatable, Sendable {
    public let parameters: TieParameters
    /// Whether anything beat the default where it counts.
    public let isDefault: Bool
    /// Mean NDCG@10 of the default and of the chosen, on the three parts of the cuts.
    public let standard: Scores
    public let chosen: Scores
    public let fitCuts: Int
    public let guardCuts: Int
    public let heldOutCuts: Int
    /// How many sets of parameters were tried.
    public let tried: Int
  }

  public struct Scores: Equatable, Sendable {
    public let fit: Double
    public let guarding: Double
    public let heldOut: Double
  }

  static let halfLives: [Double] = [0.125, 0.25, 0.5, 1, 2, 4, 7, 15, 30, 60, 120, 3650]
  static let ratios: [Double] = [1, 3, 10, 30]

  /// Single scales, and two with the shorter one the stronger; amplitudes sum to at most 31.
  static let kernels: [[TieParameters.Term]] = {
    var kernels = halfLives.map { [TieParameters.Term(amplitude: 1, halfLifeDays: $0)] }
    for (place, short) in halfLives.enumerated() {
      for long in halfLives[(place + 1)...] {
        for ratio in ratios {
          kernels.append([.init(amplitude: ratio, halfLifeDays: short), .init(amplitude: 1, halfLifeDays: long)])
        }
      }
    }
    return kernels
  }()

  private let evaluation: TieEvaluation

  public init(_ evaluation: TieEvaluation) { self.evaluation = evaluation }

  /// - Parameters:
  ///   - start: where the search begins, and what is kept unless something is better.
  ///   - goOn: asked before each set of parameters; `TieError.stopped` where it says no.
  ///   - report: is told each time a better set is found.
  /// - Throws: `TieError.tooFewCuts` with fewer than three.
  public func run(
    from start: TieParameters = .standard, goOn: () -> Bool = { true },
    report: (TieParameters, Double) -> Void = { _, _ in }
  ) throws(TieError) -> Outcome {
    var tried = 0
    let count = evaluation.states.count
    guard count >= 3 else { throw .tooFewCuts(count) }
    let fitCount = max(1, count / 2)
    let guardCount = max(1, (count - fitCount) / 2)
    let fit = 0..<fitCount
    let guarding = fitCount..<(fitCount + guardCount)
    let heldOut = (fitCount + guardCount)..<count

    var best = (parameters: start, each: try evaluation.ndcg(start, cuts: fit))
    func consider(_ parameters: TieParameters) throws(TieError) -> Bool {
      if parameters == best.parameters { return false }
      guard goOn() else { throw .stopped }
      tried += 1
      let each = try evaluation.ndcg(parameters, cuts: fit)
      guard Self.isGain(from: best.each, to: each) else { return false }
      best = (parameters, each)
      report(parameters, mean(each.map(mean)))
      return true
    }
    let names = evaluation.kinds.names.filter(used.contains)
    for _ in 0..<4 {
      var isBetter = false
      guard goOn() else { throw .stopped }
      let kernel = try bestKernel(with: best.parameters, cuts: fit)
      tried += Self.kernels.count
      var parameters = best.parameters
      parameters.kernel = kernel
      if try consider(parameters) { isBetter = true }
      for (path, values) in Self.numbers {
        for value in values {
          var parameters = best.parameters
          parameters[keyPath: path] = value
          if try consider(parameters) { isBetter = true }
        }
      }
      for cap in [nil, 1, 2, 4, 10] {
        var parameters = best.parameters
        parameters.burstCap = cap
        if try consider(parameters) { isBetter = true }
      }
      // One kind has no weight but a scale of all strengths.
      for name in names where names.count > 1 {
        let own = evaluation.kinds.index(of: name).map { evaluation.kinds[$0].weight } ?? 1
        for factor in [0, 0.25, 0.5, 1, 2, 4] {
          var parameters = best.parameters
          parameters.kindWeights[name] = factor == 1 ? nil : min(own * factor, EventKind.weightRange.upperBound)
          if try consider(parameters) { isBetter = true }
        }
      }
      if !isBetter { break }
    }
    func scores(_ parameters: TieParameters) throws(TieError) -> Scores {
      Scores(
        fit: mean(try evaluation.ndcg(parameters, cuts: fit).map(mean)),
        guarding: mean(try evaluation.ndcg(parameters, cuts: guarding).map(mean)),
        heldOut: mean(try evaluation.ndcg(parameters, cuts: heldOut).map(mean)))
    }
    let standard = try scores(start)
    var chosen = (parameters: best.parameters, scores: try scores(best.parameters))
    if best.parameters != start {
      let holds = Self.isGain(
        from: try evaluation.ndcg(start, cuts: guarding), to: try evaluation.ndcg(best.parameters, cuts: guarding))
      if !holds { chosen = (start, standard) }
    }
    return Outcome(
      parameters: chosen.parameters, isDefault: chosen.parameters == start, standard: standard, chosen: chosen.scores,
      fitCuts: fit.count, guardCuts: guarding.count, heldOutCuts: heldOut.count, tried: tried)
  }

  /// The kernel of the grid with the best mean, the rest of the parameters as they are; of equal ones the first. Strength
  /// is linear in the amplitudes, so each half-life is summed once, and the sums are added up for every kernel.
  private func bestKernel(
    with parameters: TieParameters, cuts: Range<Int>
  ) throws(TieError) -> [TieParameters.Term] {
    var means = [Double](repeating: 0, count: Self.kernels.count)
    for cut in cuts {
      let state = evaluation.states[cut]
      let scales = try parallelMap(count: Self.halfLives.count, threads: evaluation.threads) {
        index throws(TieError) in
        var single = parameters
        single.kernel = [.init(amplitude: 1, halfLifeDays: Self.halfLives[index])]
        return try state.scores(.strength(single), kinds: evaluation.kinds)
      }
      let figures = try parallelMap(count: Self.kernels.count, threads: evaluation.threads) { index throws(TieError) in
        var scores = [Int64](repeating: 0, count: state.candidateCount)
        for term in Self.kernels[index] {
          let scale = scales[Self.halfLives.firstIndex(of: term.halfLifeDays) ?? 0]
          for place in scores.indices {
            let (all, tooMany) = scale[place].multipliedReportingOverflow(by: Int64(term.amplitude))
            if tooMany { throw .overflow }
            scores[place] = try PairWeigher.sum(scores[place], all)
          }
        }
        return mean(state.ndcg(scores))
      }
      for index in means.indices { means[index] += figures[index] }
    }
    var best = 0
    for index in means.indices where means[index] > means[best] { best = index }
    return Self.kernels[best]
  }

  private static let numbers: [(any WritableKeyPath<TieParameters, Double> & Sendable, [Double])] = [
    (\.reciprocity, [0, 0.25, 0.5, 1, 2]), (\.groupDiscount, [0, 0.25, 0.5, 1]), (\.durationCap, [1, 2, 4]),
  ]

  /// Names of the kinds that occur.
  private var used: Set<String> {
    Set(evaluation.states[0].ledger.classes.map { evaluation.kinds[$0.kind].name })
  }

  /// Whether people gain more than a ten-thousandth on average, and more than the standard error of that average.
  static func isGain(from old: [[Double]], to new: [[Double]]) -> Bool {
    let gains = zip(old.joined(), new.joined()).map { $1 - $0 }
    guard gains.count > 1 else { return false }
    let average = mean(gains)
    let variance = gains.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(gains.count - 1)
    return average > max(1e-4, (variance / Double(gains.count)).squareRoot())
  }
}
