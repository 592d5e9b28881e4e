import GraphStorage
import People
import Synchronization

/// Who sent something to whom, by target, and what counts without events: what a person's ties need beside the ledger's own
/// order, so that nobody else's rows are read for them.
struct TieIndex: Sendable {
  /// For each person, plus one: where their entries start.
  private let starts: [Int]
  /// For each person those who did something to them, ascending, and the pairs of the ledger.
  let sources: Column<UInt32>
  let pairs: Column<UInt32>
  let priors: TiePriors

  func incoming(of target: Int) -> Range<Int> { starts[target]..<starts[target + 1] }

  /// Made when first asked for, and then the same for all copies of a scorer.
  final class Shared: Sendable {
    private let made = Mutex<TieIndex?>(nil)
    private let make: @Sendable () -> TieIndex

    init(
      _ graph: SocialGraph, contacts: [MutualContact], _ parameters: TieParameters, asOf: Timestamp,
      threads: ThreadCount
    ) {
      make = {
        TieIndex(graph, TiePriors(graph, contacts: contacts, parameters, asOf: asOf), threads: threads)
      }
    }

    func get() -> TieIndex {
      made.withLock { made in
        if let made { return made }
        let new = make()
        made = new
        return new
      }
    }
  }

  /// - Complexity: O(pairs · threads); each thread reads all targets and places those of a range of its own, so that no
  ///   two write the same place.
  /// - Precondition: at most 2³² pairs.
  private init(_ graph: SocialGraph, _ priors: TiePriors, threads: ThreadCount) {
    let ledger = graph.interactions
    precondition(ledger.pairCount <= Int(UInt32.max), "at most 2^32 pairs")
    let people = max(ledger.targetCount, ledger.sourceCount)
    let ranges = evenRanges(people, pieces: min(threads.value, 8))
    let cursors = MutableColumn<UInt32>(repeating: 0, count: people)
    _ = parallelMap(count: ranges.count, threads: threads) { index in
      let range = UInt32(ranges[index].lowerBound)..<UInt32(ranges[index].upperBound)
      let targets = ledger.pairTargets.span
      for pair in targets.indices where range.contains(targets[pair]) { cursors[Int(targets[pair])] &+= 1 }
    }
    var starts = [0]
    starts.reserveCapacity(people + 1)
    for target in 0..<people {
      let start = starts[target]
      starts.append(start + Int(cursors[target]))
      cursors[target] = UInt32(truncatingIfNeeded: start)
    }
    let sources = MutableColumn<UInt32>(repeating: 0, count: ledger.pairCount, threads: threads, pages: .ordinary)
    let pairs = MutableColumn<UInt32>(repeating: 0, count: ledger.pairCount, threads: threads, pages: .ordinary)
    _ = parallelMap(count: ranges.count, threads: threads) { index in
      let range = UInt32(ranges[index].lowerBound)..<UInt32(ranges[index].upperBound)
      let targets = ledger.pairTargets.span
      for source in 0..<ledger.sourceCount {
        for pair in ledger.pairs(of: source) where range.contains(targets[pair]) {
          let place = Int(cursors[Int(targets[pair])])
          cursors[Int(targets[pair])] &+= 1
          sources[place] = UInt32(truncatingIfNeeded: source)
          pairs[place] = UInt32(truncatingIfNeeded: pair)
        }
      }
    }
    (self.starts, self.sources, self.pairs) = (starts, sources.frozen(), pairs.frozen())
    self.priors = priors
  }
}
