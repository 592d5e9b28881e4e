/// A table for a terminal: columns of equal width, two blanks apart, no colours and no blanks at the end of a line.
///
/// Widths come from all rows, so a table is measured before it is written; writing is lazy, one line at a time.
struct TextTable: Sendable {
  struct Column: Sendable {
    var title: String
    var isNumber = false
    /// Longer cells are cut with `…`.
    var limit = 40
  }

  let columns: [Column]
  private(set) var widths: [Int]

  init(_ columns: [Column]) {
    self.columns = columns
    widths = columns.map { DisplayText.width($0.title) }
  }

  /// Notes how wide the cells of a row are.
  mutating func measure(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      widths[index] = max(widths[index], min(columns[index].limit, DisplayText.width(DisplayText.visible(cell))))
    }
  }

  var heading: String { line(columns.map(\.title)) }

  func line(_ cells: [String]) -> String {
    var result = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { result += "  " }
      let fitted = DisplayText.fitted(DisplayText.visible(cell), columns: columns[index].limit)
      result += DisplayText.padded(fitted, to: widths[index], right: columns[index].isNumber)
    }
    while result.last == " " { result.removeLast() }
    return result
  }

  /// A whole table, heading first.
  static func lines(_ columns: [Column], _ rows: [[String]]) -> [String] {
    var table = TextTable(columns)
    for row in rows { table.measure(row) }
    return [table.heading] + rows.map(table.line)
  }
}

/// Lines as one text, each ended.
func joined(_ lines: some Sequence<String>) -> String {
  var result = ""
  for line in lines {
    result += line
    result += "\n"
  }
  return result
}
