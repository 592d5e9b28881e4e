import GraphStorage
import Ingest
import People
import Testing

@Suite("Native dataset: broken folders")
struct NativeBrokenTests {
  @Test("a folder that is missing, a file, or without people.csv is named")
  func folders() throws {
    #expect(throws: IngestError.notFound(file: "/no/such/folder")) {
      try NativeDataset.read(folder: "/no/such/folder", options: ImportOptions())
    }
    let scratch = try Scratch()
    let file = try scratch.write("people.csv", Array("id\na\n".utf8))
    #expect(throws: IngestError.unreadable(file: file.path, reason: "not a folder")) {
      try NativeDataset.read(folder: file.path, options: ImportOptions())
    }
    #expect(try folderError(["events.csv": "time,actor,target,kind\n"]) == "people.csv: no such file")
  }

  @Test(
    "a header that is missing, empty or doubled is an error",
    arguments: [
      ("", "people.csv: empty file, a header was expected"), ("name\nAnn\n", "people.csv: missing column 'id'"),
      ("id,id\n1,2\n", "people.csv: columns 1 and 2 have the same name"),
      ("id,\n1,2\n", "people.csv: column 2 has no name"),
    ])
  func headers(text: String, error: String) throws {
    #expect(try folderError(["people.csv": text]) == error)
  }

  @Test("a missing column of a late file shows before any row is read")
  func lateHeader() throws {
    #expect(
      try folderError(["people.csv": "id\n,\n", "events.csv": "time,actor,kind\n"], policy: .strict)
        == "events.csv: missing column 'target'")
  }

  @Test("a header alone is an empty table")
  func headerOnly() throws {
    let result = try readFolder(["people.csv": "id", "events.csv": "time,actor,target,kind"])
    #expect(result.dataset.graph.people.count == 0)
    #expect(result.rejects.total == 0)
  }

  @Test("a byte order mark and CRLF change nothing")
  func byteOrderMark() throws {
    let plain = try readFolder(smallFolder)
    let other = try readFolder(
      smallFolder.mapValues { "\u{FEFF}" + $0.split(separator: "\n").map { $0 + "\r\n" }.joined() })
    #expect(other.dataset.graph == plain.dataset.graph)
    #expect(other.rejects.total == 0)
  }

  @Test("NUL bytes, lone quotes, Latin-1 and rows too long cost their row and no other")
  func rows() throws {
    let scratch = try Scratch()
    var bytes = Array("id,name\na,\"x\"y\nb,q\"q\nd,".utf8) + [0]
    bytes += Array("\ne,J".utf8) + [0xFC] + Array("rgen\nf,".utf8)
    bytes += Array(repeating: UInt8(ascii: "x"), count: 10 << 20) + Array("\ng,last\nc,\"never\n".utf8)
    try scratch.write("people.csv", bytes)
    let result = try NativeDataset.read(folder: scratch.path, options: ImportOptions())
    #expect(result.dataset.graph.people.ids.all == ["g"])
    #expect(
      result.rejects.rows.map { "\($0.line) \($0.reason)" } == [
        "2 text after the closing quote", "3 a quote inside an unquoted field", "4 NUL byte",
        "5 not valid UTF-8", "6 row longer than 1 MiB", "8 quote never closed",
      ])
  }

  @Test("UTF-16 is refused at the header")
  func wrongEncoding() throws {
    let scratch = try Scratch()
    var bytes: [UInt8] = [0xFF, 0xFE]
    for byte in "id,name\na,b\n".utf8 { bytes += [byte, 0] }
    try scratch.write("people.csv", bytes)
    #expect(throws: IngestError.utf16(file: "people.csv")) {
      try NativeDataset.read(folder: scratch.path, options: ImportOptions())
    }
  }

  @Test("gzip is read like plain text; cut short it is an error")
  func compressed() throws {
    let people = Array("id\na\nb\n".utf8)
    let events = Array("time,actor,target,kind\n1,a,b,message\n".utf8)
    let whole = try Scratch()
    try whole.write("people.csv.gz", storedGzip(people))
    try whole.write("events.csv.gz", storedGzip(events))
    let result = try NativeDataset.read(folder: whole.path, options: ImportOptions())
    #expect(result.dataset.graph.interactions.eventCount == 1)
    let cut = try Scratch()
    try cut.write("people.csv", people)
    try cut.write("events.csv.gz", storedGzip(events).dropLast(6))
    #expect(throws: IngestError.truncatedGzip(file: "events.csv.gz")) {
      try NativeDataset.read(folder: cut.path, options: ImportOptions())
    }
    try cut.write("people.csv.gz", storedGzip(people))
    #expect(throws: IngestError.ambiguous(file: "people.csv", other: "people.csv.gz")) {
      try NativeDataset.read(folder: cut.path, options: ImportOptions())
    }
  }

  @Test(
    "what dataset.yaml may not say is an error with its place",
    arguments: [
      ("colour: 1", "1:1 unknown key 'colour'"), ("attributes: {city: colour}", "not a kind of attribute"),
      ("attributes: {town: set}", "attributes.town: people.csv has no such column"),
      ("kinds: {message: {weight: 17}}", "the weight of a kind lies in 0 to 16"),
      ("kinds: {message: {weight: .nan}}", "the weight of a kind lies in 0 to 16"),
      ("kinds: {message: {height: 1}}", "unknown key 'kinds.message.height'"),
      ("consents: {default: granted}", "state the basis of the default in words"),
      ("consents: {default: granted, basis: \" - \"}", "state the basis of the default in words"),
      ("consents: {default: [fun], basis: x}", "not a purpose"),
      ("consents: {default: maybe}", "neither granted nor denied"),
      ("columns: {event.csv: {actor: a}}", "unknown key 'columns.event.csv'"),
      ("columns: {events.csv: {acter: a}}", "unknown key 'columns.events.csv.acter'"),
      ("columns: {events.csv: {actor: a, target: a}}", "one column of a file under two names"),
      ("files: {events.csv: ../x.csv}", "files lie in the folder itself"),
      ("files: {events.csv: people.csv}", "one file for two tables"),
      ("files: {events.csv: gone.csv}", "gone.csv: no such file"),
      ("contacts: {calling_code: 0}", "calling_code is 1 to 3 digits"), ("{", "dataset.yaml:"),
    ])
  func documents(text: String, problem: String) throws {
    let error = try folderError(smallFolder.adding("dataset.yaml", text))
    #expect(error?.contains(problem) == true, "\(error ?? "no error")")
  }

  @Test("strict stops at the first rejected row, a limit at its N-th")
  func policies() throws {
    let files = smallFolder.adding("follows.csv", "follower,followee\nann,x\nbob,ann\nbob,y\nbob,z\n")
    #expect(try folderError(files, policy: .strict) == "follows.csv:2:5 followee: unknown person")
    #expect(try folderError(files, policy: .atMost(2))?.hasPrefix("follows.csv:4:5") == true)
    #expect(try folderError(files, policy: .atMost(4)) == nil)
    let twice = ["people.csv": "id,n\na,1\nb,\na,2\n"]
    #expect(try folderError(twice, policy: .strict)?.hasPrefix("people.csv:2:1 id:") == true)
    #expect(try folderError(twice, policy: .atMost(2))?.hasPrefix("people.csv:4:1 id:") == true)
    #expect(try folderError(twice, policy: .atMost(3)) == nil)
  }
}
