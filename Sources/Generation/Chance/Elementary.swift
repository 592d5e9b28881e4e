/// Exponential and logarithm from additions, multiplications and divisions alone, so that a generated dataset has
/// the same bytes whatever mathematical library the system has. Relative error below 1e-13 in the ranges used here.
enum Elementary {
  /// Natural logarithm. - Precondition: `value` is positive, finite and normal.
  static func log(_ value: Double) -> Double {
    precondition(value.isNormal && value > 0, "a logarithm needs a positive number")
    var exponent = Double(value.exponent)
    var mantissa = value.significand
    if mantissa > 1.414_213_562_373_095_1 {
      mantissa *= 0.5
      exponent += 1
    }
    // log m = 2 artanh((m - 1) / (m + 1)), |argument| < 0.172.
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var sum = 0.0
    var odd = 21.0
    while odd >= 1 {
      sum = sum * square + 1 / odd
      odd -= 2
    }
    return exponent * 0.693_147_180_559_945_3 + 2 * ratio * sum
  }

  /// e to the power of `value`; 0 below -700. - Precondition: `value` is at most 700.
  static func exp(_ value: Double) -> Double {
    precondition(value <= 700, "the exponential is out of range")
    if value < -700 { return 0 }
    let halvings = (value * 1.442_695_040_888_963_4).rounded()
    let rest = value - halvings * 0.693_147_180_559_945_3
    var sum = 1.0
    var term = 14.0
    while term >= 1 {
      sum = 1 + sum * rest / term
      term -= 1
    }
    return Double(sign: .plus, exponent: Int(halvings), significand: sum)
  }
}
