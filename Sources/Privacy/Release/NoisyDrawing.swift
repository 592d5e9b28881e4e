/// One answer while its noise is drawn: what every step costs is noted with what it gave.
package struct NoisyDrawing {
  var noise: NoiseSource
  private(set) var parts: [ReleasePart] = []

  init(_ noise: NoiseSource) { self.noise = noise }

  /// Counts with discrete Laplace noise.
  /// - Precondition: bounded counts.
  package mutating func table(_ draft: ReleaseLedger.Draft, nanoDelta: Int = 0) {
    guard let sensitivity = draft.counts.sensitivity else { preconditionFailure("noise needs bounded counts") }
    let distribution = DiscreteLaplace(sensitivity: sensitivity, loss: draft.loss)
    let noisy = draft.counts.counts.map { $0 + noise.noise(distribution) }
    keep(
      draft.name, axes: draft.axes, totalAxes: draft.totalAxes, draft.loss, sensitivity: sensitivity,
      nanoDelta: nanoDelta, noisy)
  }

  /// A number that lies below `value` with a chance of at most one in a thousand million.
  ///
  /// `value` gets noise of scale 1 / ε and ⌈20.8 / ε⌉ more: discrete Laplace noise Y has Pr[Y ≤ −c] =
  /// exp(−cε) / (1 + exp(−ε)), which for this c is below exp(−20.8) < 10⁻⁹.
  /// - Parameter value: which one neighbour changes by at most 1.
  package mutating func upperBound(_ value: Int, name: String, loss: PrivacyLoss) -> Int {
    let margin = (20_800_000 + loss.micro - 1) / loss.micro
    let bound = value + noise.noise(DiscreteLaplace(sensitivity: 1, loss: loss)) + margin
    keep(name, axes: [], totalAxes: 0, loss, sensitivity: 1, nanoDelta: 1, [bound])
    return bound
  }

  /// The place of the first of some numbers that is, with noise, at least 0; the last where none is.
  ///
  /// The sparse-vector technique (Dwork and Roth 2014, algorithm 1; Lyu, Su and Li 2017): one noise of scale 2 / ε
  /// for the threshold, one of scale 4 / ε for each number, one answer.
  /// - Parameters:
  ///   - values: each of which one neighbour changes by at most 1; none is asked for after the one that is told.
  ///   - names: of each value, what it stands for.
  /// - Precondition: at least one value.
  package mutating func firstNotNegative(
    _ values: some Sequence<Int>, names: [Int], name: String, loss: PrivacyLoss
  ) -> Int {
    let threshold = noise.noise(DiscreteLaplace(sensitivity: 2, loss: loss))
    let distribution = DiscreteLaplace(sensitivity: 4, loss: loss)
    let first = values.enumerated().first { $0.element + noise.noise(distribution) >= threshold }
    let place = first?.offset ?? names.count - 1
    keep(name, axes: [], totalAxes: 0, loss, sensitivity: 1, nanoDelta: 0, [names[place]])
    return place
  }

  private mutating func keep(
    _ name: String, axes: [ReleaseAxis], totalAxes: Int, _ loss: PrivacyLoss, sensitivity: Int, nanoDelta: Int,
    _ noisy: [Int]
  ) {
    guard
      let part = ReleasePart(
        name: name, axes: axes, totalAxes: totalAxes, loss: loss, sensitivity: sensitivity, nanoDelta: nanoDelta,
        noisy: noisy)
    else { preconditionFailure("a part is whole") }
    parts.append(part)
  }
}
