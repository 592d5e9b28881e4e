/// Rows of CSV after RFC 4180: commas, lines ended by CR LF, cells quoted where they must be.
///
/// Names come from people, and a spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula. So a
/// text cell that (after any apostrophes) begins with one of these, a tab or a carriage return, and is not a plain
/// number, is written with an apostrophe before it. A reader gets the exact text back by dropping one apostrophe where
/// such a character follows the apostrophes (`plain`). Number cells are never touched.
public enum CSVText {
  enum Cell {
    case text(String?)
    case number(Double?)
    case integer(Int?)
  }

  static func line(_ cells: [Cell]) -> String {
    var result = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { result += "," }
      switch cell {
      case .text(let text): result += quoted(guarded(text ?? ""))
      case .number(let number):
        // The same shortest digits as in JSON; nothing where there is no number.
        if let number, number.isFinite { result += JSONValue.number(number).text.dropLast() }
      case .integer(let number): result += number.map(String.init) ?? ""
      }
    }
    return result + "\r\n"
  }

  private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r"]

  /// `text` so that no spreadsheet takes it for a formula.
  public static func guarded(_ text: String) -> String { isDangerous(text) && !isNumber(text) ? "'" + text : text }

  /// The inverse of `guarded`.
  public static func plain(_ cell: String) -> String {
    cell.unicodeScalars.first == "'" && isDangerous(cell) ? String(cell.unicodeScalars.dropFirst()) : cell
  }

  private static func isDangerous(_ text: String) -> Bool {
    text.unicodeScalars.first { $0 != "'" }.map(formulaStarts.contains) ?? false
  }

  /// An optional sign, digits, perhaps a point and digits.
  private static func isNumber(_ text: String) -> Bool {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
  }

  private static func quoted(_ text: String) -> String {
    let mustBeQuoted = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
    }
    guard mustBeQuoted || text.utf8.first == 0x20 || text.utf8.last == 0x20 else { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
