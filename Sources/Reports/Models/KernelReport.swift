/// What a graph kernel found: figures, and a table of one row for each vertex, pair or other thing.
public struct KernelReport: Equatable, Sendable {
  /// What a vertex is called outside.
  public enum Names: Equatable, Sendable {
    /// By its own number.
    case numbers
    case unsigned([UInt64])
    case texts([String])

    public func text(_ vertex: UInt32) -> String {
      switch self {
      case .numbers: String(vertex)
      case .unsigned(let names): String(names[Int(vertex)])
      case .texts(let names): names[Int(vertex)]
      }
    }
  }

  public enum Values: Equatable, Sendable {
    case integers([Int64])
    /// A number that is not finite is written as an empty cell, or null: "none", as the distance of what cannot be
    /// reached.
    case reals([Double])
    /// Vertices; `UInt32.max` stands for none, an empty cell or null.
    case vertices([UInt32])
  }

  public struct Column: Equatable, Sendable {
    public var name: String
    public var values: Values

    public init(name: String, values: Values) { (self.name, self.values) = (name, values) }
  }

  public struct Figure: Equatable, Sendable {
    public enum Value: Equatable, Sendable {
      case integer(Int)
      case real(Double)
      case flag(Bool)
      case text(String)
    }

    public var name: String
    public var value: Value

    public init(name: String, value: Value) { (self.name, self.value) = (name, value) }
  }

  public var kernel: String
  public var parameters: [Figure]
  /// Vertices, edges, directions and weights of the graph, and on what basis it may be used.
  public var graph: [Figure]
  public var figures: [Figure]
  public var names: Names
  /// The first columns name the row: a vertex, or the two ends of a pair.
  public var columns: [Column]
  public var rowCount: Int

  public init(
    kernel: String, parameters: [Figure], graph: [Figure], figures: [Figure], names: Names, columns: [Column],
    rowCount: Int
  ) {
    (self.kernel, self.parameters, self.graph, self.figures) = (kernel, parameters, graph, figures)
    (self.names, self.columns, self.rowCount) = (names, columns, rowCount)
  }
}

/// How long each part of each trial took, and the memory of the whole process: never part of a compared output.
public struct KernelTrials: Equatable, Sendable {
  /// Seconds.
  public struct Trial: Equatable, Sendable {
    public var load: Double
    public var build: Double
    public var relabel: Double
    public var kernel: Double

    public init(load: Double, build: Double, relabel: Double, kernel: Double) {
      (self.load, self.build, self.relabel, self.kernel) = (load, build, relabel, kernel)
    }
  }

  public var kernel: String
  public var graph: [KernelReport.Figure]
  public var figures: [KernelReport.Figure]
  public var threads: Int
  public var trials: [Trial]
  public var estimatedMemoryBytes: Int
  public var peakMemoryBytes: Int

  public init(
    kernel: String, graph: [KernelReport.Figure], figures: [KernelReport.Figure], threads: Int, trials: [Trial],
    estimatedMemoryBytes: Int, peakMemoryBytes: Int
  ) {
    (self.kernel, self.graph, self.figures, self.threads) = (kernel, graph, figures, threads)
    (self.trials, self.estimatedMemoryBytes, self.peakMemoryBytes) = (trials, estimatedMemoryBytes, peakMemoryBytes)
  }
}
