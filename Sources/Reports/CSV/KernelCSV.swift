extension KernelReport {
  /// One line a row, after a header; lines are made as they are taken.
  public var csvLines: some Sequence<String> {
    (-1..<rowCount).lazy.map { row in
      CSVText.line(columns.map { row < 0 ? .text($0.name) : cell($0.values, row) })
    }
  }

  private func cell(_ values: Values, _ row: Int) -> CSVText.Cell {
    switch values {
    case .integers(let values): .integer(Int(values[row]))
    case .reals(let values): .number(values[row])
    case .vertices(let values): values[row] == .max ? .text(nil) : .text(names.text(values[row]))
    }
  }
}
