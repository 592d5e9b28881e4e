import GraphStorage

/// Why events do not make a ledger.
public enum LedgerError: Error, Equatable, Sendable, CustomStringConvertible {
  case tooManyClasses(Int)
  case countOverflow

  public var description: String {
    switch self {
    case .tooManyClasses(let count): "\(count) different classes of event (kind, audience, duration); at most 65,536"
    case .countOverflow: "more than 4,294,967,295 events of one class between two people in one hour"
    }
  }
}

extension InteractionLedger {
  /// The ledger of some events.
  ///
  /// - Parameters:
  ///   - batches: events in any order and any batches; all in 1970 or later, sources and targets in range.
  ///   - symmetricKinds: for each kind whether a row counts in both directions (person to person only).
  /// - Complexity: O(events · log events of a source); peak memory about 3 × 24 bytes an event.
  public static func build(
    _ batches: [[EventRecord]], sources: Int, targets: Int, symmetricKinds: [Bool], threads: ThreadCount
  ) throws(LedgerError) -> InteractionLedger {
    // Sources are cut into ranges by their number, so that each range is sorted on its own, in cache.
    let rangeCount = max(1, min(256, sources))
    let ranges = evenRanges(sources, pieces: rangeCount)
    let parts = parallelMap(count: batches.count, threads: threads) { batch in
      Part(batches[batch], sources: sources, rangeCount: rangeCount, symmetricKinds: symmetricKinds)
    }
    let pieces = try parallelMap(count: ranges.count, threads: threads) { index throws(LedgerError) in
      try piece(parts, index, sources: ranges[index])
    }
    return try joined(pieces, targets: targets, threads: threads)
  }

  /// The events of one batch, range by range of their sources, both ways where a kind is symmetric.
  private struct Part: Sendable {
    let events: [EventRecord]
    /// For each range, plus one: where its events start.
    let starts: [Int]

    /// A counting sort.
    init(_ batch: [EventRecord], sources: Int, rangeCount: Int, symmetricKinds: [Bool]) {
      var starts = [Int](repeating: 0, count: rangeCount + 1)
      for event in batch {
        starts[rangeIndex(event.actor, sources: sources, rangeCount: rangeCount) + 1] += 1
        if symmetricKinds[Int(event.kind)] {
          starts[rangeIndex(event.target, sources: sources, rangeCount: rangeCount) + 1] += 1
        }
      }
      for index in 0..<rangeCount { starts[index + 1] += starts[index] }
      var cursors = starts
      guard let any = batch.first else {
        (events, self.starts) = ([], starts)
        return
      }
      var events = [EventRecord](repeating: any, count: starts[rangeCount])
      for event in batch {
        let range = rangeIndex(event.actor, sources: sources, rangeCount: rangeCount)
        events[cursors[range]] = event
        cursors[range] &+= 1
        if symmetricKinds[Int(event.kind)] {
          var reversed = event
          (reversed.actor, reversed.target) = (event.target, event.actor)
          let range = rangeIndex(reversed.actor, sources: sources, rangeCount: rangeCount)
          events[cursors[range]] = reversed
          cursors[range] &+= 1
        }
      }
      (self.events, self.starts) = (events, starts)
    }
  }

  /// Which of the `evenRanges(sources, pieces: rangeCount)` holds `source`.
  @inline(__always)
  private static func rangeIndex(_ source: UInt32, sources: Int, rangeCount: Int) -> Int {
    // `evenRanges` starts range r at ⌊sources · r / rangeCount⌋; the inverse is exact with this rounding.
    ((Int(source) + 1) * rangeCount - 1) / sources
  }

  /// A range of sources, its rows still with raw class keys instead of classes.
  private struct Piece: Sendable {
    var columns = LedgerPiece()
    var rowKeys: [UInt32] = []
    var keys: [UInt32] = []
  }

  /// An event of one source.
  private struct Entry {
    var targetAndHour: UInt64
    var key: UInt32
    var milliseconds: Int64

    @inline(__always)
    static func precedes(_ left: Entry, _ right: Entry) -> Bool {
      left.targetAndHour != right.targetAndHour
        ? left.targetAndHour < right.targetAndHour : left.key < right.key
    }
  }

  private static func piece(_ parts: [Part], _ range: Int, sources: Range<Int>) throws(LedgerError) -> Piece {
    var starts = [Int](repeating: 0, count: sources.count + 1)
    for part in parts {
      let events = part.events.span
      for index in part.starts[range]..<part.starts[range + 1] {
        starts[Int(events[index].actor) - sources.lowerBound + 1] += 1
      }
    }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    let count = starts[sources.count]
    var sorted = [Entry](repeating: Entry(targetAndHour: 0, key: 0, milliseconds: 0), count: count)
    var cursors = starts
    for part in parts {
      let events = part.events.span
      for index in part.starts[range]..<part.starts[range + 1] {
        let event = events[index]
        let source = Int(event.actor) - sources.lowerBound
        let hour = UInt64(truncatingIfNeeded: event.milliseconds / 3_600_000)
        sorted[cursors[source]] = Entry(
          targetAndHour: UInt64(event.target) &<< 32 | hour, key: event.classKey, milliseconds: event.milliseconds)
        cursors[source] &+= 1
      }
    }
    var piece = Piece()
    // Room for the most that can come.
    piece.columns.reserve(sources: sources.count, pairs: count, rows: count)
    piece.rowKeys.reserveCapacity(count)
    var keys = Set<UInt32>()
    var lastKey: UInt32?
    for source in 0..<sources.count {
      let range = starts[source]..<starts[source + 1]
      sort(&sorted, range)
      var (pairs, firstRow) = (UInt32(0), piece.columns.rowHours.count)
      for index in range {
        let event = sorted[index]
        let hour = UInt32(truncatingIfNeeded: event.targetAndHour)
        let offset = UInt32(truncatingIfNeeded: event.milliseconds &- Int64(hour) &* 3_600_000)
        if index > range.lowerBound, sorted[index - 1].targetAndHour == event.targetAndHour,
          sorted[index - 1].key == event.key
        {
          let row = piece.columns.rowHours.count - 1
          let (count, overflow) = piece.columns.rowCounts[row].addingReportingOverflow(1)
          if overflow { throw .countOverflow }
          piece.columns.rowCounts[row] = count
          piece.columns.rowOffsets[row] = max(piece.columns.rowOffsets[row], offset)
        } else {
          piece.columns.rowHours.append(hour)
          piece.columns.rowOffsets.append(offset)
          piece.columns.rowCounts.append(1)
          piece.rowKeys.append(event.key)
          if event.key != lastKey { keys.insert(event.key) }
          lastKey = event.key
        }
        let target = UInt32(truncatingIfNeeded: event.targetAndHour &>> 32)
        if index + 1 == range.upperBound || UInt32(truncatingIfNeeded: sorted[index + 1].targetAndHour &>> 32) != target
        {
          piece.columns.endPair(target: target, firstRow: firstRow)
          firstRow = piece.columns.rowHours.count
          pairs += 1
        }
      }
      piece.columns.pairCounts.append(pairs)
    }
    piece.keys = keys.sorted()
    return piece
  }

  /// Sorts a range in place, without allocating where it is short, as the events of most people are.
  @inline(__always)
  private static func sort(_ entries: inout [Entry], _ range: Range<Int>) {
    if range.count > 48 {
      let sorted = entries[range].sorted(by: Entry.precedes)
      for (offset, entry) in sorted.enumerated() { entries[range.lowerBound + offset] = entry }
      return
    }
    var next = range.lowerBound &+ 1
    while next < range.upperBound {
      let entry = entries[next]
      var place = next
      while place > range.lowerBound && Entry.precedes(entry, entries[place &- 1]) {
        entries[place] = entries[place &- 1]
        place &-= 1
      }
      entries[place] = entry
      next &+= 1
    }
  }

  private static func joined(
    _ pieces: [Piece], targets: Int, threads: ThreadCount
  ) throws(LedgerError) -> InteractionLedger {
    let keys = Set(pieces.flatMap(\.keys)).sorted()
    guard keys.count <= 65_536 else { throw .tooManyClasses(keys.count) }
    var coded = parallelMap(count: pieces.count, threads: threads) { index in
      // One look-up table a piece: from raw key to class number, by the keys that the piece uses.
      var number: [UInt32: UInt16] = [:]
      for key in pieces[index].keys { number[key] = UInt16(keys.partitioningIndex { $0 >= key }) }
      var last: (key: UInt32, code: UInt16)?
      var columns = pieces[index].columns
      columns.rowClasses = pieces[index].rowKeys.map { key -> UInt16 in
        if let last, last.key == key { return last.code }
        let code = number[key] ?? 0
        last = (key, code)
        return code
      }
      return columns
    }
    return InteractionLedger(&coded, targets: targets, classes: keys.map(EventClass.init(rawKey:)), threads: threads)
  }
}
