import GraphStorage

/// The pairs and rows of a range of sources, on their way into a ledger. Written once, by one owner.
struct LedgerPiece: Sendable {
  /// For each source of the range how many pairs it has.
  private(set) var pairCounts: [UInt32] = []
  private(set) var pairTargets: FillingColumn<UInt32>
  private(set) var pairLast: FillingColumn<Int64>
  /// For each pair how many rows it has.
  private(set) var pairRows: FillingColumn<UInt32>
  private(set) var rowHours: FillingColumn<UInt32>
  private(set) var rowOffsets: FillingColumn<UInt32>
  private(set) var rowClasses: FillingColumn<UInt16>
  private(set) var rowCounts: FillingColumn<UInt32>
  /// Where the source and the pair begin that are being written.
  private var firstPair = 0
  private var firstRow = 0

  /// - Parameters: how many will come at most. Memory for more than come is never touched.
  init(sources: Int, pairs: Int, rows: Int) {
    pairCounts.reserveCapacity(sources)
    (pairTargets, pairLast) = (FillingColumn(room: pairs), FillingColumn(room: pairs))
    pairRows = FillingColumn(room: pairs)
    (rowHours, rowOffsets) = (FillingColumn(room: rows), FillingColumn(room: rows))
    (rowClasses, rowCounts) = (FillingColumn(room: rows), FillingColumn(room: rows))
  }

  @inline(__always)
  mutating func appendRow(hour: UInt32, offset: UInt32, class number: UInt16, count: UInt32) {
    rowHours.append(hour)
    rowOffsets.append(offset)
    rowClasses.append(number)
    rowCounts.append(count)
  }

  /// Ends the pair whose rows were appended last, if there were any: its last contact is the newest of them.
  @inline(__always)
  mutating func endPair(target: UInt32) {
    var row = rowHours.count &- 1
    if row < firstRow { return }
    let hour = rowHours[row]
    var offset: UInt32 = 0
    while row >= firstRow, rowHours[row] == hour {
      offset = max(offset, rowOffsets[row])
      row &-= 1
    }
    endPair(target: target, last: Int64(hour) &* 3_600_000 &+ Int64(offset))
  }

  @inline(__always)
  mutating func endPair(target: UInt32, last: Int64) {
    pairTargets.append(target)
    pairLast.append(last)
    pairRows.append(UInt32(truncatingIfNeeded: rowHours.count &- firstRow))
    firstRow = rowHours.count
  }

  mutating func endSource() {
    pairCounts.append(UInt32(truncatingIfNeeded: pairTargets.count &- firstPair))
    firstPair = pairTargets.count
  }

  /// Copies sources of a ledger whole. `numbers` gives its classes their new numbers.
  mutating func append(_ ledger: InteractionLedger, sources: Range<Int>, _ numbers: [UInt16]) {
    for source in sources { pairCounts.append(UInt32(ledger.pairs(of: source).count)) }
    let pairs = ledger.pairs(from: sources)
    let rows = ledger.rows(ofPairs: pairs)
    pairTargets.append(contentsOf: ledger.pairTargets[pairs])
    pairLast.append(contentsOf: ledger.pairLast[pairs])
    let starts = ledger.rowStarts.span
    for pair in pairs { pairRows.append(UInt32(truncatingIfNeeded: starts[pair &+ 1] &- starts[pair])) }
    rowHours.append(contentsOf: ledger.rowHours[rows])
    rowOffsets.append(contentsOf: ledger.rowOffsets[rows])
    rowCounts.append(contentsOf: ledger.rowCounts[rows])
    let classes = ledger.rowClasses.span
    let numbers = numbers.span
    for row in rows { rowClasses.append(numbers[Int(classes[row])]) }
    (firstPair, firstRow) = (pairTargets.count, rowHours.count)
  }
}

extension InteractionLedger {
  /// The ledger whose sources are those of some pieces, one after the other.
  ///
  /// Of all but small ledgers pieces are made a few at a time and then copied to where they stay, so that only these few stand
  /// there twice, in memory that the next ones use again.
  /// - Parameters:
  ///   - pairs: of all pieces at most; memory for more than come is never touched.
  ///   - piece: makes one, by its number; called by several threads.
  /// - Complexity: O(pairs + rows), in parallel but for O(pairs).
  static func joining<Failure: Error>(
    pieces count: Int, sources: Int, pairs: Int, rows: Int, targets: Int, classes: [EventClass], threads: ThreadCount,
    _ piece: @Sendable (Int) throws(Failure) -> LedgerPiece
  ) throws(Failure) -> InteractionLedger {
    var pairStarts = [0]
    pairStarts.reserveCapacity(sources + 1)
    var (rowStarts, targetColumn) = (GrowingArray<Int>(room: pairs + 1), GrowingArray<UInt32>(room: pairs))
    var lastColumn = GrowingArray<Int64>(room: pairs)
    var (hours, offsets) = (GrowingArray<UInt32>(room: rows), GrowingArray<UInt32>(room: rows))
    var (numbers, counts) = (GrowingArray<UInt16>(room: rows), GrowingArray<UInt32>(room: rows))
    rowStarts.append([[0]], threads: threads)
    var row = 0
    let step = rows < 1 << 22 ? count : 16 * threads.value
    for first in stride(from: 0, to: count, by: step) {
      let made = try parallelMap(count: min(step, count - first), threads: threads) { index throws(Failure) in
        try piece(first + index)
      }
      for piece in made {
        for pairs in piece.pairCounts { pairStarts.append(pairStarts[pairStarts.count - 1] + Int(pairs)) }
      }
      var bases: [Int] = []
      for piece in made {
        bases.append(row)
        row += piece.rowHours.count
      }
      let rowBases = bases
      rowStarts.append(
        parallelMap(count: made.count, threads: threads) { index in
          var end = rowBases[index]
          return made[index].pairRows.column.map { rows in
            end += Int(rows)
            return end
          }
        }, threads: threads)
      targetColumn.append(made.map(\.pairTargets.column), threads: threads)
      lastColumn.append(made.map(\.pairLast.column), threads: threads)
      hours.append(made.map(\.rowHours.column), threads: threads)
      offsets.append(made.map(\.rowOffsets.column), threads: threads)
      numbers.append(made.map(\.rowClasses.column), threads: threads)
      counts.append(made.map(\.rowCounts.column), threads: threads)
    }
    return InteractionLedger(
      pairStarts: pairStarts, pairTargets: targetColumn.take(), pairLast: lastColumn.take(),
      rowStarts: rowStarts.take(), rowHours: hours.take(), rowClasses: numbers.take(), rowCounts: counts.take(),
      classes: classes, targetCount: targets, rowOffsets: offsets.take())
  }
}
