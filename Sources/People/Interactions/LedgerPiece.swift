import GraphStorage

/// The pairs and rows of a range of sources, on their way into a ledger.
struct LedgerPiece: Sendable {
  /// For each source of the range.
  var pairCounts: [UInt32] = []
  var pairTargets: [UInt32] = []
  var pairLast: [Int64] = []
  /// For each pair where its rows end in this piece.
  var rowEnds: [Int] = []
  var rowHours: [UInt32] = []
  var rowOffsets: [UInt32] = []
  var rowClasses: [UInt16] = []
  var rowCounts: [UInt32] = []

  mutating func reserve(sources: Int, pairs: Int, rows: Int) {
    pairCounts.reserveCapacity(sources)
    pairTargets.reserveCapacity(pairs)
    pairLast.reserveCapacity(pairs)
    rowEnds.reserveCapacity(pairs)
    rowHours.reserveCapacity(rows)
    rowOffsets.reserveCapacity(rows)
    rowClasses.reserveCapacity(rows)
    rowCounts.reserveCapacity(rows)
  }

  /// Ends the pair whose rows were appended last: its last contact is the newest of them.
  @inline(__always)
  mutating func endPair(target: UInt32, firstRow: Int) {
    pairTargets.append(target)
    rowEnds.append(rowHours.count)
    var (row, offset) = (rowHours.count &- 1, UInt32(0))
    let hour = rowHours[row]
    while row >= firstRow, rowHours[row] == hour {
      offset = max(offset, rowOffsets[row])
      row &-= 1
    }
    pairLast.append(Int64(hour) &* 3_600_000 &+ Int64(offset))
  }
}

extension InteractionLedger {
  /// The ledger whose sources are those of the pieces, one after the other. Takes the pieces apart, so that what was
  /// copied need not stand there twice.
  /// - Complexity: O(pairs + rows), in parallel.
  init(_ pieces: inout [LedgerPiece], targets: Int, classes: [EventClass], threads: ThreadCount) {
    func take<Element: BitwiseCopyable & Sendable>(_ column: WritableKeyPath<LedgerPiece, [Element]>) -> [Element] {
      let whole = joined(pieces.map { $0[keyPath: column] }, threads: threads)
      for index in pieces.indices { pieces[index][keyPath: column] = [] }
      return whole
    }
    var pairStarts = [0]
    pairStarts.reserveCapacity(pieces.reduce(1) { $0 + $1.pairCounts.count })
    for piece in pieces {
      for count in piece.pairCounts { pairStarts.append(pairStarts[pairStarts.count - 1] + Int(count)) }
    }
    var rowBase = 0
    for index in pieces.indices {
      let rows = pieces[index].rowHours.count
      if rowBase > 0 { for pair in pieces[index].rowEnds.indices { pieces[index].rowEnds[pair] += rowBase } }
      rowBase += rows
    }
    pieces.insert(LedgerPiece(rowEnds: [0]), at: 0)
    self.init(
      pairStarts: pairStarts, pairTargets: take(\.pairTargets), pairLast: take(\.pairLast), rowStarts: take(\.rowEnds),
      rowHours: take(\.rowHours), rowClasses: take(\.rowClasses), rowCounts: take(\.rowCounts), classes: classes,
      targetCount: targets, rowOffsets: take(\.rowOffsets))
  }
}
