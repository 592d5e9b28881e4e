import GraphKernels
import GraphStorage
import Reports

/// What a kernel found on a loaded graph, its vertices by rank: in the order of names, however the graph was numbered.
struct KernelFinding: Sendable {
  let entry: KernelEntry
  /// In the numbers of the graph.
  let values: ParameterValues
  let result: KernelResult

  /// The table for people.
  func report(_ loaded: LoadedGraph) -> KernelReport {
    var columns: [KernelReport.Column] = []
    let rows: Int
    switch result.rows {
    case .vertices:
      rows = result.columns.first?.values.count ?? 0
      columns.append(.init(name: "vertex", values: .vertices((0..<rows).map { UInt32($0) })))
    case .pairs(let sources, let targets):
      rows = sources.count
      columns.append(.init(name: "source", values: .vertices(sources)))
      columns.append(.init(name: "target", values: .vertices(targets)))
    case .list(let count): rows = count
    }
    columns += result.columns.map { column in
      let values: KernelReport.Values =
        switch column.values {
        case .integers(let values): .integers(values)
        case .reals(let values): .reals(values)
        case .steps(let values): .integers(values.map(Int64.init))
        case .vertices(let values), .classes(let values): .vertices(values.array())
        }
      return KernelReport.Column(name: column.name, values: values)
    }
    return KernelReport(
      kernel: entry.name,
      parameters: parameters(loaded).map { .init(name: $0.name, value: .init($0.value, loaded.names)) },
      graph: loaded.facts, figures: result.figures.map { KernelReport.Figure($0) }, names: loaded.names,
      columns: columns, rowCount: rows)
  }

  /// All parameters in the order of the catalogue, vertices by rank.
  func parameters(_ loaded: LoadedGraph) -> [(name: String, value: ParameterValue)] {
    entry.parameters.compactMap { parameter in
      guard let value = values.values[parameter.name] else { return nil }
      guard case .vertices(let vertices) = value, let relabelling = loaded.relabelling else {
        return (parameter.name, value)
      }
      return (parameter.name, .vertices(vertices.map { relabelling.oldOfNew[Int($0)] }))
    }
  }
}

extension KernelReport.Figure.Value {
  /// - Parameter names: by rank.
  init(_ value: ParameterValue, _ names: KernelReport.Names) {
    self =
      switch value {
      case .integer(let value): .integer(value)
      case .real(let value): .real(value)
      case .text(let value): .text(value)
      case .flag(let value): .flag(value)
      case .vertices(let value): .text(value.map(names.text).joined(separator: ","))
      }
  }

  /// As a person types it.
  public var words: String {
    switch self {
    case .integer(let value): String(value)
    case .real(let value): "\(value)"
    case .flag(let value): value ? "true" : "false"
    case .text(let value): value
    }
  }
}

extension KernelReport.Figure {
  init(_ figure: KernelResult.Figure) {
    let value: Value =
      switch figure.value {
      case .integer(let value): .integer(value)
      case .real(let value): .real(value)
      case .flag(let value): .flag(value)
      }
    self.init(name: figure.name, value: value)
  }
}
