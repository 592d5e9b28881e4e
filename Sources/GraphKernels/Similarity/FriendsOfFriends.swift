import GraphStorage

/// For every vertex, the `k` vertices that share most neighbours with it and are not its neighbours.
///
/// One counter a vertex and thread: the two-hop walks are counted, then the best kept. Order: more shared neighbours,
/// then the smaller vertex. Shared neighbours with more than `hubCap` neighbours of their own are not counted.
/// - Complexity: O(sum over vertices of degree squared).
public enum FriendsOfFriends {
  public struct Table: Equatable, Sendable {
    public let sources: [UInt32]
    public let targets: [UInt32]
    public let shared: [Int64]
  }

  static let entry = KernelEntry(
    "friends-of-friends", family: "similarity", summary: "Strangers with the most shared neighbours, for every vertex",
    parameters: [
      .integer("k", "strangers for each vertex at most", 1...1000, default: 10),
      .integer("hub_cap", "shared neighbours with more neighbours are not counted", 1...Int.max, default: Int.max),
    ],
    needs: [.undirected], bytes: 48 * .parameter("k") * .n + 16 * .n + 12 * .n * .threads,
    operations: .n + .maximumDegree * .m
  ) { graph, values, control throws(KernelError) in
    let table = try run(graph, count: values.integer("k"), hubCap: values.integer("hub_cap"), control)
    return KernelResult(
      rows: .pairs(sources: table.sources, targets: table.targets), columns: [("shared", .integers(table.shared))])
  }

  /// - Precondition: `count >= 1` and `hubCap >= 1`.
  public static func run(
    _ graph: Graph, count: Int, hubCap: Int = Int.max, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Table {
    precondition(count >= 1 && hubCap >= 1, "a count and a cap are at least 1")
    if graph.isDirected { throw .needsUndirected(kernel: "friends-of-friends") }
    let vertexCount = graph.vertexCount
    let counters = MutableColumn<UInt32>(repeating: 0, count: vertexCount * control.threads.value)
    let lengths = MutableColumn<Int>(repeating: 0, count: vertexCount)
    let found = MutableColumn<UInt32>(repeating: 0, count: vertexCount * count)
    let shared = MutableColumn<UInt32>(repeating: 0, count: vertexCount * count)
    let grain = 16
    do throws(Cancelled) {
      try parallelPieces((vertexCount + grain - 1) / grain, control) { piece, worker in
        let base = worker * vertexCount
        var touched: [Int] = []
        for vertex in piece * grain..<min(vertexCount, (piece + 1) * grain) {
          touched.removeAll(keepingCapacity: true)
          for arc in graph.row(vertex) {
            let middle = Int(graph.targets[arc])
            guard graph.degree(middle) <= hubCap else { continue }
            for second in graph.row(middle) {
              let other = Int(graph.targets[second])
              if counters[base + other] == 0 { touched.append(other) }
              counters[base + other] &+= 1
            }
          }
          counters[base + vertex] = 0
          for arc in graph.row(vertex) { counters[base + Int(graph.targets[arc])] = 0 }
          let start = vertex * count
          var held = 0
          for other in touched where counters[base + other] > 0 {
            let score = counters[base + other]
            counters[base + other] = 0
            func precedes(_ place: Int) -> Bool {
              (shared[place], UInt32(truncatingIfNeeded: other)) > (score, found[place])
            }
            if held == count, precedes(start + held - 1) { continue }
            var place = held < count ? held : held - 1
            while place > 0, !precedes(start + place - 1) {
              shared[start + place] = shared[start + place - 1]
              found[start + place] = found[start + place - 1]
              place -= 1
            }
            shared[start + place] = score
            found[start + place] = UInt32(truncatingIfNeeded: other)
            held = min(held + 1, count)
          }
          lengths[vertex] = held
        }
      }
    } catch { throw KernelError(error) }
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var scores: [Int64] = []
    for vertex in 0..<vertexCount {
      for place in vertex * count..<vertex * count + lengths[vertex] {
        sources.append(UInt32(truncatingIfNeeded: vertex))
        targets.append(found[place])
        scores.append(Int64(shared[place]))
      }
    }
    return Table(sources: sources, targets: targets, shared: scores)
  }
}
