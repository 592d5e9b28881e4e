import Benchmark
import GraphStorage
import Ingest
import People
import Privacy
import Shared
import Ties

// From events to ranked ties, one step at a time. The yardstick is the standard library's sort of as many random
// 64-bit numbers as the rate counts.

private struct Input {
  let graph: SocialGraph
  let permitted: Permitted<SocialGraph>
  let newest: Timestamp
}

private let input = Lazy {
  let dataset = try DatasetInput.dataset()
  let permitted = PolicyGate(graph: dataset.graph, consents: dataset.consents).graph(for: .service)
  guard let newest = dataset.graph.newestTime else { throw TieError.noTime }
  return Input(graph: dataset.graph, permitted: permitted, newest: newest)
}

/// The events of the ledger, one record each, shuffled: batches as the reader makes them.
private let records = Lazy {
  let graph = try input.get().graph
  let ledger = graph.interactions
  var all: [EventRecord] = []
  all.reserveCapacity(ledger.eventCount)
  for source in 0..<ledger.sourceCount {
    for pair in ledger.pairs(of: source) {
      for row in ledger.rows(ofPair: pair) {
        let kind = ledger.classes[Int(ledger.rowClasses[row])].kind
        let time = Timestamp(milliseconds: Int64(ledger.rowHours[row]) * 3_600_000)
        for _ in 0..<ledger.rowCounts[row] {
          all.append(
            EventRecord(time: time, actor: PersonIndex(UInt32(source)), target: ledger.pairTargets[pair], kind: kind))
        }
      }
    }
  }
  var generator = SeededGenerator(seed: 3)
  generator.shuffle(&all)
  return evenRanges(all.count, pieces: 16).map { Array(all[$0]) }
}

private func randomNumbers(_ count: Int) -> [UInt64] {
  var generator = SeededGenerator(seed: 4)
  return (0..<count).map { _ in generator.next() }
}

let benchmarks: @Sendable () -> Void = {
  let building = Comparison(rate: "events/s", yardstick: "sorting as many numbers", size: "bytes per event × 100")
  for threads in [1, 2] {
    let words = "\(threads) thread\(threads == 1 ? "" : "s")"
    Benchmark("ledger build, \(words)", configuration: building.configuration) { benchmark in
      let batches = try records.get()
      let graph = try input.get().graph
      let count = batches.reduce(0) { $0 + $1.count }
      let symmetric = graph.kinds.kinds.map { _ in false }
      let bytes = graph.interactions.byteCount
      var numbers = randomNumbers(count)
      building.measure(benchmark, items: count, size: 100 * bytes / count) {
        numbers.sort()
        blackHole(numbers)
      } work: {
        blackHole(
          try InteractionLedger.build(
            batches, sources: graph.people.count, targets: graph.people.count, symmetricKinds: symmetric,
            threads: ThreadCount(threads)))
      }
    }
    let weighing = Comparison(rate: "events/s", yardstick: "sorting as many numbers", size: "ties")
    Benchmark("weigh all ties, \(words)", configuration: weighing.configuration) { benchmark in
      let input = try input.get()
      let scorer = try TieScorer(input.permitted, asOf: input.newest, threads: ThreadCount(threads))
      let ties = try scorer.allTies().tieCount
      let count = input.graph.interactions.eventCount
      var numbers = randomNumbers(count)
      weighing.measure(benchmark, items: count, size: ties) {
        numbers.sort()
        blackHole(numbers)
      } work: {
        blackHole(try scorer.allTies())
      }
    }
    let ranking = Comparison(rate: "ties/s", yardstick: "sorting as many numbers")
    Benchmark("top 10 for everybody, \(words)", configuration: ranking.configuration) { benchmark in
      let input = try input.get()
      let table = try TieScorer(input.permitted, asOf: input.newest, threads: ThreadCount(2)).allTies()
      var numbers = randomNumbers(table.tieCount)
      ranking.measure(benchmark, items: table.tieCount) {
        numbers.sort()
        blackHole(numbers)
      } work: {
        blackHole(table.strongest(10, threads: ThreadCount(threads)))
      }
    }
  }
}
