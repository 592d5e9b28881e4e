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
    let most = batches.reduce(0) { $0 + $1.events.count }
    let sorter = RangeSorter(batches, cut, classes: keys)
    batches = []
    return try joining(
      pieces: cut.rangeCount, sources: cut.sources, pairs: most, rows: most, targets: targets,
      classes: keys.map(EventClass.init(rawKey:)), threads: threads
    ) { range throws(LedgerError) in try sorter.piece(range) }
  }

  /// About how many rows a ledger of some batches would have: of a few ranges of sources, counted, to all.
  /// - Precondition: batches of one cut.
  /// - Complexity: that of a build, for sixteen of up to 512 ranges.
  public static func estimatedRows(of batches: [LedgerBatch], threads: ThreadCount) throws(LedgerError) -> Int {
    guard let cut = batches.first?.cut else { return 0 }
    let keys = Set(batches.flatMap(\.classKeys)).sorted()
    guard keys.count <= 65_536 else { throw .tooManyClasses(keys.count) }
    let sorter = RangeSorter(batches, cut, classes: keys)
    let ranges = evenRanges(cut.rangeCount, pieces: 16).map(\.lowerBound)
    let counted = try parallelMap(count: ranges.count, threads: threads) { index throws(LedgerError) in
      try sorter.piece(ranges[index]).rowHours.count
    }
    let rows = counted.reduce(0, +)
    let events = ranges.reduce(0) { sum, range in
      batches.reduce(sum) { $0 + $1.starts[range + 1] - $1.starts[range] }
    }
    let all = batches.reduce(0) { $0 + $1.events.count }
    return events == 0 ? all : Int((Double(all) * Double(rows) / Double(events)).rounded())
  }

  /// Makes the pairs and rows of one range of sources after the other.
  private struct RangeSorter: Sendable {
    private let form: LedgerKeyForm
    private let batches: [LedgerBatch]
    /// For each batch the number in the ledger of each of its classes.
    private let classes: [[UInt16]]
    private let cut: LedgerBatch.Cut

    /// - Parameter keys: of all classes, sorted.
    init(_ batches: [LedgerBatch], _ cut: LedgerBatch.Cut, classes keys: [UInt32]) {
      (self.batches, self.cut) = (batches, cut)
      classes = batches.map { batch in
        batch.classKeys.map { key in UInt16(keys.partitioningIndex { $0 >= key }) }
      }
      let hours = batches.compactMap(\.hours)
      form = LedgerKeyForm(
        greatestTarget: batches.map(\.greatestTarget).max() ?? 0,
        hours: (hours.map(\.lowerBound).min() ?? 0)...(hours.map(\.upperBound).max() ?? 0), classes: keys.count)
    }

    func piece(_ range: Int) throws(LedgerError) -> LedgerPiece {
      form.isShort ? try piece(range, UInt64.self) : try piece(range, UInt128.self)
    }

    /// - Parameter Key: wide enough for the form.
    private func piece<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
      _ range: Int, _: Key.Type
    ) throws(LedgerError) -> LedgerPiece {
      let sources = cut.sources(of: range)
      let (keys, starts) = keys(of: range, sources, Key.self)
      var longest = 0
      for source in 0..<sources.count { longest = max(longest, starts[source + 1] - starts[source]) }
      let spare = MutableColumn<Key>(repeating: 0, count: longest, pages: .ordinary)
      var piece = LedgerPiece(sources: sources.count, pairs: keys.count, rows: keys.count)
      for source in 0..<sources.count {
        let own = starts[source]..<starts[source + 1]
        sortKeys(keys, own, spare: spare)
        try append(keys, own, to: &piece)
        piece.endSource()
      }
      return piece
    }

    /// The keys of a range, source by source in the order of batches, and for each source, plus one, where its own start.
    private func keys<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
      of range: Int, _ sources: Range<Int>, _: Key.Type
    ) -> (keys: MutableColumn<Key>, starts: [Int]) {
      var starts = [Int](repeating: 0, count: sources.count + 1)
      var counts = starts.mutableSpan
      for batch in batches {
        for index in batch.starts[range]..<batch.starts[range + 1] {
          counts[Int(batch.events[index].source) &- sources.lowerBound &+ 1] &+= 1
        }
      }
      for source in 0..<sources.count { counts[source &+ 1] &+= counts[source] }
      let keys = MutableColumn<Key>(repeating: 0, count: counts[sources.count], pages: .ordinary)
      var cursorRow = starts
      var cursors = cursorRow.mutableSpan
      for (batch, numbers) in zip(batches, classes) {
        let numbers = numbers.span
        for index in batch.starts[range]..<batch.starts[range + 1] {
          let event = batch.events[index]
          let source = Int(event.source) &- sources.lowerBound
          keys[cursors[source]] = form.key(
            target: event.target, milliseconds: event.milliseconds, class: numbers[event.classNumber])
          cursors[source] &+= 1
        }
      }
      return (keys, starts)
    }

    /// The sorted keys of one source.
    @inline(__always)
    private func append<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
      _ keys: MutableColumn<Key>, _ own: Range<Int>, to piece: inout LedgerPiece
    ) throws(LedgerError) {
      var index = own.lowerBound
      while index < own.upperBound {
        let row = form.row(keys[index])
        // Equal rows stand together, the newest event last.
        var last = index
        while last &+ 1 < own.upperBound, form.row(keys[last &+ 1]) == row { last &+= 1 }
        guard let count = UInt32(exactly: last &- index &+ 1) else { throw .countOverflow }
        let key = keys[last]
        piece.appendRow(hour: form.hour(key), offset: form.offset(key), class: form.classNumber(key), count: count)
        let target = form.target(key)
        index = last &+ 1
        if index == own.upperBound || form.target(keys[index]) != target { piece.endPair(target: target) }
      }
    }
  }
}
