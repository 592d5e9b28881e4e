import GraphStorage
import People

/// What the events of one directed pair come to, as far as they lie at or before the as-of hour.
struct PairSum: BitwiseCopyable, Sendable {
  /// S[u→v], in 2⁻³⁰.
  var strength: Int64
  /// Milliseconds; `TieTable.never` where nothing happened.
  var last: Int64

  static let none = PairSum(strength: 0, last: TieTable.never)
}

/// Sums the events of directed pairs at one time, under one kernel.
struct PairWeigher: Sendable {
  let ledger: InteractionLedger
  let hour: UInt32
  private let table: DecayTable
  /// ρ in units of 2⁻²⁰.
  private let reciprocity: Int128
  private let burstCap: UInt32
  /// By class of event, whether it counts; nil where all do.
  private let counted: [Bool]?

  /// - Parameters:
  ///   - only: the kind of event that counts; nil for all.
  ///   - since: the hour of the oldest event.
  /// - Throws: `TieError.parameter` for the weight of a kind that is not there.
  init(
    _ ledger: InteractionLedger, kinds: EventKinds, _ parameters: TieParameters, only: EventKindIndex? = nil,
    asOf hour: AbsoluteHour, since: UInt32
  ) throws(TieError) {
    counted = only.map { kind in ledger.classes.map { $0.kind == kind } }
    (self.ledger, self.hour) = (ledger, hour.rawValue)
    table = DecayTable(
      parameters, kinds: try parameters.weighted(kinds), classes: ledger.classes,
      greatestAge: max(0, Int(hour.rawValue) - Int(since)))
    reciprocity = Int128((parameters.reciprocity * 0x1p20).rounded())
    burstCap = parameters.burstCap.map { UInt32(clamping: $0) } ?? .max
  }

  /// The hour of the oldest event of a ledger; 0 where there is none.
  /// - Complexity: O(pairs).
  static func oldestHour(_ ledger: InteractionLedger) -> UInt32 {
    (0..<ledger.pairCount).lazy.map { ledger.rowHours[ledger.rowStarts[$0]] }.min() ?? 0
  }

  /// Whether the events of a row count: they happened by then, and are of the kind asked for.
  func counts(row: Int) -> Bool {
    ledger.rowHours[row] <= hour && counted.map { $0[Int(ledger.rowClasses[row])] } ?? true
  }

  /// What the events of one row come to, in units of strength.
  /// - Precondition: the row is not younger than the as-of hour.
  func units(ofRow row: Int) -> Double {
    let one = table.contribution(eventClass: ledger.rowClasses[row], ageHours: Int(hour - ledger.rowHours[row]))
    return Double(one) * Double(min(ledger.rowCounts[row], burstCap)) * 0x1p-30
  }

  /// S[u→v] and the last contact, as far as they lie at or before the as-of hour.
  /// - Complexity: O(rows of the pair).
  /// - Throws: `TieError.overflow`.
  @inline(__always)
  func sum(_ pair: Int) throws(TieError) -> PairSum {
    if let counted { return try sum(pair, counted) }
    var strength: Int64 = 0
    let rows = ledger.rows(ofPair: pair)
    var end = rows.lowerBound
    while end < rows.upperBound {
      let rowHour = ledger.rowHours[end]
      if rowHour > hour { break }
      let one = table.contribution(eventClass: ledger.rowClasses[end], ageHours: Int(hour &- rowHour))
      let (all, tooMany) = one.multipliedReportingOverflow(by: Int64(min(ledger.rowCounts[end], burstCap)))
      let (sum, tooLarge) = strength.addingReportingOverflow(all)
      if tooMany || tooLarge { throw .overflow }
      strength = sum
      end &+= 1
    }
    if end == rows.upperBound { return PairSum(strength: strength, last: ledger.pairLast[pair]) }
    if end == rows.lowerBound { return .none }
    return PairSum(strength: strength, last: ledger.newest(of: rows.lowerBound..<end))
  }

  /// As `sum`, of the rows of some classes.
  private func sum(_ pair: Int, _ counted: [Bool]) throws(TieError) -> PairSum {
    var sum = PairSum.none
    for row in ledger.rows(ofPair: pair) where counted[Int(ledger.rowClasses[row])] {
      let rowHour = ledger.rowHours[row]
      if rowHour > hour { break }
      let one = table.contribution(eventClass: ledger.rowClasses[row], ageHours: Int(hour &- rowHour))
      let (all, tooMany) = one.multipliedReportingOverflow(by: Int64(min(ledger.rowCounts[row], burstCap)))
      if tooMany { throw .overflow }
      sum.strength = try Self.sum(sum.strength, all)
      sum.last = max(sum.last, ledger.newest(of: row..<row + 1))
    }
    return sum
  }

  /// Of every pair of the ledger.
  /// - Complexity: O(rows + pairs), in parallel.
  /// - Throws: `TieError.overflow`.
  func allSums(threads: ThreadCount) throws(TieError) -> Column<PairSum> {
    let sums = MutableColumn(repeating: PairSum.none, count: ledger.pairCount, threads: threads, pages: .ordinary)
    let pieces = evenRanges(ledger.pairCount, pieces: 512)
    _ = try parallelMap(count: pieces.count, threads: threads) { piece throws(TieError) in
      for pair in pieces[piece] { sums[pair] = try sum(pair) }
    }
    return sums.frozen()
  }

  /// ρ · S, rounded down.
  @inline(__always)
  func returned(_ strength: Int64) throws(TieError) -> Int64 {
    guard let result = Int64(exactly: (Int128(strength) * reciprocity) >> 20) else { throw .overflow }
    return result
  }

  @inline(__always)
  static func sum(_ left: Int64, _ right: Int64) throws(TieError) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    if overflow { throw .overflow }
    return sum
  }
}
