import Foundation
import GraphStorage
import Ingest
import People
import TestSupport
import Testing

@Suite struct ForeignSNAPTests {
  private func read(
    _ text: String, name: String = "e.txt", _ options: ImportOptions = ImportOptions(), beside: [String: String] = [:]
  ) throws -> ImportResult {
    let scratch = try Scratch()
    let file = try scratch.write(name, name.hasSuffix(".gz") ? storedGzip(Array(text.utf8)) : Array(text.utf8))
    for (other, content) in beside { try scratch.write(other, Array(content.utf8)) }
    return try SNAP.read(path: file.path, options: options)
  }

  private func pairs(_ graph: SocialGraph) -> [[String]] {
    graph.friendships.map { [graph.people.id($0.first), graph.people.id($0.second)] }
      + graph.follows.map { [graph.people.id($0.follower), graph.people.id($0.followee)] }
  }

  @Test("undirected doubles in both orientations are one friendship, loops are rejected, remarks skipped")
  func plain() throws {
    let text = "# Nodes: 4\n% remark\n10\t2\n2\t10\n10\t2\n3\t3\n2\tx\n-4\t10\n"
    let result = try read(text)
    #expect(result.dataset.graph.people.ids.all == ["-4", "2", "10", "x"])
    #expect(pairs(result.dataset.graph) == [["-4", "10"], ["2", "10"], ["2", "x"]])
    #expect(rejectTexts(result) == ["e.txt:6:3 both ends are the same person"])
    #expect(fileCount(result, "e.txt") == [5, 1])
    #expect(result.dataset.provenance.notes.contains { $0.contains("research-dataset") })
    #expect(result.dataset.provenance.notes.contains { $0.hasPrefix("2 rows repeat") })
    #expect(
      pairs(try read(text, ImportOptions(isDirected: true)).dataset.graph) == [
        ["-4", "10"], ["2", "10"], ["2", "x"], ["10", "2"],
      ])
    for other in ["\r\n", "\n\n"] {
      let variant = text.replacing("\n", with: other)
      #expect(try read(variant).dataset.graph == result.dataset.graph)
      #expect(try read(variant, name: "e.txt.gz").dataset.graph == result.dataset.graph)
    }
    var sorted = result.dataset.graph
    sorted.normalise()
    #expect(sorted == result.dataset.graph)
  }

  @Test("three columns are messages from the first to the second")
  func temporal() throws {
    let result = try read("1 2 100\n2 1 3600\n1 2 101\n1 2 0.5\n1 2 -3\n1 1 7\n")
    let graph = result.dataset.graph
    #expect(graph.events("1", "2", "message") == 2)
    #expect(graph.events("2", "1", "message") == 1)
    #expect(graph.newestTime == Timestamp(seconds: 3600))
    #expect(
      rejectTexts(result).map { $0.dropFirst(6) } == [
        "4:5 not an integer", "5:5 time before 1970", "6:3 both ends are the same person",
      ])
  }

  @Test("headers, commas and label tables found beside the edges are read")
  func labelled() throws {
    let edges = "node_1,node_2\n1,2\n2,3\n"
    let table = "id,page_id,page_name,page_type\n1,77,\"a, b\",tv\n2,78,c,show\n9,79,d,tv\n"
    let result = try read(edges, name: "x_edges.csv", beside: ["x_target.csv": table])
    let graph = result.dataset.graph
    #expect(pairs(graph) == [["1", "2"], ["2", "3"]])
    #expect(["1", "2", "3", "9"].map { graph.values($0, "page_type") } == [["tv"], ["show"], [], ["tv"]])
    #expect(result.rejects.total == 0)
    let plain = try read(
      "0 1\n1 2\n", name: "m-core-temporal.txt", beside: ["m-core-department-labels.txt": "0 4\n1 5\n1 6\n2 4\n"])
    #expect(["0", "1", "2"].map { plain.dataset.graph.values($0, "label") } == [["4"], [], ["4"]])
    #expect(plain.rejects.total == 2)
  }

  @Test(
    "random edges give the pairs of a plain set, for any order, threads, and spread of the ids",
    arguments: [1, 1 << 40])
  func random(spread: Int) throws {
    var generator = SeededGenerator(seed: 12)
    var rows: [String] = []
    var expected = Set<[Int]>()
    for _ in 0..<60_000 {
      let (one, other) = (generator.below(900), generator.below(900))
      rows.append("\(one * spread) \(other * spread)")
      if one != other { expected.insert([min(one, other) * spread, max(one, other) * spread]) }
    }
    let first = try read(rows.joined(separator: "\n"), .threads(1)).dataset.graph
    #expect(Set(pairs(first).map { $0.compactMap(Int.init) }) == expected)
    #expect(first.friendships.count == expected.count)
    for index in rows.indices.reversed() { rows.swapAt(index, generator.below(index + 1)) }
    for threads in [1, 2, 4] {
      #expect(try read(rows.joined(separator: "\n"), .threads(threads)).dataset.graph == first)
    }
  }

  @Test("an empty file, a missing one, one column and a cut gzip are errors")
  func broken() throws {
    #expect(throws: IngestError.self) { try read("") }
    #expect(throws: IngestError.self) { try read("# only a remark\n") }
    #expect(throws: IngestError.self) { try read("1\n2\n") }
    #expect(throws: IngestError.notFound(file: "none.txt")) {
      try SNAP.read(path: "/nowhere/none.txt", options: ImportOptions())
    }
    let scratch = try Scratch()
    let file = try scratch.write("e.txt.gz", storedGzip(Array("1 2\n".utf8)).dropLast(5))
    #expect(throws: IngestError.truncatedGzip(file: "e.txt.gz")) {
      try SNAP.read(path: file.path, options: ImportOptions())
    }
  }
}
