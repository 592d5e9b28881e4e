/// The discrete Laplace distribution on the integers: `Pr[y] = (1 − q) / (1 + q) · q^|y|` with `q = exp(−1 / scale)`,
/// drawn exactly: with integers and coin tosses alone, no floating point and so none of its leaks.
///
/// A draw takes a bounded expected number of random words, about 20 whatever the scale.
///
/// Source: Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1 and 2,
/// with `t / s` there the scale here. Deviation: none.
struct DiscreteLaplace: Sendable {
  /// The scale is `numerator / denominator`, in lowest terms.
  let numerator: UInt64
  let denominator: UInt64

  /// The noise that makes counts of this sensitivity private at this loss: scale = sensitivity / ε.
  /// - Precondition: `sensitivity` in 1 … 2³⁰, `loss` above zero.
  init(sensitivity: Int, loss: PrivacyLoss) {
    precondition((1...1 << 30).contains(sensitivity) && loss.micro > 0, "noise needs a sensitivity and a loss")
    let (top, bottom) = (UInt64(sensitivity) * 1_000_000, UInt64(loss.micro))
    var (divisor, rest) = (top, bottom)
    while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
    (numerator, denominator) = (top / divisor, bottom / divisor)
  }

  func draw(_ generator: inout some RandomNumberGenerator) -> Int {
    while true {
      let first = generator.uniform(below: numerator)
      guard Self.coin(expOfMinus: first, over: numerator, &generator) else { continue }
      var whole: UInt64 = 0
      while Self.coin(expOfMinus: 1, over: 1, &generator) { whole += 1 }
      let magnitude = (first + numerator * whole) / denominator
      let isNegative = generator.next() & 1 == 1
      // Zero has one sign, or it would come up twice as often.
      if isNegative, magnitude == 0 { continue }
      return isNegative ? -Int(magnitude) : Int(magnitude)
    }
  }

  /// True with the probability `exp(−top / bottom)`.
  /// - Precondition: `top <= bottom`.
  static func coin(
    expOfMinus top: UInt64, over bottom: UInt64, _ generator: inout some RandomNumberGenerator
  ) -> Bool {
    // The number of successes in a row of coins γ, γ/2, γ/3, … is even with the probability exp(−γ).
    var round: UInt64 = 1
    while generator.uniform(below: bottom) < top, generator.uniform(below: round) == 0 { round += 1 }
    return round % 2 == 1
  }
}

extension RandomNumberGenerator {
  /// Uniform in `0 ..< bound`, by Lemire's multiplication with rejection.
  /// - Precondition: `bound >= 1`.
  mutating func uniform(below bound: UInt64) -> UInt64 {
    precondition(bound >= 1, "nothing lies below 0")
    let threshold = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= threshold { return product.high }
    }
  }
}
