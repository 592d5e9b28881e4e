import Foundation
import GraphStorage
import Ingest
import People
import Testing

/// A table in several files, from elsewhere, from a pipe.
@Suite("Native dataset: several files and pipes") struct ManyFilesTests {
  private func folder(_ files: [String: String]) throws -> Scratch {
    let scratch = try Scratch()
    for (name, text) in smallFolder.merging(files, uniquingKeysWith: { $1 }) {
      let place = URL(filePath: "\(scratch.path)/\(name)").deletingLastPathComponent()
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try scratch.write(name, Array(text.utf8))
    }
    return scratch
  }

  private func read(_ scratch: Scratch, events: [String] = [], threads: Int = 2) throws -> ImportResult {
    var options = ImportOptions(threads: ThreadCount(threads))
    options.events = events
    return try NativeDataset.read(folder: scratch.path, options: options)
  }

  private static let header = "time,actor,target,kind\n"
  private static let first = "1735725600,ann,bob,message\n1735725660,bob,ann,call\n"
  private static let second = "1735812000,ann,cid,message\n"

  @Test("a pattern, a list and a folder give the events of one file; names say which rows are wrong")
  func places() throws {
    let one = try read(try folder(["events.csv": Self.header + Self.first + Self.second]))
    let files = ["log/a-1.csv": Self.header + Self.first, "log/a-2.csv": Self.header + Self.second, "log/b.txt": "x"]
    for yaml in [
      "log/a-?.csv", "\"*/a*.csv\"", "log", "log/", "[log/a-2.csv, log/a-1.csv]", "[log/a-1.csv, log]",
    ] {
      let result = try read(try folder(files.merging(["dataset.yaml": "files: {events.csv: \(yaml)}\n"]) { $1 }))
      #expect(result.dataset.graph == one.dataset.graph, "\(yaml)")
      #expect(result.rejects.total == 0)
      #expect(result.dataset.provenance.files.map(\.name).filter { $0.hasPrefix("log") } == ["log/a-1.csv", "log/a-2.csv"])
      #expect(result.dataset.provenance.files.filter { $0.name.hasPrefix("log") }.map(\.rows) == [2, 1])
      let isFolder = yaml.hasSuffix("log") || yaml.hasSuffix("log/") || yaml.hasSuffix("log]")
      #expect(result.dataset.provenance.notes.filter { $0 == "not read: log/b.txt" }.count == (isFolder ? 1 : 0))
    }
    let wrong = try read(
      try folder(["events/x.csv": Self.header + Self.first, "events/y.tsv": "kind\tactor\ttarget\ttime\ncall\tann\tnobody\t5\n"]))
    #expect(wrong.rejects.rows.map(\.description) == ["events/y.tsv:2:10 target: unknown person or group"])
    #expect(wrong.dataset.provenance.files.filter { $0.name.hasPrefix("events") }.map(\.rejected) == [0, 1])
  }

  @Test("what would count twice, gives nothing or lies outside is an error")
  func refused() throws {
    func error(_ files: [String: String]) throws -> String? {
      let scratch = try folder(files)
      do throws(IngestError) {
        _ = try NativeDataset.read(folder: scratch.path, options: ImportOptions())
        return nil
      } catch { return error.description }
    }
    let row = Self.header + Self.first
    #expect(try error(["events.csv": row, "events/a.csv": row]) == "events.csv: events/ stands beside it; keep one of them")
    #expect(try error(["events.csv": row, "events.tsv": row]) == "events.csv: events.tsv stands beside it; keep one of them")
    #expect(try error(["dataset.yaml": "files: {events.csv: 'x*.csv'}\n"]) == "x*.csv: no such file")
    #expect(try error(["dataset.yaml": "files: {events.csv: ../e.csv}\n"])?.contains("files lie in the folder itself") == true)
    #expect(try error(["events/a.txt": row]) == "events/*: no such file")
    #expect(
      try error(["dataset.yaml": "files: {events.csv: '-', tags.csv: '-'}\n"])?
        .contains("standard input can be one table only") == true)
  }

  @Test("a column that one file has and the other does not is empty there")
  func otherColumns() throws {
    let result = try read(
      try folder([
        "events/a.csv": "time,actor,target,kind,duration\n1735725600,ann,bob,call,60\n",
        "events/b.csv": "note,kind,target,actor,time\nx,call,bob,ann,1735725600\n",
        "events/c.csv": "\n",
      ].filter { $0.key != "events/c.csv" }))
    let ledger = result.dataset.graph.interactions
    #expect(ledger.eventCount == 2 && ledger.rowCount == 2)
    #expect(result.dataset.provenance.notes == ["not read: note in events/b.csv"])
  }

  @Test("a named pipe is read as the file that is written to it, plain and compressed, and digested")
  func pipes() throws {
    let text = Self.header + String(repeating: Self.first, count: 20_000) + Self.second
    let scratch = try folder(["events.csv": text, "other/events.jsonl": ""])
    let plain = try read(scratch)
    let file = try #require(plain.dataset.provenance.files.first { $0.name == "events.csv" })
    for (number, pack) in ["cat", "gzip -c", "zstd -q -c"].enumerated() {
      let pipe = "\(scratch.path)/pipe\(number)"
      try scratch.run("mkfifo pipe\(number)")
      try scratch.start("\(pack) < events.csv > pipe\(number)")
      let result = try read(scratch, events: [pipe])
      #expect(result.dataset.graph == plain.dataset.graph)
      let record = try #require(result.dataset.provenance.files.first { pipe.hasSuffix("/" + $0.name) })
      #expect(record.rows == file.rows)
      if pack == "cat" { #expect(record.sha256 == file.sha256 && record.bytes == file.bytes) }
    }
    // Without a name, the first bytes say what the text is.
    for line in [
      "kind\ttime\tactor\ttarget\ncall\t1735725600\tann\tbob\n",
      #"{"kind":"call","time":1735725600,"actor":"ann","target":"bob"}"# + "\n",
    ] {
      try scratch.write("line", Array(line.utf8))
      try scratch.run("rm -f p; mkfifo p")
      try scratch.start("cat < line > p")
      #expect(try read(scratch, events: ["\(scratch.path)/p"]).dataset.graph.interactions.eventCount == 1)
    }
  }

  @Test("a stated unit holds for every number and rejects all others; without one a mixture is noted, with counts")
  func units() throws {
    let rows = Self.header + "1735725600,ann,bob,call\n1735725600000,ann,bob,call\n2025-01-01,ann,bob,call\n99999999.1234,ann,bob,call\n"
    let mixed = try read(try folder(["events.csv": rows]))
    #expect(mixed.rejects.total == 0)
    #expect(
      mixed.dataset.provenance.notes == [
        "events.csv: 2 times were read as seconds and 1 as milliseconds, by their size; state the unit under "
          + "'times: {events.csv: …}' in dataset.yaml, and others are rejected"
      ])
    // Times of rows that are rejected, for whatever reason, count as nothing.
    for row in ["1735725600000,ann,bob,wink", "1735725600000,ann,nobody,call", "1735725600000,ann,ann,call"] {
      let rejected = Self.header + "1735725600,ann,bob,call\n\(row)\n"
      #expect(try read(try folder(["events.csv": rejected])).dataset.provenance.notes == [])
    }
    // Quotes, doubled ones in another field, and leading zeros change nothing.
    let odd = Self.header + "\"1735725600\",ann,bob,call\n0001735725600,ann,bob,call\n1735725600000,ann,\"b\"\"b\",call\n"
    let quoted = try read(try folder(["events.csv": odd, "people.csv": "id\nann\nbob\n\"b\"\"b\"\n"]))
    #expect(quoted.rejects.total == 0)
    #expect(quoted.dataset.provenance.notes.first?.hasPrefix("events.csv: 2 times were read as seconds and 1 as") == true)
    func rejects(_ unit: String) throws -> [String] {
      try read(try folder(["events.csv": rows, "dataset.yaml": "times: {events.csv: \(unit)}\n"])).rejects.rows
        .map { "\($0.line) \($0.reason)" }
    }
    #expect(try rejects("seconds") == ["3 out of range", "4 not a time"])
    #expect(try rejects("milliseconds") == ["2 out of range", "4 not a time", "5 out of range"])
    #expect(try rejects("iso8601") == ["2 not a time", "3 not a time", "5 not a time"])
    #expect(
      try folderError(smallFolder.adding("dataset.yaml", "times: {events.csv: hours}\n"))?
        .contains("not a unit of times; known: seconds, milliseconds, iso8601") == true)
  }

  @Test("a pattern fits as the shell's does")
  func patterns() throws {
    let names = ["a.csv", "ab.csv", "b.csv", ".a.csv", "a.csv.gz"]
    let scratch = try folder(Dictionary(uniqueKeysWithValues: names.map { ("p/" + $0, "") }))
    for (pattern, expected) in [
      ("p/*.csv", ["a.csv", "ab.csv", "b.csv"]), ("p/?.csv", ["a.csv", "b.csv"]), ("p/a*", ["a.csv", "a.csv.gz", "ab.csv"]),
      ("p/*b*.csv", ["ab.csv", "b.csv"]),
    ] {
      try scratch.write("dataset.yaml", Array("files: {events.csv: '\(pattern)'}\n".utf8))
      try scratch.run("ls \(pattern) > shell || true")
      let shell = try String(contentsOfFile: "\(scratch.path)/shell", encoding: .utf8).split(separator: "\n").map { String($0.dropFirst(2)) }
      #expect(shell.sorted() == expected.sorted())
      for name in expected { try scratch.write("p/\(name)", name.hasSuffix(".gz") ? storedGzip(Array(Self.header.utf8)) : Array(Self.header.utf8)) }
      let found = try read(scratch).dataset.provenance.files.map(\.name).filter { $0.hasPrefix("p/") }.map { String($0.dropFirst(2)) }
      #expect(found.sorted() == expected.sorted(), "\(pattern)")
    }
  }
}
