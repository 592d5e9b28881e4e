import Foundation
import GraphStorage
import Ingest
import People
import Privacy
import TestSupport
import Testing

@Suite struct ForeignSocioPatternsTests {
  static let small = "100 7 9\n100 9 12\n120 7 9\n3700 9 7\n"
  static let metadata = "7\tsales\n9\tlegal\n30\tsales\n"

  private func read(_ scratch: Scratch, _ options: ImportOptions = ImportOptions()) throws(IngestError) -> ImportResult
  {
    try SocioPatterns.read(path: scratch.path, options: options)
  }

  @Test("every line is a symmetric contact of twenty seconds, and metadata give departments")
  func meaning() throws {
    let scratch = try Scratch()
    try scratch.write("x_tij.dat", Array(Self.small.utf8))
    try scratch.write("x_metadata.txt", Array(Self.metadata.utf8))
    let result = try read(scratch)
    let graph = result.dataset.graph
    #expect(graph.people.ids.all == ["7", "9", "12", "30"])
    #expect(graph.events("7", "9", "contact") == 3)
    #expect(graph.events("9", "7", "contact") == 3)
    #expect(graph.events("9", "12", "contact") == 1)
    #expect(graph.events("7", "12", "contact") == 0)
    #expect(graph.interactions.eventCount == 8)
    #expect(graph.interactions.classes.map { $0.duration.lowerBound } == [20])
    #expect(graph.interactions.classes.map { $0.audience.lowerBound } == [1])
    #expect(graph.interactions.rowHours.sorted() == [0, 0, 0, 0, 1, 1])
    #expect(graph.newestTime == Timestamp(seconds: 3700))
    #expect(["7", "9", "12", "30"].map { graph.values($0, "department") } == [["sales"], ["legal"], [], ["sales"]])
    #expect(result.rejects.total == 0)
    #expect(result.dataset.consents == ConsentRegister([], declared: .researchDataset))
    let provenance = result.dataset.provenance
    #expect(provenance.format == "sociopatterns")
    #expect(provenance.files.map(\.name) == ["x_metadata.txt", "x_tij.dat"])
    #expect(provenance.files.map(\.rows) == [3, 4])
    #expect(provenance.notes.contains { $0.contains("research-dataset") })
    #expect(provenance.notes.contains { $0.contains("start of the study") })
    #expect(provenance.notes.contains { $0.hasPrefix("1 people have no department") })
  }

  @Test("line ends, compression, order of rows and of the two people, and threads change nothing but the digests")
  func variants() throws {
    var generator = SeededGenerator(seed: 3)
    var rows: [String] = []
    for _ in 0..<20_000 {
      let one = generator.below(300)
      rows.append("\(generator.below(50_000) * 20) \(one) \(one + 1 + generator.below(40))")
    }
    let text = rows.joined(separator: "\n") + "\n"
    let plain = try Scratch()
    try plain.write("tij_A.dat", Array(text.utf8))
    let expected = try read(plain, .threads(1)).dataset.graph
    #expect(expected.interactions.eventCount == 40_000)
    var variants: [(String, [UInt8])] = [
      ("tij_A.dat", Array(text.replacing("\n", with: "\r\n").utf8)),
      ("tij_A.dat", Array(text.replacing(" ", with: "\t ").utf8)),
      ("tij_A.dat.gz", storedGzip(Array(text.utf8))),
      ("tij_A.dat", Array(text.dropLast().utf8)),
    ]
    for index in rows.indices.reversed() { rows.swapAt(index, generator.below(index + 1)) }
    let turned = rows.map { row in
      let cells = row.split(separator: " ")
      return generator.below(2) == 0 ? row : "\(cells[0]) \(cells[2]) \(cells[1])"
    }
    variants.append(("tij_A.dat", Array(turned.joined(separator: "\n").utf8)))
    for (name, bytes) in variants {
      let scratch = try Scratch()
      try scratch.write(name, bytes)
      for threads in [1, 2, 5] { #expect(try read(scratch, .threads(threads)).dataset.graph == expected) }
    }
    let zipped = try Scratch()
    try zipped.write("a.txt", Array(text.utf8))
    try zipped.run("python3 -m zipfile -c tij_A.dat.zip a.txt && rm a.txt")
    #expect(try read(zipped).dataset.graph == expected)
  }

  @Test("malformed lines are rejected with their lines, and the rest is read")
  func malformed() throws {
    let scratch = try Scratch()
    let lines = [
      "100 1 2", "x 1 2", "120 1", "140 3 3", "-20 1 2", "160 1 2 a", "1.5 1 2", "", "# remark", "99999999999999 1 2",
      "180 2 1", "200 1 2 a b c",
    ]
    try scratch.write("tij.dat", Array(lines.joined(separator: "\n").utf8))
    let result = try read(scratch)
    #expect(
      rejectTexts(result) == [
        "tij.dat:2:1 not an integer", "tij.dat:3:1 2 fields, expected 3", "tij.dat:4:7 a contact with oneself",
        "tij.dat:5:1 time before 1970", "tij.dat:6:1 4 fields, expected 5", "tij.dat:7:1 not an integer",
        "tij.dat:10:1 out of range", "tij.dat:12:1 6 fields, expected 5",
      ])
    #expect(result.dataset.graph.people.ids.all == ["1", "2"])
    #expect(result.dataset.graph.events("1", "2", "contact") == 2)
    #expect(fileCount(result, "tij.dat") == [2, 8])
    #expect(throws: IngestError.self) { try read(scratch, ImportOptions(rejects: .strict)) }
    #expect(throws: IngestError.self) { try read(scratch, ImportOptions(rejects: .atMost(8))) }
    #expect(try read(scratch, ImportOptions(rejects: .atMost(9))).rejects.total == 8)
  }

  @Test("a person only in a rejected row is nobody, whatever the form of the id")
  func rejectedPeople() throws {
    let scratch = try Scratch()
    try scratch.write("tij.dat", Array("20 a b\n40 c c\n60 07 07\n80 -1 7\n".utf8))
    #expect(try read(scratch).dataset.graph.people.ids.all == ["-1", "7", "a", "b"])
  }

  @Test("class columns give departments, metadata stand above them, and contradictions give none")
  func classes() throws {
    let scratch = try Scratch()
    try scratch.write("a_tij.dat", Array("20 1 2 x y\n40 2 3 y z\n60 3 4 q w\n80 1 4 x w\n".utf8))
    let alone = try read(scratch)
    #expect(["1", "2", "3", "4"].map { alone.dataset.graph.values($0, "department") } == [["x"], ["y"], [], ["w"]])
    #expect(alone.dataset.provenance.notes.contains { $0.hasPrefix("1 people with different departments") })
    try scratch.write("a_metadata.txt", Array("1 m\n5 n\n4 o\n4 p\n5 n\n".utf8))
    let both = try read(scratch)
    #expect(
      ["1", "2", "3", "4", "5"].map { both.dataset.graph.values($0, "department") } == [["m"], ["y"], [], ["w"], ["n"]])
    #expect(rejectTexts(both).map { $0.prefix(19) } == ["a_metadata.txt:3:1 ", "a_metadata.txt:4:1 "])
    #expect(fileCount(both, "a_metadata.txt") == [3, 2])
  }

  @Test("files are found by their names; none or several are an error that names them")
  func finding() throws {
    let scratch = try Scratch()
    #expect(throws: IngestError.notFound(file: "\(scratch.path)/*tij*.dat")) { try read(scratch) }
    let first = try scratch.write("a_tij.dat", Array(Self.small.utf8))
    try scratch.write("a_metadata.txt", Array(Self.metadata.utf8))
    try scratch.write("notes.txt", [])
    // The file itself: metadata with the same beginning.
    #expect(try SocioPatterns.read(path: first.path, options: ImportOptions()).dataset.graph.attributes.count == 1)
    try scratch.write("b_metadata.txt", Array("7 other\n".utf8))
    #expect(
      try SocioPatterns.read(path: first.path, options: ImportOptions()).dataset.graph.values("7", "department") == [
        "sales"
      ])
    #expect(throws: IngestError.self) { try read(scratch) }
    let named = ImportOptions(labels: "\(scratch.path)/b_metadata.txt")
    #expect(try read(scratch, named).dataset.graph.values("7", "department") == ["other"])
    try scratch.write("b_tij.dat.gz", storedGzip(Array(Self.small.utf8)))
    do throws(IngestError) {
      _ = try read(scratch)
      Issue.record("two files of contacts were accepted")
    } catch {
      #expect(error.description.contains("a_tij.dat, b_tij.dat.gz"))
      #expect(error.category == .data)
    }
    #expect(throws: IngestError.notFound(file: "/nowhere/at/all")) {
      try SocioPatterns.read(path: "/nowhere/at/all", options: ImportOptions())
    }
    let missing = ImportOptions(labels: "\(scratch.path)/none.txt")
    #expect(throws: IngestError.notFound(file: "none.txt")) {
      try SocioPatterns.read(path: first.path, options: missing)
    }
  }

  @Test("a cut gzip file, an empty one and one of something else are errors")
  func broken() throws {
    let cut = try Scratch()
    try cut.write("tij.dat.gz", storedGzip(Array(Self.small.utf8)).dropLast(9))
    #expect(throws: IngestError.truncatedGzip(file: "tij.dat.gz")) { try read(cut) }
    let empty = try Scratch()
    try empty.write("tij.dat", [])
    #expect(throws: IngestError.document(file: "tij.dat", line: 0, column: 0, problem: "no rows; expected 't i j'")) {
      try read(empty)
    }
    let other = try Scratch()
    try other.write("tij.dat", Array("<html>\n<body>\n".utf8))
    #expect(throws: IngestError.self) { try read(other) }
    let noise = try Scratch()
    try noise.write("tij.dat", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ $0 >> 3) })
    #expect(throws: IngestError.self) { try read(noise) }
  }

  static let studies: [(folder: String, contacts: Int, people: Int, labelled: Int)] = [
    ("workplace-invs15", 78_249, 217, 217), ("workplace-invs13", 9827, 92, 92), ("conference-sfhh", 70_261, 403, 0),
  ]

  @Test(
    "the studies have the published numbers, and each pair those that a plain count gives",
    .enabled(if: Datasets.has("workplace-invs15"), "\(Datasets.skipReason)"), arguments: 0..<3)
  func studies(number: Int) throws {
    let study = Self.studies[number]
    guard let folder = Datasets.path(study.folder) else { return }
    let result = try SocioPatterns.read(path: folder, options: .threads(2))
    let graph = result.dataset.graph
    #expect(result.rejects.total == 0)
    #expect(graph.interactions.eventCount == 2 * study.contacts)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let contacts = try #require(names.first { $0.contains("tij") })
    var pairs: [String: Int] = [:]
    var degrees: [Substring: Set<Substring>] = [:]
    var newest = 0
    for cells in try toolLines("\(folder)/\(contacts)") {
      pairs["\(cells[1]) \(cells[2])", default: 0] += 1
      pairs["\(cells[2]) \(cells[1])", default: 0] += 1
      degrees[cells[1], default: []].insert(cells[2])
      degrees[cells[2], default: []].insert(cells[1])
      newest = max(newest, Int(cells[0]) ?? .max)
    }
    #expect(graph.interactions.pairCount == pairs.count)
    for (pair, count) in pairs {
      let ends = pair.split(separator: " ").map(String.init)
      #expect(graph.events(ends[0], ends[1], "contact") == count)
    }
    for (person, others) in degrees {
      let index = try #require(graph.person(String(person)))
      #expect(graph.interactions.pairs(of: index.position).count == others.count)
    }
    #expect(graph.newestTime == Timestamp(seconds: Int64(newest)))
    let metadata = try names.first { $0.contains("metadata") }.map { try toolLines("\(folder)/\($0)") } ?? []
    for cells in metadata { #expect(graph.values(String(cells[0]), "department") == [String(cells[1])]) }
    #expect(graph.people.count == Set(degrees.keys).union(metadata.map { $0[0] }).count)
    #expect(degrees.count == study.people)
    #expect(graph.attributes.first?.codes.count ?? 0 == metadata.count)
  }
}
