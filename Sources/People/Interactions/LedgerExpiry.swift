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
    var pieces = parallelMap(count: ranges.count, threads: threads) { index in
      var piece = LedgerPiece()
      for source in ranges[index] {
        let before = piece.pairTargets.count
        for pair in pairs(of: source) {
          let firstRow = piece.rowHours.count
          for row in rows(ofPair: pair) where rowHours[row] >= first[Int(rowClasses[row])] {
            piece.rowHours.append(rowHours[row])
            piece.rowOffsets.append(rowOffsets[row])
            piece.rowClasses.append(rowClasses[row])
            piece.rowCounts.append(rowCounts[row])
          }
          if piece.rowHours.count > firstRow { piece.endPair(target: pairTargets[pair], firstRow: firstRow) }
        }
        piece.pairCounts.append(UInt32(piece.pairTargets.count - before))
      }
      return piece
    }
    return InteractionLedger(&pieces, targets: targetCount, classes: classes, threads: threads).withUsedClasses()
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
