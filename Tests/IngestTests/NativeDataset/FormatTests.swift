import Foundation
import GraphStorage
import Ingest
import People
import TestSupport
import Testing

/// The same dataset in every format, compression and number of files.
@Suite("Native dataset: formats") struct FormatTests {
  static let tables = [
    "people", "groups", "friendships", "follows", "blocks", "memberships", "tags", "contacts", "consents", "events",
  ]

  /// One table as rows of cells, its header first.
  private static func rows(_ text: String) throws -> [[String]] {
    let scratch = try Scratch()
    let file = try scratch.write("t.csv", Array(text.utf8))
    let (header, events) = try readAll(file)
    return [header] + texts(events)
  }

  private static func written(_ rows: [[String]], _ format: TableFormat, shift: Int = 0) -> String {
    let order = rows[0].indices.map { ($0 + shift) % rows[0].count }
    if format != .jsonl {
      let separator = format == .tsv ? "\t" : ","
      return rows.map { row in
        order.map { "\"" + row[$0].replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: separator)
      }.joined(separator: "\n") + "\n"
    }
    return rows.dropFirst().enumerated().map { number, row in
      // The order of members changes from line to line, empty ones are missing, null or empty.
      let members = order.indices.map { order[($0 + number) % order.count] }.compactMap { cell -> String? in
        let value = row[cell]
        if value.isEmpty && number % 3 == 0 && number > 0 { return nil }
        let isNumber = Int64(value).map { String($0) == value } ?? false
        let text =
          value.isEmpty && number % 3 == 1
          ? "null" : isNumber && number % 2 == 0 ? value : "\"" + quoted(value, escaping: number % 4 == 0) + "\""
        return "\"\(quoted(rows[0][cell], escaping: false))\": \(text)"
      }
      return "{" + members.joined(separator: ", ") + "}"
    }.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String, escaping: Bool) -> String {
    text.utf16.map { unit in
      switch unit {
      case 0x22: "\\\""
      case 0x5C: "\\\\"
      case 0..<0x20: String(format: "\\u%04x", Int(unit))
      default: escaping ? String(format: "\\u%04X", Int(unit)) : nil
      }
    }.reduce(into: ("", Array(text.utf16), 0)) { result, piece in
      // Units without an escape are copied together with the rest of their pair.
      if let piece { result.0 += piece } else {
        let unit = result.1[result.2]
        if unit & 0xFC00 == 0xD800, result.2 + 1 < result.1.count {
          result.0 += String(decoding: [unit, result.1[result.2 + 1]], as: UTF16.self)
        } else if unit & 0xFC00 != 0xDC00 {
          result.0 += String(decoding: [unit], as: UTF16.self)
        }
      }
      result.2 += 1
    }.0
  }

  private static func same(_ one: ImportResult, _ other: ImportResult) -> Bool {
    one.dataset.graph == other.dataset.graph && one.dataset.books == other.dataset.books
      && one.dataset.consents == other.dataset.consents && one.rejects.total == other.rejects.total
  }

  private static func check(_ files: [String: String], _ label: String) throws {
    let plain = try readFolder(files)
    var tables: [(name: String, rows: [[String]])] = []
    for table in Self.tables {
      guard let text = files["\(table).csv"], let rows = try? rows(text) else { continue }
      tables.append((table, rows))
    }
    // Rows that the plain reader cannot even cut do not come back.
    let whole = try readFolder(files.merging(tables.map { ("\($0.name).csv", written($0.rows, .csv)) }) { $1 })
    #expect(whole.rejects.total <= plain.rejects.total)
    // Objects say nothing of the columns of a table without rows.
    guard plain.dataset.graph.people.count > 0 else { return }
    for format in TableFormat.allCases {
      for compression in ["", "gzip -q", "zstd -q --rm"] {
        let scratch = try Scratch()
        if let yaml = files["dataset.yaml"] { try scratch.write("dataset.yaml", Array(yaml.utf8)) }
        for (index, table) in tables.enumerated() {
          let text = Array(written(table.rows, format, shift: index).utf8)
          let ending = format.endings[index % format.endings.count]
          try scratch.write(table.name + ending, text)
          if !compression.isEmpty { try scratch.run("\(compression) \(table.name)\(ending)") }
        }
        let found = try NativeDataset.read(folder: scratch.path, options: ImportOptions(threads: ThreadCount(2)))
        #expect(same(found, whole), "\(label) \(format) \(compression)")
      }
    }
    // Every table in three files of three formats, rows dealt out.
    let scratch = try Scratch()
    if let yaml = files["dataset.yaml"] { try scratch.write("dataset.yaml", Array(yaml.utf8)) }
    for table in tables {
      try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(table.name)/sub", withIntermediateDirectories: true)
      for (number, format) in TableFormat.allCases.enumerated() {
        let own = [table.rows[0]] + table.rows.dropFirst().enumerated().filter { $0.offset % 3 == number }.map(\.element)
        // An empty part of objects has no names to be checked; one with rows has those that its rows have.
        let name = "\(table.name)/\(number == 1 ? "sub/" : "")part\(2 - number)\(format.endings[0])"
        try scratch.write(name, Array(written(own, format, shift: number).utf8))
      }
    }
    let parts = try NativeDataset.read(folder: scratch.path, options: ImportOptions(threads: ThreadCount(2)))
    #expect(same(parts, whole), "\(label) in parts: \(parts.rejects.rows.map(\.description)) \(parts.dataset.provenance.notes)")
    #expect(parts.dataset.provenance.rows == whole.dataset.provenance.rows)
    #expect(parts.dataset.provenance.rejectedRows == whole.dataset.provenance.rejectedRows)
  }

  @Test("random folders are the same in every format and compression, and in several files", arguments: 0..<Datasets.cases(quick: 4, long: 40))
  func randomFolders(seed: Int) throws {
    try Self.check(RandomFolder(seed: UInt64(seed) + 100).files, "seed \(seed)")
  }

  @Test("an invented harbour is the same in every format and compression, and in several files")
  func harbour() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "datasets/harbour").path
    var files: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".csv") || name == "dataset.yaml" {
      files[name] = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }
    #expect(files.count > 8)
    try Self.check(files, "harbour")
  }
}
