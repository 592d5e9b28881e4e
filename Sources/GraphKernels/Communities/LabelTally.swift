import GraphStorage

/// Finds the most frequent label of a neighbourhood, ties to the smallest; scratch memory of one thread.
///
/// Labels are gathered into a buffer while the vote of Boyer and Moore runs; where more than half agree, that is all.
/// Otherwise up to 16 are compared with each other, up to 4,096 counted in a hash table that stays in the first-level
/// cache, and more than that in one counter a label, which is cleared by walking the neighbourhood again.
final class LabelTally: Sendable {
  private static let few = 16
  private static let many = 4_096

  private let gathered = MutableColumn<UInt32>(repeating: 0, count: LabelTally.many)
  /// Twice as many places as labels at most: a label in the upper half, its count in the lower; 0 is free.
  private let table = MutableColumn<UInt64>(repeating: 0, count: LabelTally.many * 2)
  /// All 0 between calls; none where no neighbourhood needs them.
  private let counters: MutableColumn<UInt32>
  private let control: RunControl

  /// - Parameter largest: no neighbourhood has more labels.
  init(labelCount: Int, largest: Int, _ control: RunControl) {
    counters = MutableColumn(repeating: 0, count: largest > Self.many ? labelCount : 0)
    self.control = control
  }

  /// The most frequent of the labels of `first` and `second` together, which are rows of ends; nil for none. After a
  /// cancellation any of them.
  // SAFETY: the caller knows the ranges to lie in their columns, the ends in `labels`, the labels below the count.
  @unsafe func mostFrequent(
    _ labels: Column<UInt32>, _ firstEnds: Column<UInt32>, _ first: Range<Int>, _ secondEnds: Column<UInt32>,
    _ second: Range<Int>
  ) -> UInt32? {
    let total = first.count &+ second.count
    if total > Self.many {
      // SAFETY: the caller's promise.
      return unsafe mostFrequentOfMany(labels, firstEnds, first, secondEnds, second)
    }
    if total == 0 { return nil }
    var candidate: UInt32 = 0
    var lead = 0
    var place = 0
    let gathered = gathered
    var arc = first.lowerBound
    while arc < first.upperBound {
      // SAFETY: the caller's promise; `place` stays below the total, which is at most the buffer's length.
      let label = unsafe labels[unchecked: Int(firstEnds[unchecked: arc])]
      unsafe gathered[unchecked: place] = label
      if lead == 0 { candidate = label }
      lead &+= label == candidate ? 1 : -1
      arc &+= 1
      place &+= 1
    }
    arc = second.lowerBound
    while arc < second.upperBound {
      // SAFETY: as above.
      let label = unsafe labels[unchecked: Int(secondEnds[unchecked: arc])]
      unsafe gathered[unchecked: place] = label
      if lead == 0 { candidate = label }
      lead &+= label == candidate ? 1 : -1
      arc &+= 1
      place &+= 1
    }
    if lead == total { return candidate }
    if lead > 0 {
      var votes = 0
      for index in 0..<total {
        // SAFETY: the first `total` places were written above.
        votes &+= unsafe gathered[unchecked: index] == candidate ? 1 : 0
      }
      if votes &* 2 > total { return candidate }
    }
    // SAFETY: the first `total` places were written above.
    return unsafe total <= Self.few ? compared(total) : hashed(total)
  }

  // SAFETY: the caller has gathered `total` labels.
  @unsafe private func compared(_ total: Int) -> UInt32 {
    let gathered = gathered
    var best = UInt32.max
    var bestVotes = 0
    for index in 0..<total {
      // SAFETY: below the total.
      let label = unsafe gathered[unchecked: index]
      var votes = 0
      for other in index..<total {
        // SAFETY: below the total.
        votes &+= unsafe gathered[unchecked: other] == label ? 1 : 0
      }
      if votes > bestVotes || (votes == bestVotes && label < best) {
        best = label
        bestVotes = votes
      }
    }
    return best
  }

  // SAFETY: the caller has gathered `total` labels, at most half the table's places.
  @unsafe private func hashed(_ total: Int) -> UInt32 {
    let (gathered, table) = (gathered, table)
    let bits = Int.bitWidth &- (total &* 2 &- 1).leadingZeroBitCount
    let mask = 1 &<< bits &- 1
    let shift = UInt32(truncatingIfNeeded: 32 &- bits)
    table.fill(0, 0..<mask &+ 1)
    var best = UInt32.max
    var bestVotes: UInt32 = 0
    for index in 0..<total {
      // SAFETY: below the total; `slot` is masked to places of the table, which has at least twice as many as labels.
      let label = unsafe gathered[unchecked: index]
      let key = UInt64(truncatingIfNeeded: label) &<< 32
      var slot = Int(truncatingIfNeeded: (label &* 0x9E37_79B1) &>> shift)
      while true {
        let entry = unsafe table[unchecked: slot]
        if entry == 0 || entry & 0xFFFF_FFFF_0000_0000 == key {
          let votes = UInt32(truncatingIfNeeded: entry) &+ 1
          unsafe table[unchecked: slot] = key | UInt64(truncatingIfNeeded: votes)
          if votes > bestVotes || (votes == bestVotes && label < best) {
            best = label
            bestVotes = votes
          }
          break
        }
        slot = (slot &+ 1) & mask
      }
    }
    return best
  }

  // SAFETY: as for `mostFrequent`.
  @unsafe private func mostFrequentOfMany(
    _ labels: Column<UInt32>, _ firstEnds: Column<UInt32>, _ first: Range<Int>, _ secondEnds: Column<UInt32>,
    _ second: Range<Int>
  ) -> UInt32 {
    let counters = counters
    var best = UInt32.max
    var bestVotes: UInt32 = 0
    for (ends, range) in [(firstEnds, first), (secondEnds, second)] {
      for arc in range {
        if arc & 0xF_FFFF == 0, control.isCancelled { break }
        // SAFETY: the caller's promise: ends are places of `labels`, labels places of the counters.
        let label = unsafe labels[unchecked: Int(ends[unchecked: arc])]
        let votes = unsafe counters[unchecked: Int(label)] &+ 1
        unsafe counters[unchecked: Int(label)] = votes
        if votes > bestVotes || (votes == bestVotes && label < best) {
          best = label
          bestVotes = votes
        }
      }
    }
    for (ends, range) in [(firstEnds, first), (secondEnds, second)] {
      for arc in range {
        // SAFETY: as above.
        unsafe counters[unchecked: Int(labels[unchecked: Int(ends[unchecked: arc])])] = 0
      }
    }
    return best
  }
}
