/// One setting of a kernel: its name, what it means, which values it takes and what stands without it.
public struct KernelParameter: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case integer(ClosedRange<Int>)
    /// Both bounds belong to the range; write 0.000001 for "above 0".
    case real(ClosedRange<Double>)
    case choice([String])
    case flag
    /// One vertex; without a default it must be given.
    case vertex
    /// Any number of vertices, separated by commas.
    case vertices
  }

  /// In snake_case, as people type it.
  public let name: String
  /// Meaning and unit, in a few words.
  public let summary: String
  public let kind: Kind
  /// Nil where the caller must say.
  public let standard: ParameterValue?

  public static func integer(_ name: String, _ summary: String, _ range: ClosedRange<Int>, default value: Int) -> Self {
    KernelParameter(name: name, summary: summary, kind: .integer(range), standard: .integer(value))
  }

  public static func real(
    _ name: String, _ summary: String, _ range: ClosedRange<Double>, default value: Double
  ) -> Self {
    KernelParameter(name: name, summary: summary, kind: .real(range), standard: .real(value))
  }

  public static func choice(_ name: String, _ summary: String, _ choices: [String]) -> Self {
    KernelParameter(name: name, summary: summary, kind: .choice(choices), standard: choices.first.map { .text($0) })
  }

  public static func flag(_ name: String, _ summary: String) -> Self {
    KernelParameter(name: name, summary: summary, kind: .flag, standard: .flag(false))
  }

  public static func vertex(_ name: String, _ summary: String) -> Self {
    KernelParameter(name: name, summary: summary, kind: .vertex, standard: nil)
  }

  public static func vertices(_ name: String, _ summary: String) -> Self {
    KernelParameter(name: name, summary: summary, kind: .vertices, standard: nil)
  }

  /// The values allowed, as in `1 to 100` or `sum, minimum`.
  public var range: String {
    switch kind {
    case .integer(let range):
      range.upperBound == Int.max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    case .real(let range):
      range.upperBound.isInfinite || range.upperBound == Double.greatestFiniteMagnitude
        ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    case .choice(let choices): choices.joined(separator: ", ")
    case .flag: "true, false"
    case .vertex: "a vertex"
    case .vertices: "vertices, separated by commas"
    }
  }
}

/// A value of a parameter, in the form in which job files and results keep it.
public enum ParameterValue: Codable, Hashable, Sendable {
  case integer(Int)
  case real(Double)
  case text(String)
  case flag(Bool)
  case vertices([UInt32])
}
