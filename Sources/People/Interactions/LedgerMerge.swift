import GraphStorage

extension InteractionLedger {
  /// The ledger of the events of both: the same as one built from all of them.
  ///
  /// What the other ledger does not touch is copied whole, column by column; only pairs that are in both are compared row
  /// by row.
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
    var pieces = try parallelMap(count: ranges.count, threads: threads) { index throws(LedgerError) in
      try merge.piece(ranges[index])
    }
    return InteractionLedger(
      &pieces, targets: max(targetCount, other.targetCount), classes: all, threads: threads)
  }

  /// For each class its place among `all`; nil where the places are the same.
  private static func numbers(of classes: [EventClass], among all: [EventClass]) -> [UInt16]? {
    let numbers = classes.map { event in UInt16(all.partitioningIndex { $0 >= event }) }
    return numbers.enumerated().allSatisfy { $0 == Int($1) } ? nil : numbers
  }

  private struct Merge: Sendable {
    let one: InteractionLedger
    let other: InteractionLedger
    let oneClasses: [UInt16]?
    let otherClasses: [UInt16]?

    func piece(_ sources: Range<Int>) throws(LedgerError) -> LedgerPiece {
      var piece = LedgerPiece()
      let (pairs, others) = (one.pairs(from: sources), other.pairs(from: sources))
      piece.reserve(
        sources: sources.count, pairs: pairs.count + others.count,
        rows: one.rows(ofPairs: pairs).count + other.rows(ofPairs: others).count)
      var source = sources.lowerBound
      while source < sources.upperBound {
        // Sources of which only one ledger speaks are copied together.
        var end = source
        while end < sources.upperBound, other.pairs(of: end).isEmpty { end += 1 }
        if end > source {
          for copied in source..<end { piece.pairCounts.append(UInt32(one.pairs(of: copied).count)) }
          piece.append(one, one.pairs(from: source..<end), oneClasses)
          source = end
          continue
        }
        try append(source, to: &piece)
        source += 1
      }
      return piece
    }

    /// The pairs of one source, from both.
    private func append(_ source: Int, to piece: inout LedgerPiece) throws(LedgerError) {
      let before = piece.pairTargets.count
      let (ones, others) = (one.pairs(of: source), other.pairs(of: source))
      var next = ones.lowerBound
      for pair in others {
        let target = other.pairTargets[pair]
        var end = next
        while end < ones.upperBound, one.pairTargets[end] < target { end += 1 }
        piece.append(one, next..<end, oneClasses)
        next = end
        if next < ones.upperBound, one.pairTargets[next] == target {
          try append(next, pair, to: &piece)
          next += 1
        } else {
          piece.append(other, pair..<pair + 1, otherClasses)
        }
      }
      piece.append(one, next..<ones.upperBound, oneClasses)
      piece.pairCounts.append(UInt32(piece.pairTargets.count - before))
    }

    /// The rows of one pair that is in both.
    private func append(_ onePair: Int, _ otherPair: Int, to piece: inout LedgerPiece) throws(LedgerError) {
      let (ones, others) = (one.rows(ofPair: onePair), other.rows(ofPair: otherPair))
      var (left, right) = (ones.lowerBound, others.lowerBound)
      while left < ones.upperBound || right < others.upperBound {
        let leftKey = left < ones.upperBound ? key(one.rowHours[left], one.rowClasses[left], oneClasses) : .max
        let rightKey =
          right < others.upperBound ? key(other.rowHours[right], other.rowClasses[right], otherClasses) : .max
        let row = min(leftKey, rightKey)
        var (count, offset) = (UInt32(0), UInt32(0))
        if leftKey == row {
          (count, offset) = (one.rowCounts[left], one.rowOffsets[left])
          left += 1
        }
        if rightKey == row {
          let (sum, overflow) = count.addingReportingOverflow(other.rowCounts[right])
          if overflow { throw .countOverflow }
          (count, offset) = (sum, max(offset, other.rowOffsets[right]))
          right += 1
        }
        piece.rowHours.append(UInt32(truncatingIfNeeded: row >> 16))
        piece.rowClasses.append(UInt16(truncatingIfNeeded: row))
        piece.rowCounts.append(count)
        piece.rowOffsets.append(offset)
      }
      piece.pairTargets.append(one.pairTargets[onePair])
      piece.pairLast.append(max(one.pairLast[onePair], other.pairLast[otherPair]))
      piece.rowEnds.append(piece.rowHours.count)
    }

    @inline(__always)
    private func key(_ hour: UInt32, _ event: UInt16, _ numbers: [UInt16]?) -> UInt64 {
      UInt64(hour) << 16 | UInt64(numbers.map { $0[Int(event)] } ?? event)
    }
  }

  /// All pairs of a range of sources.
  func pairs(from sources: Range<Int>) -> Range<Int> { pairStarts[sources.lowerBound]..<pairStarts[sources.upperBound] }

  /// All rows of a range of pairs.
  func rows(ofPairs pairs: Range<Int>) -> Range<Int> { rowStarts[pairs.lowerBound]..<rowStarts[pairs.upperBound] }
}

extension LedgerPiece {
  /// Copies pairs of a ledger whole. `numbers` gives its classes their new numbers; nil where they keep them.
  fileprivate mutating func append(_ ledger: InteractionLedger, _ pairs: Range<Int>, _ numbers: [UInt16]?) {
    if pairs.isEmpty { return }
    let rows = ledger.rows(ofPairs: pairs)
    let shift = rowHours.count - rows.lowerBound
    pairTargets.append(contentsOf: ledger.pairTargets[pairs])
    pairLast.append(contentsOf: ledger.pairLast[pairs])
    for pair in pairs { rowEnds.append(ledger.rowStarts[pair + 1] + shift) }
    rowHours.append(contentsOf: ledger.rowHours[rows])
    rowOffsets.append(contentsOf: ledger.rowOffsets[rows])
    rowCounts.append(contentsOf: ledger.rowCounts[rows])
    if let numbers {
      for row in rows { rowClasses.append(numbers[Int(ledger.rowClasses[row])]) }
    } else {
      rowClasses.append(contentsOf: ledger.rowClasses[rows])
    }
  }
}
