/// A parameter with which derived values were computed, or a figure found with them.
public struct DerivedFact: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case integer(Int)
    /// Finite.
    case real(Double)
    case flag(Bool)
    case text(String)
    /// Whom a parameter names, as the source of a search.
    case people([PersonIndex])
  }

  public let name: String
  public let value: Value

  public init(name: String, value: Value) { (self.name, self.value) = (name, value) }
}

extension DerivedFact.Value {
  /// In words, people by `id`.
  public func words(_ id: (PersonIndex) -> String) -> String {
    switch self {
    case .integer(let value): String(value)
    case .real(let value): value.description
    case .flag(let value): value ? "true" : "false"
    case .text(let value): value
    case .people(let people): people.map(id).joined(separator: ",")
    }
  }
}
