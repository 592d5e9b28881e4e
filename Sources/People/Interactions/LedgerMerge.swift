import GraphStorage

extension InteractionLedger {
  /// The ledger of the events of both: the same as one built from all of them.
  ///
  /// Sources that the other ledger does not touch are copied whole, column by column; of the others every row is compared.
  /// - Complexity: O(pairs + rows), of which all but O(what the smaller ledger touches) is a sequential copy; in
  ///   parallel. Peak memory: both ledgers and the new one.
  /// - Precondition: both have as many sources.
  /// - Throws: as `build`.
  public func merged(with other: InteractionLedger, threads: ThreadCount) throws(LedgerError) -> InteractionLedger {
    precondition(sourceCount == other.sourceCount, "ledgers of the same people")
    if other.rowCount == 0 && other.targetCount <= targetCount { return self }
    let all = Set(classes + other.classes).sorted()
    guard all.count <= 65_536 else { throw .tooManyClasses(all.count) }
    let merge = Merge(
      one: self, other: other, oneClasses: Self.numbers(of: classes, among: all),
      otherClasses: Self.numbers(of: other.classes, among: all))
    let ranges = evenRanges(sourceCount, pieces: 256)
    return try Self.joining(
      pieces: ranges.count, sources: sourceCount, pairs: pairCount + other.pairCount,
      rows: rowCount + other.rowCount, targets: max(targetCount, other.targetCount), classes: all, threads: threads
    ) { index throws(LedgerError) in try merge.piece(ranges[index]) }
  }

  /// For each class its place among `all`.
  private static func numbers(of classes: [EventClass], among all: [EventClass]) -> [UInt16] {
    classes.map { event in UInt16(all.partitioningIndex { $0 >= event }) }
  }

  private struct Merge: Sendable {
    let one: InteractionLedger
    let other: InteractionLedger
    let oneClasses: [UInt16]
    let otherClasses: [UInt16]

    func piece(_ sources: Range<Int>) throws(LedgerError) -> LedgerPiece {
      let (pairs, others) = (one.pairs(from: sources), other.pairs(from: sources))
      var piece = LedgerPiece(
        sources: sources.count, pairs: pairs.count + others.count,
        rows: one.rows(ofPairs: pairs).count + other.rows(ofPairs: others).count)
      var source = sources.lowerBound
      while source < sources.upperBound {
        // Sources of which only one ledger speaks are copied together.
        var end = source
        while end < sources.upperBound, other.pairs(of: end).isEmpty { end += 1 }
        if end > source {
          piece.append(one, sources: source..<end, oneClasses)
          source = end
          continue
        }
        while end < sources.upperBound, !other.pairs(of: end).isEmpty { end += 1 }
        try append(source..<end, to: &piece)
        source = end
      }
      return piece
    }

    /// The pairs of some sources, from both. All columns are at hand as spans before the first pair: reached through
    /// the ledgers, each would be retained and released for every row.
    private func append(_ sources: Range<Int>, to piece: inout LedgerPiece) throws(LedgerError) {
      let (oneStarts, otherStarts) = (one.pairStarts.span, other.pairStarts.span)
      let (oneTargets, otherTargets) = (one.pairTargets.span, other.pairTargets.span)
      let (oneLast, otherLast) = (one.pairLast.span, other.pairLast.span)
      let (oneRows, otherRows) = (one.rowStarts.span, other.rowStarts.span)
      let (oneHours, otherHours) = (one.rowHours.span, other.rowHours.span)
      let (oneOffsets, otherOffsets) = (one.rowOffsets.span, other.rowOffsets.span)
      let (oneCounts, otherCounts) = (one.rowCounts.span, other.rowCounts.span)
      let (oneKinds, otherKinds) = (one.rowClasses.span, other.rowClasses.span)
      let (ones, others) = (oneClasses.span, otherClasses.span)
      for source in sources {
        var (left, right) = (oneStarts[source], otherStarts[source])
        let (leftEnd, rightEnd) = (oneStarts[source &+ 1], otherStarts[source &+ 1])
        while left < leftEnd || right < rightEnd {
          // No person has the number `UInt32.max`.
          let leftTarget = left < leftEnd ? oneTargets[left] : .max
          let rightTarget = right < rightEnd ? otherTargets[right] : .max
          let target = min(leftTarget, rightTarget)
          var (row, rowEnd, otherRow, otherEnd) = (0, 0, 0, 0)
          var last = Int64.min
          if leftTarget == target {
            (row, rowEnd, last) = (oneRows[left], oneRows[left &+ 1], oneLast[left])
            left &+= 1
          }
          if rightTarget == target {
            (otherRow, otherEnd) = (otherRows[right], otherRows[right &+ 1])
            last = max(last, otherLast[right])
            right &+= 1
          }
          while row < rowEnd || otherRow < otherEnd {
            let key =
              row < rowEnd ? UInt64(oneHours[row]) &<< 16 | UInt64(ones[Int(oneKinds[row])]) : .max
            let otherKey =
              otherRow < otherEnd
              ? UInt64(otherHours[otherRow]) &<< 16 | UInt64(others[Int(otherKinds[otherRow])]) : .max
            let next = min(key, otherKey)
            var (count, offset) = (UInt32(0), UInt32(0))
            if key == next {
              (count, offset) = (oneCounts[row], oneOffsets[row])
              row &+= 1
            }
            if otherKey == next {
              let (sum, overflow) = count.addingReportingOverflow(otherCounts[otherRow])
              if overflow { throw .countOverflow }
              (count, offset) = (sum, max(offset, otherOffsets[otherRow]))
              otherRow &+= 1
            }
            piece.appendRow(
              hour: UInt32(truncatingIfNeeded: next &>> 16), offset: offset, class: UInt16(truncatingIfNeeded: next),
              count: count)
          }
          piece.endPair(target: target, last: last)
        }
        piece.endSource()
      }
    }
  }

  /// All pairs of a range of sources.
  public func pairs(from sources: Range<Int>) -> Range<Int> { pairStarts[sources.lowerBound]..<pairStarts[sources.upperBound] }

  /// All rows of a range of pairs.
  func rows(ofPairs pairs: Range<Int>) -> Range<Int> { rowStarts[pairs.lowerBound]..<rowStarts[pairs.upperBound] }
}
