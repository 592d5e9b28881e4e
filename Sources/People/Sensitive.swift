/// A personal value that prints as `<redacted>` wherever it is printed by accident: description, interpolation,
/// dump, mirrors, errors. `value` says aloud that a caller means to read it.
public struct Sensitive<Value> {
  public let value: Value

  public init(_ value: Value) {
    self.value = value
  }
}

extension Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var debugDescription: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Sensitive: Sendable where Value: Sendable {}
extension Sensitive: Equatable where Value: Equatable {}
extension Sensitive: Hashable where Value: Hashable {}
