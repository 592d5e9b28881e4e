import GraphStorage
import People

/// How many days the newest event lies behind the last of the others, where that looks like a mistake; nil otherwise.
///
/// The newest and oldest thousandth of all events (at least one) are left out. It looks like a mistake when the newest
/// event follows the rest after more than 30 days, and after more time than the rest spans.
/// - Parameter others: events that are in no ledger here, all of them taken to be as new as the newest of them.
/// - Complexity: O(rows of the ledgers + days from 1970 to the newest event).
public func daysBehindTheRest(
  _ newest: Int64, _ ledgers: [InteractionLedger], others: (newest: Timestamp, events: Int)? = nil,
  threads: ThreadCount = ThreadCount(1)
) -> Int? {
  let newestDay = Int(newest / 86_400_000)
  var counts = [Int](repeating: 0, count: newestDay + 1)
  for ledger in ledgers {
    let pieces = evenRanges(ledger.rowCount, pieces: min(threads.value, max(1, ledger.rowCount >> 16)))
    let parts = parallelMap(count: pieces.count, threads: threads) { piece in
      var counts = [Int](repeating: 0, count: newestDay + 1)
      let (hours, times) = (ledger.rowHours.span, ledger.rowCounts.span)
      for row in pieces[piece] { counts[Int(hours[row] / 24)] += Int(times[row]) }
      return counts
    }
    for part in parts { for day in counts.indices { counts[day] += part[day] } }
  }
  if let others, others.newest.milliseconds <= newest {
    counts[Int(others.newest.milliseconds / 86_400_000)] += others.events
  }
  let total = counts.reduce(0, +)
  let outside = max(1, total / 1000)
  guard total > 2 * outside else { return nil }
  func day(at rank: Int) -> Int {
    var seen = 0
    return counts.firstIndex { count in
      seen += count
      return seen > rank
    } ?? newestDay
  }
  let (first, last) = (day(at: outside), day(at: total - 1 - outside))
  let gap = newestDay - last
  return gap > 30 && gap > last - first ? gap : nil
}
