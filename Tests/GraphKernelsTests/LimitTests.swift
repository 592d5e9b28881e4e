import GraphKernels
import GraphStorage
import Synchronization
import Testing

/// That every kernel can be stopped wherever it asks, and tells how far it is.
@Suite("Limits of every kernel")
struct LimitTests {
  /// Says to stop from a given question on, and counts them.
  private final class Questions: Sendable {
    private let count = Atomic<Int>(0)
    private let last: Int

    init(stoppingAt last: Int = .max) { self.last = last }

    var asked: Int { count.load(ordering: .relaxed) }

    func control(threads: Int) -> RunControl {
      RunControl(
        threads: ThreadCount(threads),
        cancellation: Cancellation { [self] in count.wrappingAdd(1, ordering: .relaxed).oldValue >= last })
    }
  }

  private static let small = ConformanceTests.sample(count: 120, edges: 500, seed: 7, directed: false, weighted: true)
  private static let directed = ConformanceTests.sample(
    count: 100, edges: 400, seed: 8, directed: true, weighted: true)

  @Test("stops at whichever question whether to stop is answered with yes", arguments: kernelCatalogue.map(\.name))
  func everyQuestion(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    for graph in [Self.small, Self.directed] where ConformanceTests.fits(entry, graph) {
      let values = try #require(try ConformanceTests.settings(entry, graph))
      let all = Questions()
      let whole = try entry.run(graph, values, all.control(threads: 1))
      try #require(all.asked >= 2, "\(name) asks before it runs and while it does")
      // On one thread the questions are the same in every run: each of the first ones, and some of the rest.
      let step = max(1, all.asked / 12)
      for question in Set(0..<min(6, all.asked)).union(stride(from: 0, to: all.asked, by: step)).union([all.asked - 1])
      {
        let questions = Questions(stoppingAt: question)
        #expect(throws: KernelError.cancelled, "\(name), question \(question) of \(all.asked)") {
          try entry.run(graph, values, questions.control(threads: 1))
        }
        #expect(questions.asked == question + 1, "\(name) does not ask again once it was told to stop")
      }
      // On several threads a run ends with its whole result or with nothing.
      for question in [all.asked / 3, all.asked * 2 / 3] {
        do throws(KernelError) {
          let result = try entry.run(graph, values, Questions(stoppingAt: question).control(threads: 3))
          #expect(result == whole, "\(name), question \(question)")
        } catch {
          #expect(error == .cancelled, "\(name), question \(question)")
        }
      }
    }
  }

  /// Of the largest size that a run takes well under a second on, by its own count of steps.
  private static func graph(_ entry: KernelEntry) throws -> Graph {
    let isDirected = entry.name == "topological-order"
    var best: Graph?
    for (count, edges) in [(300, 1_500), (1_000, 8_000), (10_000, 60_000)] {
      let graph =
        isDirected
        ? acyclic(count: count, edges: edges)
        : ConformanceTests.sample(count: count, edges: edges, seed: 9, directed: false, weighted: true)
      let values = try #require(try ConformanceTests.settings(entry, graph))
      let cost = entry.cost(graph.shape, values, threads: ThreadCount(2))
      if best == nil || cost.operations < 3_000_000 { best = graph }
    }
    return try #require(best)
  }

  private static func acyclic(count: Int, edges: Int) -> Graph {
    var generator = SeededGenerator(seed: 10)
    let ends = (0..<edges).map { _ in (generator.below(count), generator.below(count)) }
    do {
      return try Graph(
        vertexCount: count, sources: ends.map { UInt32(min($0.0, $0.1)) },
        targets: ends.map { UInt32(max($0.0, $0.1)) },
        directed: true)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  @Test("moves its progress before it ends, and never back", arguments: kernelCatalogue.map(\.name))
  func progress(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    let graph = try Self.graph(entry)
    let values = try #require(try ConformanceTests.settings(entry, graph))
    for threads in [1, 3] {
      let seen = Mutex<[Double]>([])
      let control = RunControl(threads: ThreadCount(threads)) { share in seen.withLock { $0.append(share) } }
      _ = try entry.run(graph, values, control)
      let shares = seen.withLock { $0 }
      #expect(shares == shares.sorted() && shares.last == 1, "\(name), \(threads) threads: \(shares)")
      let moves = Set(shares.filter { $0 > 0 && $0 < 1 }).count
      #expect(moves >= 1, "\(name), \(threads) threads, \(graph.vertexCount) vertices: \(shares)")
    }
  }

  @Test("progress of pieces is that of the run, from whichever thread", arguments: [1, 2, 8])
  func pieces(threads: Int) throws {
    let seen = Mutex<[Double]>([])
    let control = RunControl(threads: ThreadCount(threads)) { share in seen.withLock { $0.append(share) } }
    try parallelPieces(5_000, control.part(0.5...1), reporting: true) { _, _ in }
    let shares = seen.withLock { $0 }
    #expect(shares.count == 1_000 && shares == shares.sorted() && shares.last == 1 && shares[0] > 0.5)
  }

  @Test("progress of two-hop kernels counts every way of two hops, those that lead nowhere too", arguments: [1, 3], [1, 9])
  func ways(threads: Int, hubCap: Int) throws {
    // Edges by themselves, from which nothing is two hops away, and a star.
    let graph = try Graph(
      vertexCount: 60, sources: (0..<20).map { 2 * $0 } + [UInt32](repeating: 40, count: 19),
      targets: (0..<20).map { 2 * $0 + 1 } + (41..<60).map { $0 }, directed: false)
    let seen = Mutex<[Double]>([])
    let control = RunControl(threads: ThreadCount(threads)) { share in seen.withLock { $0.append(share) } }
    _ = try FriendsOfFriends.run(graph, count: 3, hubCap: hubCap, control)
    let shares = seen.withLock { $0 }
    #expect(shares == shares.sorted() && shares.last == 0.95)
  }
}
