import GraphStorage
import People
import Testing

@Suite struct DerivedTableTests {
  private static let universe = 6
  private static func people(_ positions: [Int]) -> [PersonIndex] { positions.map { PersonIndex($0) } }

  private static func table(
    kernel: String = "page-rank", parameters: [DerivedFact] = [], purpose: String = "statistics",
    people positions: [Int] = [0, 2, 3, 5], _ columns: [(String, DerivedColumn.Values)]
  ) -> DerivedTable? {
    DerivedTable(
      kernel: kernel, parameters: parameters, edges: "friends", purpose: purpose, basis: "test", asOf: nil,
      figures: [DerivedFact(name: "sum", value: .integer(4))], people: people(positions),
      columns: columns.map { DerivedColumn(name: $0.0, values: $0.1) }, universe: universe)
  }

  private static func kept(_ positions: [Int]) -> PersonSet {
    var set = PersonSet(universe: universe)
    for person in people(positions) { set.insert(person) }
    return set
  }

  private static func graph(_ tables: DerivedTable?...) throws -> SocialGraph {
    var builder = IDTable.Builder()
    for number in 0..<universe { _ = builder.insert("p\(number)") }
    var graph = SocialGraph(people: PersonTable(ids: builder.finish().table))
    for table in tables { graph.keep(try #require(table)) }
    return graph
  }

  @Test("a projection takes out people's values, their names among values, and figures that counted them")
  func projection() throws {
    let graph = try Self.graph(
      Self.table([
        ("steps", .integers([7, 8, 9, 10])), ("rank", .reals([0.1, 0.2, .infinity, 0.4])),
        ("nearest", .people([2, 3, .max, 0])), ("class", .classes([0, 2, 0, 2])),
      ]))
    #expect(graph.projected(PersonSet(universe: Self.universe, all: true)) == graph)
    #expect(graph.projected(Self.kept([0, 2, 3, 5])).derived == graph.derived, "who took no part changes nothing")

    let table = try #require(graph.projected(Self.kept([1, 2, 3, 5])).derived.first)
    #expect(table.people == Self.people([2, 3, 5]))
    #expect(table.figures.isEmpty)
    #expect(
      table.columns.map(\.values) == [
        .integers([8, 9, 10]), .reals([0.2, .infinity, 0.4]), .people([3, .max, .max]), .classes([2, 3, 2]),
      ])
    #expect(graph.projected(Self.kept([1, 4])).derived.isEmpty, "nobody who is left has values")
  }

  @Test("projecting twice is projecting onto both, for random tables")
  func twice() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let positions = (0..<Self.universe).filter { _ in random.below(4) > 0 }
      if positions.isEmpty { continue }
      var first: [Int: UInt32] = [:]
      let classes = positions.map { position -> UInt32 in
        let number = random.below(3)
        first[number] = first[number] ?? UInt32(position)
        return first[number] ?? 0
      }
      let named = positions.map { _ in UInt32(positions[random.below(positions.count)]) }
      let graph = try Self.graph(Self.table(people: positions, [("class", .classes(classes)), ("next", .people(named))]))
      let (one, other) = (
        Self.kept((0..<Self.universe).filter { _ in random.below(3) > 0 }),
        Self.kept((0..<Self.universe).filter { _ in random.below(3) > 0 })
      )
      let both = graph.projected(one.intersection(other)).derived
      #expect(graph.projected(one).projected(other).derived == both)
      // Every projection is itself valid: it can be kept, and so made from its parts.
      for table in both {
        #expect(
          DerivedTable(
            kernel: table.kernel, parameters: table.parameters, edges: table.edges, purpose: table.purpose,
            basis: table.basis, asOf: table.asOf, figures: table.figures, people: table.people,
            columns: table.columns, universe: Self.universe) == table)
      }
    }
  }

  @Test("values that start from a person go with that person")
  func parameterNamesSomebody() throws {
    let source = DerivedFact(name: "source", value: .people(Self.people([2])))
    let graph = try Self.graph(Self.table(kernel: "bfs", parameters: [source], [("distance", .integers([1, 0, 2, -1]))]))
    #expect(graph.projected(Self.kept([2, 5])).derived.map(\.people.count) == [2])
    #expect(graph.projected(Self.kept([0, 3, 5])).derived.isEmpty)
    #expect(graph.derived[0].name(graph.people.id) == "bfs friends statistics source=p2")
  }

  @Test("the same kernel, parameters, edges and purpose replace; anything else stands beside")
  func replacing() throws {
    let rounds = DerivedFact(name: "rounds", value: .integer(20))
    var graph = try Self.graph(
      Self.table([("rank", .reals([1, 1, 1, 1]))]), Self.table(kernel: "cores", [("core", .integers([1, 1, 1, 1]))]),
      Self.table(purpose: "service", [("rank", .reals([2, 2, 2, 2]))]),
      Self.table(parameters: [rounds], [("rank", .reals([3, 3, 3, 3]))]),
      Self.table(people: [1], [("rank", .reals([4]))]))
    #expect(
      graph.derived.map { $0.name(graph.people.id) } == [
        "cores friends statistics", "page-rank friends service", "page-rank friends statistics",
        "page-rank friends statistics rounds=20",
      ])
    #expect(graph.derived[2].columns[0].values == .reals([4]))
    graph.keepDerived(for: "service")
    #expect(graph.derived.map(\.purpose) == ["service"])
  }

  @Test("parts that do not fit together make no table")
  func invalid() {
    #expect(Self.table([("x", .integers([1, 2, 3, 4]))]) != nil)
    #expect(Self.table([("x", .integers([1, 2, 3]))]) == nil, "length")
    #expect(Self.table(people: [0, 2, 2, 5], [("x", .integers([1, 2, 3, 4]))]) == nil, "a person twice")
    #expect(Self.table(people: [0, 3, 2, 5], [("x", .integers([1, 2, 3, 4]))]) == nil, "out of order")
    #expect(Self.table(people: [0, 2, 3, 6], [("x", .integers([1, 2, 3, 4]))]) == nil, "beyond the graph")
    for number in [Double.nan, -.infinity, -0.0] {
      #expect(Self.table([("x", .reals([1, number, 2, 3]))]) == nil)
      #expect(Self.table([("x", DerivedColumn.reals([1, number, 2, 3]))]) != nil)
    }
    for named in [1, 4, 6, UInt32.max - 1] { #expect(Self.table([("x", .people([0, named, 2, 3]))]) == nil) }
    for classes in [[0, 0, 0, 3], [2, 2, 3, 5], [0, 1, 3, 5], [0, 2, 3, .max]] as [[UInt32]] {
      #expect(Self.table([("x", .classes(classes))]) == nil, "\(classes)")
    }
    let stranger = DerivedFact(name: "source", value: .people(Self.people([1])))
    #expect(Self.table(parameters: [stranger], [("x", .integers([1, 2, 3, 4]))]) == nil)
  }
}
