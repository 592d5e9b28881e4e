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
  ///   - records: events in any order and any batches; all in 1970 … 2199, sources and targets in range.
  ///   - symmetricKinds: for each kind whether a row counts in both directions (person to person only).
  /// - Complexity: O(events · log events of a source); beside the events 16 bytes each, and the ledger twice.
  public static func build(
    _ records: [[EventRecord]], sources: Int, targets: Int, symmetricKinds: [Bool], threads: ThreadCount
  ) throws(LedgerError) -> InteractionLedger {
    let cut = LedgerBatch.Cut(sources: sources, symmetricKinds: symmetricKinds)
    var batches = parallelMap(count: records.count, threads: threads) { LedgerBatch(records[$0], cut) }
    return try build(&batches, cut, targets: targets, threads: threads)
  }

  /// As above, of batches that were made before; they are taken apart.
  public static func build(
    _ batches: inout [LedgerBatch], _ cut: LedgerBatch.Cut, targets: Int, threads: ThreadCount
  ) throws(LedgerError) -> InteractionLedger {
    precondition(batches.allSatisfy { $0.cut == cut }, "batches of one cut")
    let keys = Set(batches.flatMap(\.classKeys)).sorted()
    guard keys.count <= 65_536 else { throw .tooManyClasses(keys.count) }
    let ranges = cut.ranges
    let most = batches.reduce(0) { $0 + $1.events.count }
    let sorter = RangeSorter(
      batches: batches,
      classes: batches.map { batch in
        batch.classKeys.map { key in UInt16(keys.partitioningIndex { $0 >= key }) }
      })
    batches = []
    return try joining(
      pieces: ranges.count, sources: cut.sources, pairs: most, rows: most, targets: targets,
      classes: keys.map(EventClass.init(rawKey:)), threads: threads
    ) { index throws(LedgerError) in try sorter.piece(index, sources: ranges[index]) }
  }

  /// Makes the pairs and rows of one range of sources after the other.
  private struct RangeSorter: Sendable {
    let batches: [LedgerBatch]
    /// For each batch the number in the ledger of each of its classes.
    let classes: [[UInt16]]

    func piece(_ range: Int, sources: Range<Int>) throws(LedgerError) -> LedgerPiece {
      var starts = [Int](repeating: 0, count: sources.count + 1)
      for batch in batches {
        let events = batch.events.span
        for index in batch.starts[range]..<batch.starts[range + 1] {
          starts[Int(events[index].source) &- sources.lowerBound &+ 1] &+= 1
        }
      }
      for index in 1..<starts.count { starts[index] += starts[index - 1] }
      var entries = [LedgerEntry](repeating: LedgerEntry(pairHour: 0, detail: 0), count: starts[sources.count])
      var cursors = starts
      for (batch, numbers) in zip(batches, classes) {
        let events = batch.events.span
        let numbers = numbers.span
        for index in batch.starts[range]..<batch.starts[range + 1] {
          let event = events[index]
          let source = Int(event.source) &- sources.lowerBound
          let hour = event.milliseconds / 3_600_000
          entries[cursors[source]] = LedgerEntry(
            pairHour: UInt64(event.target) &<< 32 | hour,
            detail: UInt64(numbers[event.classNumber]) &<< 32 | (event.milliseconds &- hour &* 3_600_000))
          cursors[source] &+= 1
        }
      }
      var spare = entries.span.isEmpty ? [] : [LedgerEntry](repeating: entries[0], count: longest(starts))
      var piece = LedgerPiece(sources: sources.count, pairs: entries.count, rows: entries.count)
      for source in 0..<sources.count {
        let own = starts[source]..<starts[source + 1]
        sortEntries(&entries, own, &spare)
        try append(entries.span, own, to: &piece)
        piece.endSource()
      }
      return piece
    }

    private func longest(_ starts: [Int]) -> Int { zip(starts, starts.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) } }

    /// The sorted entries of one source.
    @inline(__always)
    private func append(
      _ entries: Span<LedgerEntry>, _ own: Range<Int>, to piece: inout LedgerPiece
    ) throws(LedgerError) {
      var index = own.lowerBound
      while index < own.upperBound {
        let entry = entries[index]
        // Equal rows stand together, the newest event last.
        var end = index &+ 1
        while end < own.upperBound, entries[end].pairHour == entry.pairHour,
          entries[end].detail &>> 32 == entry.detail &>> 32
        { end &+= 1 }
        guard let count = UInt32(exactly: end &- index) else { throw .countOverflow }
        piece.appendRow(
          hour: UInt32(truncatingIfNeeded: entry.pairHour), offset: UInt32(truncatingIfNeeded: entries[end &- 1].detail),
          class: UInt16(truncatingIfNeeded: entry.detail &>> 32), count: count)
        let target = entry.pairHour &>> 32
        if end == own.upperBound || entries[end].pairHour &>> 32 != target {
          piece.endPair(target: UInt32(truncatingIfNeeded: target))
        }
        index = end
      }
    }
  }
}

/// An event of one source: target and hour, then class and milliseconds of the hour, in the order of the ledger.
struct LedgerEntry: BitwiseCopyable {
  var pairHour: UInt64
  var detail: UInt64

  @inline(__always)
  static func precedes(_ left: LedgerEntry, _ right: LedgerEntry) -> Bool {
    left.pairHour != right.pairHour ? left.pairHour < right.pairHour : left.detail < right.detail
  }
}

/// Sorts a range: runs of sixteen by insertion, which are then merged; nothing is allocated.
/// - Parameter spare: as long as the range or longer.
/// - Complexity: O(n log n).
@inline(__always)
func sortEntries(_ entries: inout [LedgerEntry], _ range: Range<Int>, _ spare: inout [LedgerEntry]) {
  let run = 16
  var start = range.lowerBound
  while start < range.upperBound {
    let end = min(start &+ run, range.upperBound)
    var next = start &+ 1
    while next < end {
      let entry = entries[next]
      var place = next
      while place > start && LedgerEntry.precedes(entry, entries[place &- 1]) {
        entries[place] = entries[place &- 1]
        place &-= 1
      }
      entries[place] = entry
      next &+= 1
    }
    start = end
  }
  if range.count > run { mergeRuns(&entries, range, run, &spare) }
}

private func mergeRuns(
  _ entries: inout [LedgerEntry], _ range: Range<Int>, _ shortest: Int, _ spare: inout [LedgerEntry]
) {
  var run = shortest
  while run < range.count {
    var start = range.lowerBound
    while start &+ run < range.upperBound {
      let middle = start &+ run
      let end = min(middle &+ run, range.upperBound)
      start = end
      // Already in order, as runs of one target and a growing time often are.
      if !LedgerEntry.precedes(entries[middle], entries[middle &- 1]) { continue }
      let from = middle &- run
      for index in 0..<run { spare[index] = entries[from &+ index] }
      var (left, right, place) = (0, middle, from)
      while left < run && right < end {
        if LedgerEntry.precedes(entries[right], spare[left]) {
          entries[place] = entries[right]
          right &+= 1
        } else {
          entries[place] = spare[left]
          left &+= 1
        }
        place &+= 1
      }
      while left < run {
        entries[place] = spare[left]
        left &+= 1
        place &+= 1
      }
    }
    run &*= 2
  }
}
