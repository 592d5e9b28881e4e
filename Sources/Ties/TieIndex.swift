import GraphStorage
import People
import Synchronization

/// Who sent something to whom, by target, and who is whose friend: what a person's ties need beside the ledger's own
/// order, so that nobody else's rows are read for them.
struct TieIndex: Sendable {
  /// For each person, plus one: where their entries start.
  private let starts: [Int]
  /// For each person those who did something to them, ascending, and the pairs of the ledger.
  let sources: Column<UInt32>
  let pairs: Column<UInt32>
  private let friendStarts: [Int]
  private let friendLists: [UInt32]

  func incoming(of target: Int) -> Range<Int> { starts[target]..<starts[target + 1] }

  /// Friends at the as-of time, ascending; nobody where friendship counts nothing.
  func friends(of person: Int) -> ArraySlice<UInt32> {
    friendStarts.isEmpty ? [] : friendLists[friendStarts[person]..<friendStarts[person + 1]]
  }

  /// Made when first asked for, and then the same for all copies of a scorer.
  final class Shared: Sendable {
    private let made = Mutex<TieIndex?>(nil)
    private let make: @Sendable () -> TieIndex

    init(_ graph: SocialGraph, withFriends: Bool, asOf: Timestamp, threads: ThreadCount) {
      make = { TieIndex(graph, withFriends: withFriends, asOf: asOf, threads: threads) }
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

  /// - Complexity: O(pairs · threads + friendships · log friendships); each thread reads all targets and places those of
  ///   a range of its own, so that no two write the same place.
  /// - Precondition: at most 2³² pairs.
  private init(_ graph: SocialGraph, withFriends: Bool, asOf: Timestamp, threads: ThreadCount) {
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
    let sources = MutableColumn<UInt32>(repeating: 0, count: ledger.pairCount, threads: threads)
    let pairs = MutableColumn<UInt32>(repeating: 0, count: ledger.pairCount, threads: threads)
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
    (friendStarts, friendLists) = withFriends ? Self.friends(graph, asOf) : ([], [])
  }

  private static func friends(_ graph: SocialGraph, _ asOf: Timestamp) -> (starts: [Int], lists: [UInt32]) {
    var keys: [UInt64] = []
    for friendship in graph.friendships where friendship.period.holds(at: asOf) {
      let (one, other) = (UInt64(friendship.first.rawValue), UInt64(friendship.second.rawValue))
      keys.append(one << 32 | other)
      keys.append(other << 32 | one)
    }
    keys.sort()
    var starts = [Int](repeating: 0, count: graph.people.count + 1)
    var lists: [UInt32] = []
    lists.reserveCapacity(keys.count)
    for (place, key) in keys.enumerated() where place == 0 || keys[place - 1] != key {
      lists.append(UInt32(truncatingIfNeeded: key))
      starts[Int(key >> 32) + 1] += 1
    }
    for person in 0..<graph.people.count { starts[person + 1] += starts[person] }
    return (starts, lists)
  }
}
