/// How a table of ids without a stated form is laid out, told by its first lines.
struct EdgeListForm {
  /// A comma or tab where the first line holds one, otherwise blanks.
  let separator: Dialect.Separator
  let columns: Int
  /// The physical line of the header; 0 without one.
  let headerLine: Int
  /// The names in the header; empty without one.
  let names: [String]

  /// A first row is a header when its first cell is no number and that of the second row is one.
  init(_ sample: TextSample, file: InputFile) {
    guard let first = sample.lines.first else {
      (separator, columns, headerLine, names) = (.blanks, 0, 0, [])
      return
    }
    separator =
      first.bytes.contains(0x2C) ? .byte(0x2C) : first.bytes.contains(0x09) ? .byte(0x09) : .blanks
    let cells = first.cells(separator)
    let next = sample.lines.dropFirst().first?.cells(separator) ?? []
    let isHeader = !isInteger(cells[0]) && next.first.map(isInteger) == true
    columns = cells.count
    headerLine = isHeader ? first.number : 0
    names = isHeader ? cells : []
  }

  /// The column of a label table that holds the label: the last one whose name says so, otherwise the last one; the
  /// second one without a header.
  var labelColumn: Int {
    guard !names.isEmpty else { return 1 }
    let endings = ["target", "label", "class", "type", "category", "department", "community"]
    let named = names.indices.last { index in
      index > 0 && endings.contains { names[index].lowercased().hasSuffix($0) }
    }
    return named ?? max(1, names.count - 1)
  }
}

private func isInteger(_ text: String) -> Bool {
  let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
  return !digits.isEmpty && digits.utf8.allSatisfy { $0 &- 0x30 <= 9 }
}
