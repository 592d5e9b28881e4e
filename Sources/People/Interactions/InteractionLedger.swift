/// Who did what with whom, counted: for each directed pair (source → target) the exact time of the last contact, and
/// rows (hour, class of event, count, exact time of the newest of them). Compressed sparse rows in two levels.
///
/// The target is a person (`SocialGraph.interactions`) or a place (`SocialGraph.placeInteractions`). Everything is
/// sorted (source, target, hour, class), and equal rows are one row, so a ledger depends only on the multiset of
/// events: not on their order, on batches or on threads.
///
/// Memory: 14 bytes a row, 20 bytes a pair, 8 bytes a source.
public struct InteractionLedger: Sendable, Equatable {
  /// For each source, plus one: where its pairs start.
  public internal(set) var pairStarts: [Int]
  public internal(set) var pairTargets: [UInt32]
  /// Milliseconds.
  public internal(set) var pairLast: [Int64]
  /// For each pair, plus one: where its rows start.
  public internal(set) var rowStarts: [Int]
  public internal(set) var rowHours: [UInt32]
  /// Indices into `classes`.
  public internal(set) var rowClasses: [UInt16]
  public internal(set) var rowCounts: [UInt32]
  /// Milliseconds from the start of the hour to the newest event of the row: what is left when other kinds expire, or
  /// later hours do not count, has an exact last contact too.
  public internal(set) var rowOffsets: [UInt32]
  /// Sorted, each used at least once.
  public internal(set) var classes: [EventClass]
  /// How many targets there may be.
  public internal(set) var targetCount: Int

  public static func empty(sources: Int, targets: Int) -> InteractionLedger {
    InteractionLedger(
      pairStarts: [Int](repeating: 0, count: sources + 1), pairTargets: [], pairLast: [], rowStarts: [0], rowHours: [],
      rowClasses: [], rowCounts: [], classes: [], targetCount: targets, rowOffsets: [])
  }

  public var sourceCount: Int { pairStarts.count - 1 }
  public var pairCount: Int { pairTargets.count }
  public var rowCount: Int { rowHours.count }

  /// How many events it counts.
  public var eventCount: Int { rowCounts.reduce(0) { $0 + Int($1) } }

  /// How many events of each kind it counts.
  public func counts(kinds: Int) -> [Int] {
    var byClass = [Int](repeating: 0, count: classes.count)
    for row in 0..<rowCount { byClass[Int(rowClasses[row])] += Int(rowCounts[row]) }
    var counts = [Int](repeating: 0, count: kinds)
    for (event, count) in zip(classes, byClass) { counts[Int(event.kind.rawValue)] += count }
    return counts
  }

  /// The time of the newest event, nil where there is none.
  public var newest: Timestamp? { pairLast.max().map(Timestamp.init(milliseconds:)) }

  /// Bytes that the columns hold.
  public var byteCount: Int {
    pairStarts.count * 8 + pairTargets.count * 4 + pairLast.count * 8 + rowStarts.count * 8 + rowCount * 14
  }

  public func pairs(of source: Int) -> Range<Int> { pairStarts[source]..<pairStarts[source + 1] }
  public func rows(ofPair pair: Int) -> Range<Int> { rowStarts[pair]..<rowStarts[pair + 1] }

  /// The pair (source → target), nil where they never met.
  /// - Complexity: O(log pairs of the source).
  public func pair(from source: Int, to target: UInt32) -> Int? {
    var range = pairs(of: source)
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if pairTargets[middle] == target { return middle }
      range = pairTargets[middle] < target ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// Why stored columns are not a ledger.
  public struct Invalid: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Checks every invariant that the other members rely on.
  /// - Complexity: O(pairs + rows).
  public func validated() throws(Invalid) -> InteractionLedger {
    func demand(_ holds: Bool, _ what: String) throws(Invalid) {
      if !holds { throw Invalid(description: "interaction ledger: \(what)") }
    }
    try demand(pairStarts.first == 0 && pairStarts.last == pairCount, "pair offsets do not span the pairs")
    try demand(pairLast.count == pairCount && rowStarts.count == pairCount + 1, "pair columns differ in length")
    try demand(rowStarts.first == 0 && rowStarts.last == rowCount, "row offsets do not span the rows")
    try demand(
      rowClasses.count == rowCount && rowCounts.count == rowCount && rowOffsets.count == rowCount,
      "row columns differ in length")
    try demand(rowOffsets.allSatisfy { $0 < 3_600_000 }, "an event outside its hour")
    try demand(zip(classes, classes.dropFirst()).allSatisfy { $0 < $1 }, "classes are not sorted")
    try demand(zip(pairStarts, pairStarts.dropFirst()).allSatisfy { $0 <= $1 }, "pair offsets descend")
    try demand(zip(rowStarts, rowStarts.dropFirst()).allSatisfy { $0 < $1 }, "a pair without rows")
    for source in 0..<sourceCount {
      let range = pairs(of: source)
      for pair in range {
        try demand(Int(pairTargets[pair]) < targetCount, "a target outside the graph")
        try demand(pair == range.lowerBound || pairTargets[pair - 1] < pairTargets[pair], "targets are not sorted")
        let rows = rows(ofPair: pair)
        for row in rows {
          try demand(Int(rowClasses[row]) < classes.count && rowCounts[row] > 0, "an impossible row")
          try demand(
            row == rows.lowerBound
              || (rowHours[row - 1], rowClasses[row - 1]) < (rowHours[row], rowClasses[row]), "rows are not sorted")
        }
        try demand(
          pairLast[pair] == newest(of: rows), "the last contact is not the newest event")
      }
    }
    return self
  }

  /// The newest event of the rows of one pair, or of the first of them; milliseconds.
  /// - Precondition: at least one row.
  @inlinable @inline(__always) public func newest(of rows: Range<Int>) -> Int64 {
    var row = rows.upperBound &- 1
    let hour = rowHours[row]
    var offset = rowOffsets[row]
    while row > rows.lowerBound, rowHours[row &- 1] == hour {
      row &-= 1
      offset = max(offset, rowOffsets[row])
    }
    return Int64(hour) &* 3_600_000 &+ Int64(offset)
  }

  /// - Parameter rowOffsets: nil where only the last contact of a pair is known: then its last hour has it, and events of
  ///   other hours count as happened at their start.
  public init(
    pairStarts: [Int], pairTargets: [UInt32], pairLast: [Int64], rowStarts: [Int], rowHours: [UInt32],
    rowClasses: [UInt16], rowCounts: [UInt32], classes: [EventClass], targetCount: Int, rowOffsets: [UInt32]? = nil
  ) {
    self.rowOffsets = rowOffsets ?? Self.offsets(pairLast, rowStarts, rowHours)
    self.pairStarts = pairStarts
    self.pairTargets = pairTargets
    self.pairLast = pairLast
    self.rowStarts = rowStarts
    self.rowHours = rowHours
    self.rowClasses = rowClasses
    self.rowCounts = rowCounts
    self.classes = classes
    self.targetCount = targetCount
  }

  /// Columns that do not fit one another give what `validated` refuses.
  private static func offsets(_ pairLast: [Int64], _ rowStarts: [Int], _ rowHours: [UInt32]) -> [UInt32] {
    var offsets = [UInt32](repeating: 0, count: rowHours.count)
    for (pair, last) in pairLast.enumerated() where pair + 1 < rowStarts.count {
      var row = min(rowStarts[pair + 1], rowHours.count) - 1
      guard row >= 0, last >= 0 else { continue }
      let hour = rowHours[row]
      while row >= max(rowStarts[pair], 0), rowHours[row] == hour {
        offsets[row] = UInt32(truncatingIfNeeded: last % 3_600_000)
        row -= 1
      }
    }
    return offsets
  }

  /// The same ledger without every pair for which `keep` says no.
  ///
  /// `classes` keeps its length, so that projections of one ledger share their class numbers.
  public func filtered(_ keep: (_ source: Int, _ target: UInt32) -> Bool) -> InteractionLedger {
    var kept = InteractionLedger.empty(sources: 0, targets: targetCount)
    kept.classes = classes
    for source in 0..<sourceCount {
      for pair in pairs(of: source) where keep(source, pairTargets[pair]) {
        let rows = rows(ofPair: pair)
        kept.pairTargets.append(pairTargets[pair])
        kept.pairLast.append(pairLast[pair])
        kept.rowHours.append(contentsOf: rowHours[rows])
        kept.rowClasses.append(contentsOf: rowClasses[rows])
        kept.rowCounts.append(contentsOf: rowCounts[rows])
        kept.rowOffsets.append(contentsOf: rowOffsets[rows])
        kept.rowStarts.append(kept.rowHours.count)
      }
      kept.pairStarts.append(kept.pairTargets.count)
    }
    return kept
  }
}
