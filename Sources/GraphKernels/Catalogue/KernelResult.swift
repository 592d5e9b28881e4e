import GraphStorage

/// What a kernel found: a table of one row for each vertex, pair or other thing, and a few figures beside it.
///
/// Every output (CSV, JSON, statistics, a snapshot, a picture's colours) is written once over this type.
public struct KernelResult: Equatable, Sendable {
  /// What a row stands for.
  public enum Rows: Equatable, Sendable {
    /// Row `i` is vertex `i`.
    case vertices
    /// Row `i` is the pair or edge `sources[i]`, `targets[i]`.
    case pairs(sources: [UInt32], targets: [UInt32])
    /// Row `i` is number `i` of a list that the kernel describes.
    case list(count: Int)
  }

  public struct Column: Equatable, Sendable {
    public let name: String
    public let values: Values
  }

  public enum Values: Equatable, Sendable {
    case integers([Int64])
    /// Distances in steps; -1 for "not reached".
    case steps(GraphStorage.Column<Int32>)
    /// Finite; only a column `distance` may hold infinity, which stands for "not reached".
    case reals([Double])
    /// Vertices; `KernelResult.none` where there is none.
    case vertices(GraphStorage.Column<UInt32>)
    /// Classes of vertices, each named by the smallest vertex in it.
    case classes(GraphStorage.Column<UInt32>)

    public var count: Int {
      switch self {
      case .integers(let values): values.count
      case .steps(let values): values.count
      case .reals(let values): values.count
      case .vertices(let values), .classes(let values): values.count
      }
    }
  }

  public struct Figure: Equatable, Sendable {
    public enum Value: Equatable, Sendable {
      case integer(Int)
      case real(Double)
      case flag(Bool)
    }

    /// In snake_case.
    public let name: String
    public let value: Value
  }

  /// Stands for "no vertex".
  public static let none = UInt32.max

  public let rows: Rows
  public let columns: [Column]
  public let figures: [Figure]

  /// - Precondition: all columns have one value a row.
  public init(
    rows: Rows, columns: [(name: String, values: Values)], figures: [(name: String, value: Figure.Value)] = []
  ) {
    let counts = columns.map(\.values.count)
    switch rows {
    case .vertices: precondition(Set(counts).count <= 1, "the columns differ in length")
    case .pairs(let sources, let targets):
      precondition(sources.count == targets.count, "a pair has two ends")
      precondition(counts.allSatisfy { $0 == sources.count }, "the columns differ in length")
    case .list(let count): precondition(counts.allSatisfy { $0 == count }, "the columns differ in length")
    }
    self.rows = rows
    self.columns = columns.map { Column(name: $0.name, values: $0.values) }
    self.figures = figures.map { Figure(name: $0.name, value: $0.value) }
  }

  /// Whether all real numbers are what `Values` says they are.
  var isWithinRange: Bool {
    columns.allSatisfy { column in
      guard case .reals(let values) = column.values else { return true }
      let most = column.name == "distance" ? Double.infinity : .greatestFiniteMagnitude
      return values.allSatisfy { abs($0) <= most }
    }
      && figures.allSatisfy { figure in
        if case .real(let value) = figure.value { value.isFinite } else { true }
      }
  }

  /// One column, one value a vertex.
  public static func vertices(
    _ name: String, _ values: Values, figures: [(name: String, value: Figure.Value)] = []
  ) -> KernelResult {
    KernelResult(rows: .vertices, columns: [(name, values)], figures: figures)
  }
}
