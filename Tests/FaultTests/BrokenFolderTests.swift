import Foundation
import TestSupport
import Testing

/// Broken dataset folders through the built binary: a clear line and an exit code, or counted rejects; never a crash,
/// never a snapshot touched by a failure.
@Suite struct BrokenFolderTests {
  enum Answer: Equatable {
    /// The exit code and the one line on standard error, without `error: `.
    case refused(Int32, String)
    /// The list of rejected rows, below its header; empty where there is none.
    case taken([String])
  }

  struct Broken: CustomTestStringConvertible, Sendable {
    let name: String
    let answer: Answer
    var testDescription: String { name }
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Broken"

  static let written: [Broken] = [
    Broken(name: "good", answer: .taken([])),
    Broken(
      name: "bad-kind",
      answer: .refused(
        65, "dataset.yaml:1:20 attributes.city: not a kind of attribute; known: categorical, ordinal, numeric, set, sensitive")),
    Broken(name: "bad-yaml", answer: .refused(65, "dataset.yaml:2:1 did not find expected node content")),
    Broken(name: "dangling-id", answer: .taken(["events.csv,2,24,target,unknown person or group"])),
    Broken(name: "double-column", answer: .refused(65, "people.csv: columns 1 and 3 have the same name")),
    Broken(
      name: "duplicate-id",
      answer: .taken([
        #"people.csv,2,1,id,"defined more than once, with different values""#,
        #"people.csv,5,1,id,"defined more than once, with different values""#,
        "events.csv,2,22,actor,unknown person",
      ])),
    Broken(name: "empty-file", answer: .refused(65, "events.csv: empty file, a header was expected")),
    Broken(name: "empty-people", answer: .refused(65, "people.csv: empty file, a header was expected")),
    Broken(name: "folder-for-a-file", answer: .refused(74, "events.csv: not a regular file")),
    Broken(
      name: "header-only",
      answer: .taken(["events.csv,2,22,actor,unknown person", "events.csv,3,22,actor,unknown person"])),
    Broken(
      name: "lone-quote",
      answer: .taken([
        "people.csv,3,3,name,a quote inside an unquoted field", "events.csv,2,24,target,unknown person or group",
        "events.csv,3,22,actor,unknown person",
      ])),
    Broken(name: "missing-column", answer: .refused(65, "events.csv: missing column 'target'")),
    Broken(
      name: "negative-weight",
      answer: .refused(65, "dataset.yaml:1:27 kinds.message.weight: the weight of a kind lies in 0 to 16")),
    Broken(name: "no-people", answer: .refused(66, "people.csv: no such file")),
    Broken(
      name: "open-quote",
      answer: .taken([
        "people.csv,3,3,name,quote never closed", "events.csv,2,24,target,unknown person or group",
        "events.csv,3,22,actor,unknown person",
      ])),
    Broken(
      name: "unknown-key",
      answer: .refused(
        65,
        "dataset.yaml:1:1 unknown key 'atributes'; known here: attributes, columns, consents, contacts, events_until, files, kinds, times"
      )),
    Broken(name: "two-forms", answer: .refused(65, "events.csv: events.jsonl stands beside it; keep one of them")),
    Broken(
      name: "json-array",
      answer: .refused(65, "events.jsonl:1:1 a JSON array; write one object a line (jq -c '.[]' makes them)")),
    Broken(
      name: "json-garbage",
      answer: .taken(["events.jsonl,1,1,,not a JSON object", "events.jsonl,2,1,,not a JSON object"])),
    Broken(
      name: "json-lines",
      answer: .taken([
        "events.jsonl,2,16,time,a text that is never closed", "events.jsonl,3,59,,not valid JSON",
        "events.jsonl,4,33,actor,half of a surrogate pair", "events.jsonl,5,24,time,the same name twice",
        "events.jsonl,6,1,,not a JSON object", "events.jsonl,7,1,target,empty",
      ])),
    Broken(
      name: "mixed-parts",
      answer: .taken(["events/b.tsv,2,19,target,unknown person or group", "events/c.jsonl,2,53,kind,NUL byte"])),
    Broken(name: "no-zstd", answer: .refused(65, "events.csv.zst: corrupt zstd stream")),
    Broken(name: "cut-zstd", answer: .refused(65, "events.csv.zst: truncated zstd stream")),
    Broken(name: "empty-pattern", answer: .refused(66, "logs/*.csv: no such file")),
    Broken(name: "other-unit", answer: .taken(["events.csv,3,1,time,not a time", "events.csv,4,1,time,out of range"])),
    Broken(name: "wrong-type", answer: .taken(["events.csv,2,1,time,not a time"])),
  ]

  @Test("every broken folder is in the list, and every entry has its folder")
  func complete() throws {
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted() == Self.written.map(\.name).sorted())
  }

  @Test("a broken folder is refused in one line or its bad rows are counted", arguments: BrokenFolderTests.written)
  func brokenFolder(_ broken: Broken) throws {
    try withTemporaryFolder { folder in try Self.check("\(Self.folder)/\(broken.name)", broken.answer, in: folder) }
  }

  // MARK: - What cannot stand in a text file

  static let people = "id,name,city\n1,Ann,York\n2,Bo,York\n3,Cy,Hull\n"
  static let utf16LittleEndian: [UInt8] = [0xff, 0xfe] + people.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }

  /// The bytes of `people.csv`, or of another file, and what they lead to.
  struct Made: CustomTestStringConvertible, Sendable {
    let name: String
    var file = "people.csv"
    let bytes: [UInt8]
    let answer: Answer
    var testDescription: String { name }
  }

  static let made: [Made] = [
    Made(
      name: "CRLF and a byte order mark",
      bytes: [0xef, 0xbb, 0xbf] + people.replacingOccurrences(of: "\n", with: "\r\n").utf8, answer: .taken([])),
    Made(
      name: "a NUL byte", bytes: Array(people.replacingOccurrences(of: "Bo", with: "B\0").utf8),
      answer: .taken(["people.csv,3,3,name,NUL byte"])),
    Made(
      name: "Latin-1", bytes: Array("id,name\n1,Ann\n2,Ren".utf8) + [0xe9] + Array("\n".utf8),
      answer: .taken(["people.csv,3,3,name,not valid UTF-8"])),
    Made(
      name: "a line of 10 MB",
      bytes: Array(people.utf8) + Array("4,".utf8) + [UInt8](repeating: 0x78, count: 10_000_000)
        + Array(",Hull\n".utf8),
      answer: .taken(["people.csv,5,1,,row longer than 1 MiB"])),
    Made(
      name: "UTF-16", bytes: utf16LittleEndian,
      answer: .refused(65, "people.csv: UTF-16 text, not UTF-8")),
    Made(
      name: "a file that is called .gz and is none", file: "people.csv.gz", bytes: Array(people.utf8),
      answer: .refused(65, "people.csv.gz: corrupt gzip stream")),
  ]

  @Test("bytes that are no clean text are refused in one line or counted", arguments: BrokenFolderTests.made)
  func madeBytes(_ made: Made) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
      try Data(made.bytes).write(to: URL(fileURLWithPath: "\(folder)/data/\(made.file)"))
      try Self.check(folder + "/data", made.answer, in: folder)
    }
  }

  @Test("a truncated gzip file is refused wherever it ends, and a whole one is read")
  func truncatedGzip() throws {
    try withTemporaryFolder { folder in
      let data = folder + "/data"
      try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
      try Data(Self.people.utf8).write(to: URL(fileURLWithPath: data + "/people.csv"))
      #expect(try BuiltBinary.shell("gzip -n people.csv", in: data).code == 0)
      try Self.check(data, .taken([]), in: folder)
      let whole = try BuiltBinary.bytes(data + "/people.csv.gz")
      for kept in [0, 5, 20, whole.count - 8, whole.count - 1] {
        try Data(whole[..<kept]).write(to: URL(fileURLWithPath: data + "/people.csv.gz"))
        let outcome = try Self.importing(data, over: "good", in: folder)
        #expect(outcome.code == 65, "\(kept) bytes: \(outcome.messages)")
        Self.expectOneLine(outcome)
      }
    }
  }

  @Test("a dataset that is a file, and one that is nowhere, are refused")
  func noFolder() throws {
    try withTemporaryFolder { folder in
      try Data(Self.people.utf8).write(to: URL(fileURLWithPath: folder + "/data"))
      #expect(try Self.importing(folder + "/data", over: "good", in: folder).code != 0)
      #expect(try Self.importing(folder + "/none", over: "good", in: folder).code == 66)
    }
  }

  // MARK: -

  /// Imports `data` over a good snapshot, and sees that a failure leaves that as it was.
  static func importing(_ data: String, over good: String, in folder: String) throws -> BuiltBinary.Outcome {
    let made = try BuiltBinary.shell("kith import dataset '\(Self.folder)/\(good)' --into g.kith --quiet", in: folder)
    #expect(made.code == 0, "\(made.messages)")
    let before = try BuiltBinary.bytes(folder + "/g.kith")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let outcome = try BuiltBinary.shell("kith import dataset '\(data)' --into g.kith", in: folder)
    #expect(!outcome.crashed, "\(outcome.messages)")
    if outcome.code != 0 {
      #expect(outcome.output.isEmpty)
      #expect(try BuiltBinary.bytes(folder + "/g.kith") == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == files)
    }
    return outcome
  }

  static func expectOneLine(_ outcome: BuiltBinary.Outcome) {
    let lines = outcome.messages.split(separator: "\n").filter { !$0.hasPrefix("hint: ") }
    #expect(lines.count == 1 && lines[0].hasPrefix("error: "), "\(outcome.messages)")
  }

  static func check(_ data: String, _ answer: Answer, in folder: String) throws {
    let outcome = try importing(data, over: "good", in: folder)
    switch answer {
    case .refused(let code, let line):
      #expect(outcome.code == code)
      expectOneLine(outcome)
      #expect(outcome.messages.hasPrefix("error: \(line)\n"), "\(outcome.messages)")
    case .taken(let rows):
      #expect(outcome.code == 0, "\(outcome.messages)")
      let list = (try? BuiltBinary.bytes(folder + "/g.rejected.csv")).map { String(decoding: $0, as: UTF8.self) } ?? ""
      #expect(list.split(separator: "\n").dropFirst().map(String.init) == rows)
      #expect(outcome.messages.contains("\(rows.count) row") == !rows.isEmpty, "\(outcome.messages)")
      #expect(try BuiltBinary.shell("kith open g.kith", in: folder).code == 0)
    }
  }
}
