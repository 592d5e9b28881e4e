import Dispatch
import Foundation
import Synchronization
import Testing

@testable import GraphStorage

@Suite("Thread team")
struct ThreadTeamTests {
  final class Counter: Sendable {
    let value = Atomic<Int>(0)
    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
  }

  @Test("thousands of short loops in a row do all their work, each before the next", arguments: [2, 3, 5])
  func rowOfLoops(workers: Int) {
    let team = ThreadTeam()
    let sums = (0..<4).map { _ in Counter() }
    var expected = 0
    for loop in 0..<5_000 {
      let tickets = Counter()
      let ran = team.run(workers) { worker in
        precondition(worker >= 0 && worker < workers, "a worker of this loop")
        while true {
          let ticket = tickets.next()
          guard ticket < loop % 9 else { return }
          sums[ticket % 4].value.wrappingAdd(ticket, ordering: .relaxed)
        }
      }
      #expect(ran)
      expected += (loop % 9) * max(loop % 9 - 1, 0) / 2
      let sum = sums.reduce(0) { $0 + $1.value.load(ordering: .relaxed) }
      guard sum == expected else {
        Issue.record("loop \(loop) came to \(sum), not \(expected)")
        return
      }
    }
  }

  @Test("helpers come while there is work, also after they have slept, each under a number of its own")
  func helpersCome() {
    let team = ThreadTeam()
    for loop in 0..<20 {
      let workers = 2 + loop % 3
      let came = (0..<workers).map { _ in Counter() }
      let hasTime = Date().addingTimeInterval(60)
      let ran = team.run(workers) { worker in
        _ = came[worker].next()
        if worker != 0 { return }
        while came.contains(where: { $0.value.load(ordering: .relaxed) == 0 }), Date() < hasTime { usleep(50) }
      }
      #expect(ran)
      #expect(came.allSatisfy { $0.value.load(ordering: .relaxed) == 1 }, "loop \(loop)")
      // They sleep after 50 µs.
      if loop % 2 == 0 { usleep(5_000) }
    }
  }

  @Test("a loop inside a loop, and one beside it, find the team taken")
  func taken() {
    let team = ThreadTeam()
    let inner = Counter()
    let ran = team.run(2) { worker in
      if worker == 0, !team.run(2, { _ in _ = inner.next() }) { inner.value.wrappingAdd(100, ordering: .relaxed) }
    }
    #expect(ran)
    #expect(inner.value.load(ordering: .relaxed) == 100)
    #expect(team.run(1) { _ in _ = inner.next() })
    #expect(inner.value.load(ordering: .relaxed) == 101)
  }

  @Test("parallel loops of several threads and inside each other cover all their pieces")
  func loopsAtOnce() {
    let counts = AtomicWords(repeating: 0, count: 8)
    DispatchQueue.concurrentPerform(iterations: 8) { caller in
      for _ in 0..<200 {
        let sums = parallelMap(count: 10, threads: ThreadCount(3)) { outer in
          parallelMap(count: 5, threads: ThreadCount(2)) { outer * $0 }.reduce(0, +)
        }
        counts.add(sums.reduce(0, +), at: caller)
      }
    }
    #expect(counts.values.array() == [UInt64](repeating: 200 * 45 * 10, count: 8))
  }
}
