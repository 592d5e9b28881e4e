/// One row that was not read, without the text of any cell.
public struct RejectedRow: Hashable, Sendable, CustomStringConvertible {
  /// The file's name without its folder.
  public let file: String
  /// The physical line, from 1 (the header's), on which the field at fault begins.
  public let line: Int
  /// The byte column, from 1, at which the field begins; 1 where the whole row is at fault.
  public let column: Int
  /// The column's name in the header; empty where no single field is at fault.
  public let field: String
  public let reason: RejectReason

  public init(file: String, line: Int, column: Int, field: String, reason: RejectReason) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.reason = reason
  }

  public var description: String {
    "\(file):\(line):\(column) \(field.isEmpty ? "" : field + ": ")\(reason)"
  }

  /// The header of `rejected.csv`, without a line end.
  public static let csvHeader = "file,line,column,field,reason"

  /// This row of `rejected.csv`, quoted after RFC 4180, without a line end.
  public var csvLine: String {
    "\(quoted(file)),\(line),\(column),\(quoted(field)),\(quoted("\(reason)"))"
  }
}

private func quoted(_ text: String) -> String {
  let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
  guard needsQuotes else { return text }
  var result = "\""
  for character in text.unicodeScalars {
    if character == "\"" { result += "\"\"" } else { result.unicodeScalars.append(character) }
  }
  return result + "\""
}
