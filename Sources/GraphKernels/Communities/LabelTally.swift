import GraphStorage

/// Finds the most frequent label of a neighbourhood, ties to the smallest; scratch memory of one thread.
///
/// One counter a label and a list of those met, written without a branch, as in `LinkSums`.
final class LabelTally: Sendable {
  /// All 0 between calls.
  private let counters: MutableColumn<UInt32>
  private let met: MutableColumn<UInt32>
  private let control: RunControl

  /// - Parameter largest: no neighbourhood has more labels.
  init(labelCount: Int, largest: Int, _ control: RunControl) throws(Cancelled) {
    counters = try filledColumn(0, count: labelCount, control)
    // SAFETY: written when a label is met, and read only below the number of those met. One place more, because the
    // next one is written before it is known to be new.
    met = unsafe MutableColumn(unwritten: min(largest, labelCount) + 1)
    self.control = control
  }

  /// The most frequent of the labels of `first` and `second` together, which are rows of ends; nil for none. After a
  /// cancellation any of them.
  // SAFETY: the caller knows the ranges to lie in their columns, the ends in `labels`, the labels below the count.
  @inline(__always) @unsafe
  func mostFrequent(
    _ labels: Column<UInt32>, _ firstEnds: Column<UInt32>, _ first: Range<Int>, _ secondEnds: Column<UInt32>,
    _ second: Range<Int>
  ) -> UInt32? {
    let total = first.count &+ second.count
    if total <= 2 {
      // Of one label, or two: the smaller, whether they are equal or not.
      var least: UInt32? = nil
      // SAFETY: the caller's promise.
      for arc in first { least = unsafe min(least ?? UInt32.max, labels[unchecked: Int(firstEnds[unchecked: arc])]) }
      for arc in second { least = unsafe min(least ?? UInt32.max, labels[unchecked: Int(secondEnds[unchecked: arc])]) }
      return least
    }
    var count = 0
    // SAFETY: the caller's promise.
    unsafe tally(labels, firstEnds, first, &count)
    unsafe tally(labels, secondEnds, second, &count)
    let (counters, met) = (counters, met)
    var best = UInt32.max
    var bestVotes: UInt32 = 0
    for place in 0..<count {
      // SAFETY: the first `count` places hold the labels met.
      let label = unsafe met[unchecked: place]
      let votes = unsafe counters[unchecked: Int(label)]
      unsafe counters[unchecked: Int(label)] = 0
      if votes > bestVotes || (votes == bestVotes && label < best) {
        best = label
        bestVotes = votes
      }
    }
    return best
  }

  // SAFETY: as for `mostFrequent`.
  @inline(__always) @unsafe
  private func tally(_ labels: Column<UInt32>, _ ends: Column<UInt32>, _ row: Range<Int>, _ count: inout Int) {
    let (counters, met) = (counters, met)
    for arc in row {
      if arc & 0xF_FFFF == 0, control.isCancelled { return }
      // SAFETY: the caller's promise; fewer are met than there are labels or arcs.
      let label = unsafe labels[unchecked: Int(ends[unchecked: arc])]
      let votes = unsafe counters[unchecked: Int(label)]
      unsafe met[unchecked: count] = label
      unsafe counters[unchecked: Int(label)] = votes &+ 1
      // 1 for no votes so far, else 0.
      count &+= Int(truncatingIfNeeded: (UInt64(votes) &- 1) &>> 63)
    }
  }
}
