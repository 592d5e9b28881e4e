import GraphStorage

extension InteractionLedger {
  /// The ledger without events that are older than their kind may become: equal to one built from the log without them.
  ///
  /// - Parameter firstHours: for each kind the oldest hour that stays; nil keeps all.
  /// - Complexity: O(pairs + rows), in parallel.
  public func expired(before firstHours: [AbsoluteHour?], threads: ThreadCount) -> InteractionLedger {
    let first = classes.map { firstHours[Int($0.kind.rawValue)]?.rawValue ?? 0 }
    if first.allSatisfy({ $0 == 0 }) { return self }
    let ranges = evenRanges(sourceCount, pieces: 256)
    let left = Self.joining(
      pieces: ranges.count, sources: sourceCount, pairs: pairCount, rows: rowCount, targets: targetCount,
      classes: classes, threads: threads
    ) { index in
      let all = pairs(from: ranges[index])
      var piece = LedgerPiece(sources: ranges[index].count, pairs: all.count, rows: rows(ofPairs: all).count)
      for source in ranges[index] {
        for pair in pairs(of: source) {
          for row in rows(ofPair: pair) where rowHours[row] >= first[Int(rowClasses[row])] {
            piece.appendRow(
              hour: rowHours[row], offset: rowOffsets[row], class: rowClasses[row], count: rowCounts[row])
          }
          piece.endPair(target: pairTargets[pair])
        }
        piece.endSource()
      }
      return piece
    }
    return left.withUsedClasses()
  }

  /// The same ledger with the classes that its rows use and no others, as `build` would have them.
  /// - Complexity: O(rows).
  public func withUsedClasses() -> InteractionLedger {
    var isUsed = [Bool](repeating: false, count: classes.count)
    for event in rowClasses { isUsed[Int(event)] = true }
    if isUsed.allSatisfy({ $0 }) { return self }
    var ledger = self
    ledger.classes = classes.indices.filter { isUsed[$0] }.map { classes[$0] }
    var numbers: [UInt16] = []
    var next: UInt16 = 0
    for used in isUsed {
      numbers.append(next)
      if used { next &+= 1 }
    }
    ledger.rowClasses = rowClasses.map { numbers[Int($0)] }
    return ledger
  }
}
