import Foundation
import GraphStorage
import Ingest
import People
import Testing

@Suite struct JSONLineRuleTests {
  private func read(_ text: String, limits: ReadLimits = ReadLimits()) throws -> [RowEvent] {
    let scratch = try Scratch()
    let file = try scratch.write("t.jsonl", Array(text.utf8))
    return try readAll(
      file, shape: .objects(required: [], ofObjects: [], all: true), dialect: nil, limits: limits
    ).events
  }

  @Test("numbers are taken as they are written, beyond 2^53 and beyond 64 bits too")
  func numbers() throws {
    let line = #"{"a":9007199254740993,"b":184467440737095516160,"c":1.50,"d":-1E+2,"e":true,"f":null}"#
    #expect(try texts(read(line)) == [["9007199254740993", "184467440737095516160", "1.50", "-1E+2", "true", ""]])
  }

  @Test("a list of single values stands for a set where all names count, and null in it for nothing")
  func lists() throws {
    let text = #"{"a":["x", 2 ,null,"\u00e9", true]}"# + "\n" + #"{"a":[]}"# + "\n" + #"{"a":["x;y"]}"# + "\n"
      + #"{"a":[["x"]]}"#
    let events = try read(text)
    #expect(texts(events) == [["x;2;é;true"], [""]])
    #expect(
      reasons(events) == ["3:7 a: a value of a list holds a semicolon", "4:7 a: a nested value where a single one is expected"])
  }

  @Test("each fault has its reason, physical line, byte column and name")
  func faults() throws {
    let deep = String(repeating: "[", count: 80) + String(repeating: "]", count: 80)
    let lines = [
      #"{"a":1}"#, "", #"{"a":"x"#, #"{"a":"\x"}"#, #"{"a":"\udc00"}"#, #"{"a":"\ud800\u0041"}"#, #"{"a":01}"#, #"{"a":+1}"#,
      #"{"a":1.}"#, #"{"a":tru}"#, #"{"a":1}}"#, #"{"a":1,}"#, #"{"a" 1}"#, #"{"a":1 "b":2}"#, #"{a:1}"#, "[1]",
      #"{"a":1,"\u0061":2}"#, #"{"a":"\u0000"}"#, "{\"a\":\"\u{1}\"}", #"{"b":\#(deep)}"#, #"{"a":{"b":1}}"#, "{",
    ]
    let events = try read(lines.joined(separator: "\n"))
    #expect(texts(events).map { $0[0] } == ["1"])
    #expect(
      reasons(events) == [
        "3:8 a: a text that is never closed", "4:7 a: no such escape in JSON", "5:7 a: half of a surrogate pair",
        "6:7 a: half of a surrogate pair", "7:7 a: not a JSON number", "8:6 a: not valid JSON", "9:8 a: not a JSON number",
        "10:9 a: not valid JSON", "11:8 not valid JSON", "12:8 not valid JSON", "13:6 a: not valid JSON",
        "14:8 a: not valid JSON", "15:2 not valid JSON", "16:1 not a JSON object", "17:8 a: the same name twice",
        "18:7 a: NUL byte", "19:7 a: a control character inside a text", "20:69 nested deeper than 64",
        "21:6 a: a nested value where a single one is expected", "22:2 not valid JSON",
      ])
  }

  @Test("a line beyond the limit is rejected, wherever blocks and pieces are cut, and the next one is read")
  func longLines() throws {
    let scratch = try Scratch()
    var limits = ReadLimits()
    limits.row = 50
    let long = #"{"a":""# + String(repeating: "x", count: 200) + #""}"#
    let bytes = Array((#"{"a":"1"}"# + "\n" + long + "\n" + #"{"a":"2"}"# + "\n").utf8)
    for (name, stored) in [("t.jsonl", bytes), ("u.jsonl.gz", storedGzip(bytes)), ("v.jsonl.zst", rawZstd(bytes))] {
      let file = try scratch.write(name, stored)
      for pieceSize in [1, 3, 17, 1000] {
        let events = try readAll(
          file, shape: .objects(required: [], ofObjects: [], all: true), dialect: nil, limits: limits, threads: 2,
          pieceSize: pieceSize
        ).events
        #expect(texts(events) == [["1"], ["2"]])
        #expect(reasons(events) == ["2:1 row longer than 50 bytes"])
      }
    }
  }

  @Test("members that are not asked for may hold anything that is JSON, and members may be missing")
  func others() throws {
    let result = try readFolder(
      smallFolder.adding(
        "events.jsonl",
        #"{"meta":{"kind":"x","list":[1,{"time":2}]},"time":1735725600,"actor":"ann","target":"bob","kind":"message"}"# + "\n"
          + #"{"kind":"call","duration":60,"target":"ann","actor":"b\u006fb","time":"2025-01-01T11:00:00+01:00"}"# + "\n"
          + #"{"kind":"call","target":"ann","actor":"bob"}"# + "\n"))
    #expect(result.dataset.graph.interactions.eventCount == 2)
    #expect(result.rejects.rows.map(\.description) == ["events.jsonl:3:1 time: empty"])
    #expect(result.dataset.provenance.notes == ["not read: meta in events.jsonl"])
  }

  @Test("a name that no object has is a missing column; one in other case says so; an array of objects is told")
  func columns() throws {
    let row = #"{"Time":1,"actor":"ann","target":"bob","kind":"call"}"# + "\n"
    #expect(
      try folderError(smallFolder.adding("events.jsonl", row))
        == "events.jsonl: missing column 'time'; column 1 has that name in other case")
    #expect(
      try folderError(smallFolder.adding("events.jsonl", "[" + row + "]"))
        == "events.jsonl:1:1 a JSON array; write one object a line (jq -c '.[]' makes them)")
    let mapped = smallFolder.adding("events.jsonl", row).adding("dataset.yaml", "columns: {events.csv: {time: Time}}\n")
    #expect(try readFolder(mapped).dataset.graph.interactions.eventCount == 1)
    // A log of nothing is a log.
    #expect(try readFolder(smallFolder.adding("events.jsonl", "\n")).rejects.total == 0)
  }
}
