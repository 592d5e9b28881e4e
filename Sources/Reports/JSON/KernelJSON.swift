extension KernelReport: JSONRepresentable {
  /// `rows` are arrays in the order of `columns`.
  public var json: JSONValue {
    .object([
      "kernel": .string(kernel), "parameters": parameters.json, "graph": graph.json, "figures": figures.json,
      "columns": JSONValue(columns.map(\.name)),
      "rows": .array((0..<rowCount).map { row in .array(columns.map { cell($0.values, row) }) }),
    ])
  }

  private func cell(_ values: Values, _ row: Int) -> JSONValue {
    switch values {
    case .integers(let values): .integer(Int(values[row]))
    case .reals(let values): .number(values[row])
    case .vertices(let values):
      if values[row] == .max {
        .null
      } else if case .texts = names {
        .string(names.text(values[row]))
      } else if case .unsigned(let numbers) = names {
        .unsigned(numbers[Int(values[row])])
      } else {
        .integer(Int(values[row]))
      }
    }
  }
}

extension KernelTrials: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "kernel": .string(kernel), "graph": graph.json, "figures": figures.json, "threads": .integer(threads),
      "estimated_memory_bytes": .integer(estimatedMemoryBytes), "peak_memory_bytes": .integer(peakMemoryBytes),
      "trials": .array(
        trials.map { trial in
          .object([
            "load_seconds": .number(trial.load), "build_seconds": .number(trial.build),
            "relabel_seconds": .number(trial.relabel), "kernel_seconds": .number(trial.kernel),
          ])
        }),
    ])
  }
}

extension KernelList: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "kernels": .array(
        kernels.map { kernel in
          .object([
            "name": .string(kernel.name), "family": .string(kernel.family), "summary": .string(kernel.summary),
            "needs": JSONValue(kernel.needs), "bytes": .string(kernel.bytes), "operations": .string(kernel.operations),
            "parameters": .array(
              kernel.parameters.map { parameter in
                .object([
                  "name": .string(parameter.name), "summary": .string(parameter.summary),
                  "range": .string(parameter.range), "default": JSONValue(parameter.standard),
                ])
              }),
          ])
        })
    ])
  }
}

extension [KernelReport.Figure] {
  /// As an object; names must differ.
  public var json: JSONValue {
    .object(
      Dictionary(
        map { figure in
          switch figure.value {
          case .integer(let value): (figure.name, .integer(value))
          case .real(let value): (figure.name, .number(value))
          case .flag(let value): (figure.name, .bool(value))
          case .text(let value): (figure.name, .string(value))
          }
        }, uniquingKeysWith: { first, _ in first }))
  }
}
