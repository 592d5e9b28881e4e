import Foundation
import GraphStorage
import Ingest
import Jobs
import People
import Privacy
import Reports
import TestSupport
import Testing

@Suite("Kernels on files and on people")
struct KernelJobTests {
  static func context(_ threads: Int) -> RunContext { RunContext(threads: ThreadCount(threads)) }

  static func csv(
    _ loaded: LoadedGraph, _ kernel: String, _ parameters: [(name: String, value: String)] = [], threads: Int = 2
  ) throws -> String {
    let request = KernelJob.Request(kernel: kernel, parameters: parameters)
    return try KernelJob.run(loaded, request, context(threads)).csvLines.joined()
  }

  /// Ids with gaps, a loop, a repeated edge, and a piece beside the rest.
  static let edges: [(Int, Int)] = {
    var edges: [(Int, Int)] = [(7, 7), (7, 9), (9, 7), (9, 5_000_000_000)]
    for number in 0..<60 {
      let one = number * 17 % 40
      let other = number * 29 % 37
      edges.append((one + 100, other + 100))
    }
    return edges
  }()

  /// Steps from `source` by going through the list of edges until nothing changes.
  static func distances(_ source: Int) -> [Int: Int] {
    var found = [source: 0]
    var changed = true
    while changed {
      changed = false
      for (one, other) in edges {
        for (from, to) in [(one, other), (other, one)] {
          if let steps = found[from], steps + 1 < found[to] ?? Int.max {
            found[to] = steps + 1
            changed = true
          }
        }
      }
    }
    return found
  }

  @Test("results are by the file's own ids, equal to a search through the list, in every order and for any threads")
  func ownIDs() throws {
    try withTemporaryFolder { folder in
      try GraphJobTests.write(Self.edges.map { "\($0), \($1)\n" }.joined(), folder + "/g.csv")
      let ids = Set(Self.edges.flatMap { [$0, $1] }).sorted()
      for source in [7, 100, 5_000_000_000] {
        let expected = Self.distances(source)
        let rows: [String] = ids.map { id in "\(id),\(expected[id] ?? -1)" }
        for order in GraphSource.Order.allCases {
          let loaded = try GraphSource.file(path: folder + "/g.csv", format: .edgeList, options: GraphReadOptions())
            .load(order: order, Self.context(2))
          for threads in [1, 2, 8] {
            let table = try Self.csv(loaded, "breadth-first-search", [("source", "\(source)")], threads: threads)
            let lines = table.split(whereSeparator: \.isNewline).map {
              $0.split(separator: ",").prefix(2).joined(separator: ",")
            }
            #expect(Array(lines.dropFirst()) == rows, "\(source) \(order) \(threads)")
          }
          // Components by the same search: the smallest id that is reached.
          let components = try Self.csv(loaded, "connected-components").split(whereSeparator: \.isNewline).dropFirst()
          let smallest: [String] = ids.map { id in "\(id),\(Self.distances(id).keys.min() ?? -1)" }
          #expect(components.map(String.init) == smallest)
        }
      }
    }
  }

  @Test(
    "a kernel that is called otherwise is offered by its name",
    arguments: [
      ("pagerank", "page-rank"), ("PageRank", "page-rank"), ("bfs", "breadth-first-search"), ("louvian", "louvain"),
      ("betweeness", "betweenness"), ("sssp", "shortest-paths"), ("lcc", "local-clustering"), ("core", "k-core"),
      ("scc", "strongly-connected-components"), ("kcore", "k-core"),
    ])
  func otherNames(typed: String, name: String) throws {
    let failure = try #require(throws: Failure.self) { try KernelJob.check(KernelJob.Request(kernel: typed)) }
    #expect(failure.category == .usage && failure.hint == "perhaps \(name)")
  }

  @Test("nothing is offered for what is like no name")
  func noName() throws {
    let failure = try #require(throws: Failure.self) { try KernelJob.check(KernelJob.Request(kernel: "xyzzy")) }
    #expect(failure.hint == "kith kernels lists them all")
  }

  @Test("a run that needs more than the budget is refused before it starts, and its figures are the estimate's")
  func budget() throws {
    let loaded = try GraphJob.generate(
      .uniform(vertices: 1000, edges: 5000), seed: 1, weights: false, directed: false, Self.context(2))
    var request = KernelJob.Request(kernel: "page-rank")
    let needs = try KernelJob.estimate(loaded, request, Self.context(2))
    #expect(needs.graphBytes == loaded.graph.byteCount && needs.totalBytes > needs.graphBytes)
    request.memoryBudget = needs.totalBytes - 1
    let failure = try #require(throws: Failure.self) { _ = try KernelJob.run(loaded, request, Self.context(2)) }
    #expect(failure.category == .refused && failure.message.hasPrefix(needs.line))
    request.memoryBudget = needs.totalBytes
    #expect(try KernelJob.run(loaded, request, Self.context(2)).rowCount == 1000)
    // Making it took more than the run does.
    #expect(needs.totalBytes == needs.makingBytes && needs.graphBytes + needs.kernelBytes < needs.makingBytes)
    #expect(needs.line.contains("while the graph is made"))
  }

  @Test(
    "whoever does not allow the purpose has no row, names nobody and moves no value of anybody else",
    arguments: SocialProjection.Edges.allCases, 0..<Datasets.cases(quick: 3, long: 20))
  func noTrace(edges: SocialProjection.Edges, seed: Int) throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: UInt64(seed))
      let person = "p\(seed)"
      town.consents.append((person, "statistics", false))
      let other = "p\(seed + 1)"
      // Theirs is the newest event: it must not be what "now" is for others.
      town.events.append(
        .init(seconds: SmallTown.start + 90 * 86_400, actor: person, target: other, kind: "call", audience: 1, via: ""))
      let here = try NoTraceTests.dataset(town, folder, "here")
      let never = try NoTraceTests.dataset(town.without(person), folder, "never")
      for kernel in ["page-rank", "connected-components", "harmonic-closeness"] {
        let table = try Self.table(here, folder, edges, kernel)
        #expect(table == (try Self.table(never, folder, edges, kernel)), "\(kernel)")
        #expect(!table.contains("\(person),") && table.contains("\(other),"), "\(kernel)")
      }
    }
  }

  /// Written to a snapshot and read as the verb does.
  static func table(
    _ dataset: Dataset, _ folder: String, _ edges: SocialProjection.Edges, _ kernel: String,
    _ purpose: Purpose = .statistics
  ) throws -> String {
    try SnapshotJob.write(dataset, to: folder + "/t.kith", context(2))
    let source = GraphSource.snapshot(
      path: folder + "/t.kith", projection: SocialProjection(purpose: purpose, edges: edges))
    return try csv(try source.load(context(2)), kernel)
  }

  @Test("every purpose has an answer over every kind of edge: a table or a refusal", arguments: Purpose.allCases)
  func purposes(purpose: Purpose) throws {
    try withTemporaryFolder { folder in
      let dataset = try NoTraceTests.dataset(SmallTown(seed: 5), folder, "town")
      for edges in SocialProjection.Edges.allCases {
        do {
          #expect(try Self.table(dataset, folder, edges, "page-rank", purpose).contains("vertex,rank\r\np"))
        } catch let failure as Failure {
          #expect(failure.category == .refused, "\(edges): \(failure)")
          #expect(purpose != .statistics && purpose != .service, "\(edges): \(failure)")
        }
      }
    }
  }
}
