import People

/// ε of differential privacy in whole millionths, so that sums of it are exact and a budget is never overspent by a
/// rounding.
public struct PrivacyLoss: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let micro: Int

  /// The most that a release may cost: beyond it noise protects nobody.
  public static let most = PrivacyLoss(micro: 10_000_000)
  /// The least: below it every count drowns.
  public static let least = PrivacyLoss(micro: 1000)
  public static let zero = PrivacyLoss(micro: 0)

  public init(micro: Int) {
    precondition((0...1 << 53).contains(micro), "a privacy loss is 0 or more")
    self.micro = micro
  }

  /// A decimal number with at most six places, such as `0.5`.
  /// - Returns: nil for anything else, and outside `least … most`.
  public init?(text: String) {
    guard let number = ExactDecimal(text), number.decimals <= 6, number.unscaled > 0 else { return nil }
    var micro = number.unscaled
    for _ in number.decimals..<6 {
      let (product, isTooLarge) = micro.multipliedReportingOverflow(by: 10)
      if isTooLarge { return nil }
      micro = product
    }
    guard (Self.least.micro...Self.most.micro).contains(Int(micro)) else { return nil }
    self.micro = Int(micro)
  }

  public static func < (left: PrivacyLoss, right: PrivacyLoss) -> Bool { left.micro < right.micro }
  /// Basic composition.
  public static func + (left: PrivacyLoss, right: PrivacyLoss) -> PrivacyLoss {
    PrivacyLoss(micro: left.micro + right.micro)
  }

  /// `0.5`, `1`: the exact decimal number.
  public var description: String {
    let digits = String(micro % 1_000_000)
    var places = String(repeating: "0", count: 6 - digits.count) + digits
    while places.hasSuffix("0") { places.removeLast() }
    return "\(micro / 1_000_000)" + (places.isEmpty ? "" : "." + places)
  }
}
