import Foundation

/// A small reader of CSV for the tests, which knows nothing of the writer: header-named cells, quotes as in RFC 4180.
struct Table {
  let header: [String]
  let rows: [[String]]

  init(_ path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var lines: [[String]] = []
    var line: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var mayEscape = false
    for byte in text.utf8 {
      if isQuoted {
        if mayEscape, byte == 0x22 {
          cell.append(byte)
          mayEscape = false
          continue
        }
        if !mayEscape {
          if byte == 0x22 { mayEscape = true } else { cell.append(byte) }
          continue
        }
        isQuoted = false
        mayEscape = false
      }
      switch byte {
      case 0x22: isQuoted = true
      case 0x2C, 0x0A:
        line.append(String(decoding: cell, as: UTF8.self))
        cell = []
        if byte == 0x0A {
          lines.append(line)
          line = []
        }
      default: cell.append(byte)
      }
    }
    header = lines.first ?? []
    rows = Array(lines.dropFirst())
  }

  /// All cells of a column; empty when there is no such column or a row is too short for it.
  func column(_ name: String) -> [String] {
    guard let place = header.firstIndex(of: name), rows.allSatisfy({ $0.count == header.count }) else { return [] }
    return rows.map { $0[place] }
  }

  func pairs(_ first: String, _ second: String) -> [(String, String)] {
    Array(zip(column(first), column(second)))
  }
}
