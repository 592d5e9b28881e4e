import CMemory
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
    let helped = Counter()
    var expected = 0
    for loop in 0..<5_000 {
      let tickets = Counter()
      let ran = team.run(workers) { worker in
        precondition(worker >= 0 && worker < workers, "a worker of this loop")
        while true {
          let ticket = tickets.next()
          guard ticket < loop % 9 else { return }
          // So that a caller who does not wait would miss it.
          if worker != 0 {
            _ = helped.next()
            wait(turns: 200)
          }
          sums[ticket % 4].value.wrappingAdd(ticket, ordering: .relaxed)
          if worker == 0 { wait(turns: 100) }
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
    #expect(helped.value.load(ordering: .relaxed) > 0)
  }

  @Test("helpers come while there is work, also while they go to sleep, each under a number of its own")
  func helpersCome() {
    let team = ThreadTeam()
    let deadline = Date().addingTimeInterval(120)
    for loop in 0..<3_000 {
      let workers = loop % 50 == 0 ? 4 : 2
      let came = (0..<workers).map { _ in Counter() }
      let ran = team.run(workers) { worker in
        _ = came[worker].next()
        if worker != 0 { return }
        while came.contains(where: { $0.value.load(ordering: .relaxed) == 0 }) {
          if Date() > deadline { return }
        }
      }
      #expect(ran)
      guard came.allSatisfy({ $0.value.load(ordering: .relaxed) == 1 }) else {
        Issue.record("somebody did not come to loop \(loop)")
        return
      }
      // They sleep after 50 µs: before, while and after they do.
      wait(turns: loop % 61 * 100)
      if loop % 100 == 0 { usleep(2_000) }
    }
  }

  private func wait(turns: Int) { for _ in 0..<turns { memory_pause() } }

  @Test("a loop inside a loop, and one of another thread meanwhile, find the team taken")
  func taken() {
    let team = ThreadTeam()
    let refused = Counter()
    let deadline = Date().addingTimeInterval(60)
    let ran = team.run(2) { worker in
      if !team.run(2, { _ in }) { _ = refused.next() }
      if worker != 0 { return }
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        if !team.run(2, { _ in }) { _ = refused.next() }
        done.signal()
      }
      done.wait()
      while refused.value.load(ordering: .relaxed) < 3, Date() < deadline { usleep(50) }
    }
    #expect(ran)
    #expect(refused.value.load(ordering: .relaxed) == 3)
    #expect(team.run(1) { _ in _ = refused.next() })
    #expect(refused.value.load(ordering: .relaxed) == 4)
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
