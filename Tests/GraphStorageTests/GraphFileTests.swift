import Foundation
import GraphStorage
import TestSupport
import Testing

@Suite("Graph files")
struct GraphFileTests {
  static func read(
    _ text: String, _ format: GraphFormat = .edgeList, _ options: GraphReadOptions = GraphReadOptions()
  ) throws -> NamedGraph {
    try withTemporaryFolder { folder in
      let path = folder + "/graph.txt"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try GraphFile.read(path, format, options: options)
    }
  }

  /// The arcs by ids, with weights.
  static func arcs(_ named: NamedGraph) -> [String] {
    (0..<named.graph.vertexCount).flatMap { vertex in
      named.graph.row(vertex).map { arc in
        "\(named.name(vertex)) \(named.name(Int(named.graph.targets[arc])))"
          + (named.graph.weights.map { " \($0[arc])" } ?? "")
      }
    }.sorted()
  }

  static let directed = GraphReadOptions(policy: BuildPolicy(directed: true))

  @Test("separators, comments, empty lines and line ends of every kind are read")
  func forms() throws {
    let text = "# comment\r\n% another\n\n  7\t9\r\n9,12\n12;7 \n\t\n12 , 9\n7 7"
    let named = try Self.read(text, .edgeList, Self.directed)
    #expect(Self.arcs(named) == ["12 7", "12 9", "7 9", "9 12"])
    #expect(named.names.map(Array.init) == [7, 9, 12])
    #expect(named.graph.weights == nil)
    #expect((0..<3).map { named.vertex(named.name($0)) } == [0, 1, 2] && named.vertex(8) == nil)
  }

  @Test("a third field is a weight in decimal notation, exactly as the standard library reads it")
  func weights() throws {
    let texts = [
      "1", "0.5", "+2.25", "1e-3", "123456789.123456789", "0.1", "1E300", "4.9e-324", ".5", "3.", "9007199254740993",
      "0.30000000000000004", "12345678901234567890123",
    ]
    let text = texts.enumerated().map { "\($0) \($0 + 1) \($1)" }.joined(separator: "\n")
    let named = try Self.read(text, .edgeList, Self.directed)
    #expect(
      Array(try #require(named.graph.weights))
        == texts.map { Double($0) ?? (Double("0" + $0) ?? Double($0 + "0") ?? -1) })
    var without = Self.directed
    without.readsWeights = false
    #expect(try Self.read(text, .edgeList, without).graph.weights == nil)
  }

  @Test("ids of any size up to 2^64 - 2 are ranked, and dense ones need no names")
  func ids() throws {
    let great = try Self.read("18446744073709551614 5\n5 4294967296\n00000000000000000000000005 77", .edgeList)
    #expect(great.names.map(Array.init) == [5, 77, 4_294_967_296, 18_446_744_073_709_551_614])
    #expect(great.graph.edgeCount == 3)
    let sparse = try Self.read("4294967294 0\n4294967293 1", .edgeList)
    #expect(sparse.names.map(Array.init) == [0, 1, 4_294_967_293, 4_294_967_294])
    #expect(try Self.read("2 0\n1 2").names == nil)
    var all = GraphReadOptions()
    all.vertices = .allUpToGreatest
    let filled = try Self.read("2 5", .edgeList, all)
    #expect(filled.graph.vertexCount == 6 && filled.names == nil)
  }

  @Test("an adjacency list has every vertex of its lines")
  func adjacency() throws {
    let named = try Self.read("1 2 3\n4\n3 1", .adjacencyList)
    #expect(named.names.map(Array.init) == [1, 2, 3, 4])
    #expect(Self.arcs(named) == ["1 2", "1 3", "2 1", "3 1"])
  }

  @Test(
    "a broken line is named with its file, line and field",
    arguments: [
      ("1 2\n3 x", GraphFormat.edgeList, "graph.txt:2: field 2: not a whole number"),
      ("1 2\n\n#\nalice bob", .edgeList, "graph.txt:4: field 1: not a whole number"),
      ("1 -2", .edgeList, "graph.txt:1: field 2: not a whole number"),
      ("1\n", .edgeList, "graph.txt:1: field 2: a field is missing"),
      ("1 2\n1 2 3", .edgeList, "graph.txt:2: field 3: more fields than the first line has"),
      ("1 2 3\n1 2", .edgeList, "graph.txt:2: field 3: a field is missing"),
      ("1 2 3\n1 2 three", .edgeList, "graph.txt:2: field 3: not a number"),
      ("1 2 3\n1 2 nan", .edgeList, "graph.txt:2: field 3: not a number"),
      ("1 2 3\n1 2 0", .edgeList, "graph.txt:2: field 3: a weight that is not positive and finite"),
      ("1 2 3\n1 2 -1", .edgeList, "graph.txt:2: field 3: a weight that is not positive and finite"),
      ("1 2 3\n1 2 1e999", .edgeList, "graph.txt:2: field 3: a weight that is not positive and finite"),
      ("1 2 3 4", .edgeList, "graph.txt:1: field 4: more fields than the first line has"),
      ("1 18446744073709551615", .edgeList, "graph.txt:1: field 2: an id above 2^64 - 2"),
      ("1 99999999999999999999999", .edgeList, "graph.txt:1: field 2: an id above 2^64 - 2"),
      ("1 2 3\n2 3 4 5,6 y", .adjacencyList, "graph.txt:2: field 6: not a whole number"),
    ])
  func brokenLines(text: String, format: GraphFormat, message: String) {
    do {
      _ = try Self.read(text, format)
      Issue.record("read")
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test("texts of several pieces are the same for any number of threads, and errors name the right line")
  func pieces() throws {
    var text = ""
    var generator = SeededGenerator(seed: 4)
    let lines = 400_000
    for _ in 0..<lines { text += "\(generator.below(500) * 3) \(300_000 + generator.below(500) * 3)\n" }
    #expect(text.utf8.count > 4 << 20)
    try withTemporaryFolder { folder in
      let path = folder + "/graph.el"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      var options = GraphReadOptions()
      options.policy.order = .degreeDescending
      let one = try GraphFile.read(path, .edgeList, options: options, RunControl(threads: ThreadCount(1)))
      let two = try GraphFile.read(path, .edgeList, options: options, RunControl(threads: ThreadCount(2)))
      #expect(GraphBuilderTests.same(one.graph, two.graph) && one.names == two.names)
      #expect(one.relabelling == two.relabelling && one.graph.isDegreeDescending)
      #expect(Set(try #require(one.names).map { $0 % 3 }) == [0])
      try Data((text + "5 x\n" + text).utf8).write(to: URL(fileURLWithPath: path))
      #expect(
        throws: GraphFileError.line(file: "graph.el", line: lines + 1, field: 2, fault: .notAWholeNumber)
      ) { _ = try GraphFile.read(path, .edgeList) }
      let stopped = RunControl()
      stopped.cancel()
      #expect(throws: GraphFileError.cancelled) { _ = try GraphFile.read(path, .edgeList, stopped) }
    }
  }

  @Test("an .e file may name only vertices of its .v file")
  func strangers() throws {
    try withTemporaryFolder { folder in
      try Data("1\n2\n9\n".utf8).write(to: URL(fileURLWithPath: folder + "/g.v"))
      try Data("1 2 0.5\n2 9 1\n".utf8).write(to: URL(fileURLWithPath: folder + "/g.e"))
      let named = try GraphFile.read(folder + "/g.e", .vertexEdge)
      #expect(Self.arcs(named) == ["1 2 0.5", "2 1 0.5", "2 9 1.0", "9 2 1.0"])
      try Data("1 2 0.5\n2 3 1\n".utf8).write(to: URL(fileURLWithPath: folder + "/g.e"))
      #expect(throws: GraphFileError.line(file: "g.e", line: 2, field: 2, fault: .vertexNotListed)) {
        _ = try GraphFile.read(folder + "/g.v", .vertexEdge)
      }
    }
  }

  @Test("every format gives back what was written", arguments: [false, true], [false, true])
  func roundTrips(directed: Bool, weighted: Bool) throws {
    let listed = GraphBuilderTests.Listed(vertices: 300, edges: 900, seed: 8)
    let list = listed.list(300, weighted: weighted, timed: true)
    let names = Column((0..<300).map { UInt64($0) * 1_000_000_007 })
    for order in [BuildPolicy.Order.given, .degreeDescending] {
      let built = try GraphBuilder.build(list, BuildPolicy(directed: directed, order: order))
      let named = NamedGraph(built.graph, names: names, relabelling: built.relabelling)
      try withTemporaryFolder { folder in
        for format in GraphFormat.allCases where !(format == .adjacencyList && weighted) {
          let path = folder + "/graph"
          try GraphFile.write(named, to: path, format)
          let options = GraphReadOptions(policy: BuildPolicy(directed: directed))
          let again = try GraphFile.read(path, format, options: options)
          #expect(Self.arcs(again) == Self.arcs(named), "\(format)")
          if format != .edgeList { #expect(again.graph.vertexCount == 300) }
          if format == .binary {
            for trusted in [false, true] {
              var options = options
              options.isTrusted = trusted
              let whole = try GraphFile.read(path, format, options: options)
              #expect(GraphBuilderTests.same(whole.graph, named.graph))
              #expect(whole.names == named.names && whole.relabelling == named.relabelling)
            }
          }
        }
      }
    }
  }

  @Test("no vertex and no edge pass through every format")
  func empty() throws {
    for format in GraphFormat.allCases {
      for vertices in [0, 3] {
        let built = try GraphBuilder.build(EdgeList(vertexCount: vertices, pieces: []), BuildPolicy(directed: true))
        try withTemporaryFolder { folder in
          try GraphFile.write(NamedGraph(built.graph), to: folder + "/graph", format)
          let again = try GraphFile.read(folder + "/graph", format, options: Self.directed)
          #expect(again.graph.vertexCount == (format == .edgeList ? 0 : vertices) && again.graph.arcCount == 0)
        }
      }
    }
  }

  @Test("a binary file cut anywhere or with any byte changed gives an error")
  func damagedBinary() throws {
    let listed = GraphBuilderTests.Listed(vertices: 60, edges: 200, seed: 2)
    let built = try GraphBuilder.build(
      listed.list(60, weighted: true, timed: true), BuildPolicy(directed: true, order: .degreeDescending))
    try withTemporaryFolder { folder in
      let path = folder + "/graph.kgraph"
      try GraphFile.write(
        NamedGraph(built.graph, names: Column((0..<60).map { $0 * 2 }), relabelling: built.relabelling), to: path,
        .binary)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      func fails(_ data: Data) throws -> GraphFileError? {
        try data.write(to: URL(fileURLWithPath: path))
        do throws(GraphFileError) {
          _ = try GraphFile.read(path, .binary)
          return nil
        } catch { return error }
      }
      for length in [0, 7, 8, 11, 12, 100, 4095, 4096, 5000, whole.count / 2, whole.count - 1] {
        let error = try fails(whole.prefix(length))
        #expect(error == .binary(file: "graph.kgraph", fault: length < 8 ? .notAGraphFile : .truncated))
      }
      #expect(try fails(whole + Data([0])) != nil)
      var later = whole
      later[8] = 2
      #expect(try fails(later) == .binary(file: "graph.kgraph", fault: .version(2)))
      // Between the columns lies nothing that is read.
      var unnoticed = 0
      var generator = SeededGenerator(seed: 6)
      for _ in 0..<120 {
        var changed = whole
        let place = generator.below(whole.count)
        changed[place] ^= UInt8(1 << generator.below(8))
        if try fails(changed) == nil { unnoticed += whole[place] == 0 ? 1 : 1000 }
      }
      #expect(unnoticed < 120)
      for place in 0..<120 {
        var changed = whole
        changed[place] ^= 1
        #expect(try fails(changed) != nil)
      }
      #expect(try fails(whole) == nil)
    }
  }

  @Test("formats are known by name and by ending")
  func formats() {
    #expect(GraphFormat.allCases.map { GraphFormat(rawValue: $0.rawValue) } == GraphFormat.allCases)
    let endings = ["a/b.kgraph": GraphFormat.binary, "b.v": .vertexEdge, "x.E": .vertexEdge, "x.tsv": .edgeList]
    for (path, format) in endings { #expect(GraphFormat(path: path) == format) }
    #expect(GraphFormat(path: "a.d/input") == nil && GraphFormat(path: "") == nil)
  }

  @Test("a missing file is an error of the system")
  func missing() {
    for format in GraphFormat.allCases {
      #expect { _ = try GraphFile.read("/nowhere/graph", format) } throws: { error in
        if case .file? = error as? GraphFileError { return true }
        return false
      }
    }
  }

  @Test("figures of a small graph are those counted by hand")
  func figures() throws {
    let graph = try Graph(vertexCount: 5, sources: [0, 0, 0, 1], targets: [1, 2, 3, 2], directed: false)
    let figures = GraphFigures(graph)
    #expect(figures.edgeCount == 4 && figures.greatestDegree == 3 && figures.leastDegree == 0)
    #expect(figures.medianDegree == 2 && figures.meanDegree == 1.6 && figures.isolatedCount == 1)
    #expect(figures.bytesAtRest == 6 * 8 + 5 * 4 + 8 * 4)
  }
}

@Suite("LDBC Graphalytics files", .enabled(if: Datasets.has("graphalytics-validation"), "KITH_DATASETS is not set"))
struct GraphalyticsFileTests {
  private static func path(_ name: String) -> String {
    (Datasets.path("graphalytics-validation") ?? "") + "/validation-graphs/" + name
  }

  @Test("every input loads with the edges that a plain reader finds", arguments: [false, true])
  func inputs(directed: Bool) throws {
    let stem = directed ? "dir" : "undir"
    let lists = ["bfs", "cdlp", "ffm", "lcc", "pr", "wcc"].map { "\($0)/\(stem)-input" }
    let example = "example/example-\(directed ? "directed" : "undirected")"
    for name in lists + [example + "-input"] { try check(name, .adjacencyList, directed) }
    for name in ["sssp/\(stem)-input", example] { try check(name, .vertexEdge, directed) }
  }

  private func check(_ name: String, _ format: GraphFormat, _ directed: Bool) throws {
    let options = GraphReadOptions(policy: BuildPolicy(directed: directed, duplicates: .minimum))
    let named = try GraphFile.read(Self.path(name), format, options: options)
    func lines(_ path: String) throws -> [[Substring]] {
      try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        .map { $0.split(separator: " ") }.filter { !$0.isEmpty }
    }
    var vertices: Set<Substring> = []
    var arcs: Set<String> = []
    func add(_ source: Substring, _ target: Substring, _ weight: Substring?) {
      let rest = weight.map { " \(Double($0) ?? -1)" } ?? ""
      if source == target { return }
      arcs.insert("\(source) \(target)\(rest)")
      if !directed { arcs.insert("\(target) \(source)\(rest)") }
    }
    if format == .adjacencyList {
      for line in try lines(Self.path(name)) {
        vertices.formUnion(line)
        for target in line.dropFirst() { add(line[0], target, nil) }
      }
    } else {
      for line in try lines(Self.path(name + ".v")) { vertices.insert(line[0]) }
      for line in try lines(Self.path(name + ".e")) { add(line[0], line[1], line.count > 2 ? line[2] : nil) }
    }
    #expect(named.graph.vertexCount == vertices.count, "\(name)")
    #expect(GraphFileTests.arcs(named) == arcs.sorted(), "\(name)")
  }
}
