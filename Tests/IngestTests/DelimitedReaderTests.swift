import Foundation
import GraphStorage
import Ingest
import Testing

@Suite struct DelimitedReaderTests {
  private func read(
    _ text: String, dialect: Dialect = .csv, shape: TableShape = .header(required: []),
    policy: RejectPolicy = .tolerate, name: String = "t.csv"
  ) throws -> (header: [String], events: [RowEvent]) {
    let scratch = try Scratch()
    return try readAll(
      try scratch.write(name, Array(text.utf8)), shape: shape, dialect: dialect, threads: 2, policy: policy)
  }

  @Test("a byte order mark, CR LF, blanks around names and a missing last line end do no harm")
  func tolerated() throws {
    let (header, events) = try read("\u{FEFF} id , name\r\n1,é\r\n\r\n2,\"\"")
    #expect(header == ["id", "name"])
    #expect(texts(events) == [["1", "é"], ["2", ""]])
    #expect(reasons(events).isEmpty)
  }

  @Test("a header alone is a table without rows, an empty file is an error")
  func emptiness() throws {
    #expect(try read("id,name\n").events.isEmpty)
    #expect(try read("id").header == ["id"])
    for text in ["", "\u{FEFF}", "\n\r\n\n"] {
      #expect(throws: IngestError.empty(file: "t.csv")) { try read(text) }
    }
  }

  @Test("missing, doubled and unnamed columns are errors that name them without printing cells")
  func headers() {
    #expect(throws: IngestError.missingColumn(file: "t.csv", column: "id")) {
      try read("key,name\n", shape: .header(required: ["name", "id"]))
    }
    #expect(throws: IngestError.columnInOtherCase(file: "t.csv", column: "id", place: 1)) {
      try read("ID,name\n", shape: .header(required: ["name", "id"]))
    }
    #expect(throws: IngestError.duplicateColumn(file: "t.csv", first: 1, second: 3)) { try read("a,b,a \n") }
    #expect(throws: IngestError.unnamedColumn(file: "t.csv", column: 2)) { try read("a,,b\n") }
    #expect("\(IngestError.missingColumn(file: "people.csv", column: "id"))" == "people.csv: missing column 'id'")
    #expect(throws: IngestError.self) { try read("a,b\"c\n1,2\n") }
  }

  @Test("each kind of bad row is rejected with its line, column and field, and the others are read")
  func badRows() throws {
    let text = "id,name\n1,ok\n2\n3,a,b\n4,a\"b\n5,\"a\"b\n6,\0\n7,a\rb\n8,\"never closed\n9,ok\n"
    let (_, events) = try read(text)
    #expect(texts(events) == [["1", "ok"], ["9", "ok"]])
    #expect(
      reasons(events) == [
        "3:1 1 fields, expected 2", "4:1 3 fields, expected 2", "5:3 name: a quote inside an unquoted field",
        "6:3 name: text after the closing quote", "7:3 name: NUL byte",
        "8:3 name: a carriage return that ends no line", "9:3 name: quote never closed",
      ])
  }

  @Test("another encoding than UTF-8 is rejected row by row")
  func encoding() throws {
    let scratch = try Scratch()
    let latin: [UInt8] = Array("id,name\n1,Ren".utf8) + [0xE9] + Array("\n2,Ren".utf8) + [0xC3, 0xA9, 0x0A]
    let events = try readAll(try scratch.write("t.csv", latin)).events
    #expect(texts(events) == [["2", "René"]])
    #expect(reasons(events) == ["2:3 name: not valid UTF-8"])
    // UTF-16 has NUL bytes already in its header.
    let wide: [UInt8] = Array("id,name\n".utf8).flatMap { (byte: UInt8) -> [UInt8] in [byte, 0] }
    #expect(throws: IngestError.self) { try readAll(try scratch.write("w.csv", [0xFF, 0xFE] + wide)) }
  }

  @Test("a line of 10 MB is one rejected row, plain and compressed", arguments: ["t.csv", "t.csv.gz"])
  func longLine(name: String) throws {
    let scratch = try Scratch()
    for filler in [Array("a".utf8), Array("a,".utf8), Array("\"".utf8), Array("\"a\",".utf8), Array("é ".utf8)] {
      var long = filler
      while long.count < 10_000_000 { long += long }
      try scratch.write("t.csv", Array("id,name\n1,ok\n".utf8) + long + Array("\n2,ok\n".utf8))
      try scratch.run("gzip -1 -f -k t.csv")
      let file = InputFile(path: "\(scratch.path)/\(name)")
      let events = try readAll(file, threads: 2, pieceSize: 1 << 16).events
      #expect(texts(events) == [["1", "ok"], ["2", "ok"]])
      #expect(reasons(events).count == 1)
      if filler.count == 1 && filler[0] == 0x61 { #expect(reasons(events) == ["3:1 row longer than 1 MiB"]) }
    }
  }

  @Test("other separators, and blanks with remarks")
  func dialects() throws {
    #expect(texts(try read("a;b\n\"1;\";2\n", dialect: .semicolon).events) == [["1;", "2"]])
    #expect(texts(try read("a\tb\n1 \t2\n", dialect: .tab).events) == [["1 ", "2"]])
    #expect(texts(try read("a|b\n1|\"2\"\n", dialect: .pipe).events) == [["1", "2"]])
    let blanks = "# remark, \"\n 1  2\t3 \n\n \t\n4 5 6\r\n7 8\n\"9 a b"
    let events = try read(blanks, dialect: .blanks, shape: .fields(3...3)).events
    #expect(texts(events) == [["1", "2", "3"], ["4", "5", "6"], ["\"9", "a", "b"]])
    #expect(reasons(events) == ["6:1 2 fields, expected 3"])
  }

  @Test("strict makes the first rejected row an error, and a limit of N the N-th")
  func policies() throws {
    let text = "id,name\n1\n2,ok\n3\n4\n"
    let row = { (line: Int) in
      RejectedRow(file: "t.csv", line: line, column: 1, field: "", reason: .fieldCount(expected: 2, found: 1))
    }
    #expect(throws: IngestError.rejected(row(2))) { try read(text, policy: .strict) }
    #expect(throws: IngestError.tooManyRejected(limit: 3, row: row(5))) { try read(text, policy: .atMost(3)) }
    #expect(reasons(try read(text, policy: .atMost(4)).events).count == 3)
    #expect("\(IngestError.rejected(row(2)))" == "t.csv:2:1 1 fields, expected 2")
  }
}
