/// Data that the policy gate released for one stated purpose. Ties and Inference accept nothing else.
///
/// Only `PolicyGate` can make one: the initialiser is not visible outside this module.
public struct Permitted<Value: Sendable>: Sendable {
  public let value: Value
  public let purpose: Purpose
  /// The basis in words, as reports and manifests print it.
  public let basis: String

  init(_ value: Value, purpose: Purpose, basis: String) {
    (self.value, self.purpose, self.basis) = (value, purpose, basis)
  }
}
