import Foundation
import GraphStorage
import Jobs
import Reports
import TestSupport
import Testing

@Suite("Graph files as jobs read and write them")
struct GraphJobTests {
  static let context = RunContext(threads: ThreadCount(2))

  static func load(
    _ path: String, _ format: GraphFormat? = nil, _ options: GraphReadOptions = GraphReadOptions(),
    budget: Int = 1 << 30
  ) throws -> LoadedGraph {
    let form = try #require(format ?? GraphFormat(path: path))
    return try GraphSource.file(path: path, format: form, options: options).load(memoryBudget: budget, context)
  }

  static func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Edges by the file's own ids.
  static func edges(_ loaded: LoadedGraph) -> Set<String> {
    Set(
      (0..<loaded.graph.vertexCount).flatMap { vertex in
        loaded.graph.row(vertex).map { arc in
          let weight = loaded.graph.weights.map { " \($0[arc])" } ?? ""
          return name(loaded, vertex) + " " + name(loaded, Int(loaded.graph.targets[arc])) + weight
        }
      })
  }

  static func name(_ loaded: LoadedGraph, _ vertex: Int) -> String {
    loaded.names.text(loaded.relabelling?.oldOfNew[vertex] ?? UInt32(vertex))
  }

  @Test("a text without room is refused before it is read, and a graph where renumbering it has none")
  func memory() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/g.el"
      // The last line is at fault: a reader that came so far would say so.
      let lines = (0..<20_000).map { "\($0) \(($0 * 31) % 9000)\n" }.joined()
      try Self.write(lines + "x\n", path)
      let early = try #require(throws: Failure.self) { _ = try Self.load(path, budget: 300_000) }
      #expect(early.category == .refused && early.message.contains("20,0"), "\(early)")
      #expect(try #require(throws: Failure.self) { _ = try Self.load(path, budget: 1 << 22) }.category == .data)
      try Self.write(lines, path)
      // With its vertices it is more than its edges alone tell.
      let loaded = try Self.load(path)
      let making = loaded.making.bytes
      #expect(making > loaded.graph.byteCount)
      #expect(try Self.load(path, budget: making).graph.edgeCount == loaded.graph.edgeCount)
      let late = try #require(throws: Failure.self) { _ = try Self.load(path, budget: making - 1) }
      #expect(late.category == .refused && late.message.contains("building the graph"))
      try GraphJob.write(loaded, to: folder + "/g.kgraph", .binary, Self.context)
      let source = GraphSource.file(path: folder + "/g.kgraph", format: .binary, options: GraphReadOptions())
      for order in [GraphSource.Order.degree, .breadthFirst, .community] {
        let bytes = try source.load(order: order, Self.context).making.bytes
        #expect(bytes > 2 * loaded.graph.byteCount)
        _ = try source.load(order: order, memoryBudget: bytes, Self.context)
        let refused = try #require(throws: Failure.self) {
          _ = try source.load(order: order, memoryBudget: bytes - 1, Self.context)
        }
        #expect(refused.category == .refused && refused.message.contains("renumbering"))
      }
      #expect(try source.load(memoryBudget: 1, Self.context).making.bytes == 0)
    }
  }

  @Test("an edge list in gzip is the graph of the plain one, whatever its ending, and a broken one is told")
  func gzip() throws {
    try withTemporaryFolder { folder in
      let text = (0..<5000).map { "\($0 * 7) \(($0 * 31) % 900) \($0 % 9 + 1)\n" }.joined()
      try Self.write("# a\n" + text, folder + "/g.el")
      let packed = try BuiltBinary.shell(
        "gzip -k g.el; head -c 3000 g.el.gz > cut.el.gz; cp g.el no.el.gz; (cat g.el.gz; echo) > tail.el.gz", in: folder
      )
      #expect(packed.code == 0)
      let plain = try Self.load(folder + "/g.el")
      let read = try Self.load(folder + "/g.el.gz")
      #expect(Self.edges(read) == Self.edges(plain) && plain.graph.edgeCount > 4000)
      for name in ["cut.el.gz", "no.el.gz", "tail.el.gz"] {
        let failure = try #require(throws: Failure.self) { _ = try Self.load("\(folder)/\(name)") }
        #expect(failure.category == .data && failure.message.contains(name), "\(failure)")
      }
      // What it would unpack to is more than may be taken.
      let tooMuch = try #require(throws: Failure.self) { _ = try Self.load(folder + "/g.el.gz", budget: 10_000) }
      #expect(tooMuch.message.contains("g.el.gz"))
      try Self.write("1 2\n2 x\n", folder + "/bad.txt")
      _ = try BuiltBinary.shell("gzip bad.txt", in: folder)
      let line = try #require(throws: Failure.self) { _ = try Self.load(folder + "/bad.txt.gz") }
      #expect(line.message == "bad.txt.gz:2: field 2: not a whole number")
    }
  }

  @Test("ids up to 2^32 - 2 as vertices, and graphs too great to invent, are refused before memory is taken")
  func room() throws {
    try withTemporaryFolder { folder in
      try Self.write("0 4294967290\n1 2\n", folder + "/near.txt")
      var all = GraphReadOptions()
      all.vertices = .allUpToGreatest
      let failure = try #require(throws: Failure.self) { _ = try Self.load(folder + "/near.txt", nil, all) }
      #expect(failure.category == .refused && failure.message.contains("155,648 MiB"))
      #expect(try Self.load(folder + "/near.txt").graph.vertexCount == 4)
    }
    let models = [
      GraphJob.Model.kronecker(scale: 31, edgeFactor: 16), .uniform(vertices: 4_000_000_000, edges: 1 << 40),
      .social(people: 4_000_000_000, tiesPerPerson: 200),
    ]
    for model in models {
      let failure = try #require(throws: Failure.self) {
        _ = try GraphJob.generate(model, seed: 1, weights: true, directed: true, Self.context)
      }
      #expect(failure.category == .refused)
    }
  }

  @Test("every form gives back the edges that were written, in every order", arguments: GraphFormat.allCases)
  func roundTrip(format: GraphFormat) throws {
    try withTemporaryFolder { folder in
      try Self.write((0..<400).map { "\($0 % 37 * 1000 + 5) \($0 * $0 % 91 + 40_000)\n" }.joined(), folder + "/g.txt")
      let plain = try Self.load(folder + "/g.txt")
      for order in GraphSource.Order.allCases {
        let loaded = try GraphSource.file(path: folder + "/g.txt", format: .edgeList, options: GraphReadOptions())
          .load(order: order, Self.context)
        #expect(Self.edges(loaded) == Self.edges(plain))
        try GraphJob.write(loaded, to: folder + "/out.e", format, Self.context)
        #expect(Self.edges(try Self.load(folder + "/out.e", format)) == Self.edges(plain), "\(order)")
      }
    }
  }

  @Test("both files of a pair are named, whichever was given")
  func pairs() {
    #expect(GraphFormat.vertexEdge.paths("a/g.e") == ["a/g.v", "a/g.e"])
    #expect(GraphFormat.vertexEdge.paths("a/g") == ["a/g.v", "a/g.e"])
    #expect(GraphFormat.edgeList.paths("a/g.e") == ["a/g.e"])
  }
}
