import GraphStorage
import Testing

@testable import People

/// A random log and the ledger's contents counted with dictionaries.
struct RandomLog {
  static let sources = 23
  let sources: Int
  var events: [EventRecord] = []

  init(seed: UInt64, count: Int, sources: Int = Self.sources) {
    self.sources = sources
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<count {
      let actor = PersonIndex(generator.below(sources))
      var target = generator.below(sources)
      if target == actor.position { target = (target + 1) % sources }
      events.append(
        EventRecord(
          time: Timestamp(milliseconds: Int64(generator.below(40 * 3_600_000))), actor: actor, target: UInt32(target),
          kind: EventKindIndex(UInt8(generator.below(3))), audience: UInt32(1 + generator.below(3)),
          durationSeconds: UInt32(generator.below(2) * 20)))
    }
  }

  struct Key: Hashable {
    var source: UInt32
    var target: UInt32
    var hour: UInt32
    var key: UInt32
  }

  /// - Parameter symmetric: kinds whose rows count both ways.
  func counted(symmetric: [Bool]) -> (rows: [Key: UInt32], last: [[UInt32]: Int64]) {
    var rows: [Key: UInt32] = [:]
    var last: [[UInt32]: Int64] = [:]
    for event in events {
      var directions = [(event.actor, event.target)]
      if symmetric[Int(event.kind)] { directions.append((event.target, event.actor)) }
      for (source, target) in directions {
        let hour = UInt32(event.milliseconds / 3_600_000)
        rows[Key(source: source, target: target, hour: hour, key: event.classKey), default: 0] += 1
        last[[source, target]] = max(last[[source, target]] ?? .min, event.milliseconds)
      }
    }
    return (rows, last)
  }
}

@Suite("Interaction ledger")
struct LedgerTests {
  static let symmetric = [false, true, false]

  func build(
    _ batches: [[EventRecord]], threads: Int = 2, sources: Int = RandomLog.sources
  ) throws -> InteractionLedger {
    try InteractionLedger.build(
      batches, sources: sources, targets: sources, symmetricKinds: Self.symmetric,
      threads: ThreadCount(threads))
  }

  @Test("counts what a dictionary counts", arguments: 0..<30)
  func agreesWithDictionaries(seed: Int) throws {
    // So many sources that a range has one, two or four of them, and some ranges fewer.
    let sources = seed % 3 == 0 ? [1, 511, 512, 513, 1_025, 2_000][seed / 3 % 6] : RandomLog.sources
    let log = RandomLog(seed: UInt64(seed), count: seed * 40, sources: max(sources, 2))
    let ledger = try build([log.events], sources: log.sources).validated()
    let (rows, last) = log.counted(symmetric: Self.symmetric)
    #expect(ledger.rowCount == rows.count)
    #expect(ledger.pairCount == last.count)
    for source in 0..<log.sources {
      for pair in ledger.pairs(of: source) {
        let target = ledger.pairTargets[pair]
        #expect(ledger.pair(from: source, to: target) == pair)
        #expect(ledger.pairLast[pair] == last[[UInt32(source), target]])
        for row in ledger.rows(ofPair: pair) {
          let key = ledger.classes[Int(ledger.rowClasses[row])].rawKey
          let expected = rows[.init(source: UInt32(source), target: target, hour: ledger.rowHours[row], key: key)]
          #expect(ledger.rowCounts[row] == expected)
        }
      }
    }
  }

  @Test("is the same for any order, batches and threads")
  func sameBytes() throws {
    let log = RandomLog(seed: 7, count: 3000)
    let reference = try build([log.events], threads: 1)
    for round in 0..<12 {
      var generator = SeededGenerator(seed: UInt64(round))
      var events = log.events
      generator.shuffle(&events)
      let batches = evenRanges(events.count, pieces: 1 + round).map { Array(events[$0]) }
      #expect(try build(batches, threads: 1 + round % 8) == reference)
    }
  }

  @Test("of no events is the empty ledger")
  func empty() throws {
    #expect(try build([]) == .empty(sources: RandomLog.sources, targets: RandomLog.sources))
    #expect(try build([]).newest == nil)
  }

  @Test("without some people is the ledger of the events among the others")
  func filtered() throws {
    let log = RandomLog(seed: 9, count: 2000)
    let gone: Set<UInt32> = [3, 8, 21]
    let rest = log.events.filter { !gone.contains($0.actor) && !gone.contains($0.target) }
    let filtered = try build([log.events]).filtered { !gone.contains(UInt32($0)) && !gone.contains($1) }
    let rebuilt = try build([rest])
    #expect(try filtered.validated().pairTargets == rebuilt.pairTargets)
    #expect(filtered.rowHours == rebuilt.rowHours)
    #expect(filtered.rowCounts == rebuilt.rowCounts)
    #expect(
      filtered.rowClasses.map { filtered.classes[Int($0)] } == rebuilt.rowClasses.map { rebuilt.classes[Int($0)] })
  }

  @Test("of ten batches, merged in any order, is the ledger of all events", arguments: 0..<12)
  func merged(seed: Int) throws {
    let log = RandomLog(seed: UInt64(100 + seed), count: 20 + seed * 150)
    let whole = try build([log.events])
    var generator = SeededGenerator(seed: UInt64(seed))
    var batches = evenRanges(log.events.count, pieces: 10).map { Array(log.events[$0]) }
    generator.shuffle(&batches)
    var merged = try build([])
    for (number, batch) in batches.enumerated() {
      merged = try merged.merged(with: try build([batch]), threads: ThreadCount([1, 2, 8][number % 3])).validated()
    }
    #expect(merged == whole)
    // As a tree, larger with smaller and smaller with larger.
    let half = try build(Array(batches[..<3]))
    let rest = try build(Array(batches[3...]))
    #expect(try half.merged(with: rest, threads: ThreadCount(2)) == whole)
    #expect(try rest.merged(with: half, threads: ThreadCount(1)) == whole)
  }

  @Test("does not merge into more events of one row than can be counted")
  func mergeOverflow() throws {
    var one = try build([[RandomLog(seed: 5, count: 1).events[0]]])
    let same = one
    one.rowCounts[0] = .max
    let full = one
    #expect(throws: LedgerError.countOverflow) { try full.merged(with: same, threads: ThreadCount(2)) }
  }

  @Test("after some kinds expired is the ledger of the log without their old events", arguments: 0..<12)
  func expired(seed: Int) throws {
    let log = RandomLog(seed: UInt64(300 + seed), count: 30 + seed * 120)
    let first: [UInt32?] = [UInt32(seed * 3), nil, UInt32(39 - seed)]
    let rest = log.events.filter { event in
      first[Int(event.kind)].map { event.milliseconds >= Int64($0) * 3_600_000 } ?? true
    }
    let expired = try build([log.events])
      .expired(before: first.map { $0.map(AbsoluteHour.init) }, threads: ThreadCount(1 + seed % 3))
    #expect(try expired.validated() == build([rest]))
  }

  @Test("with one person forgotten is the ledger of the log without them, classes too")
  func forgotten() throws {
    let log = RandomLog(seed: 10, count: 400)
    for person in UInt32(0)..<5 {
      let rest = log.events.filter { $0.actor != person && $0.target != person }
      let forgotten = try build([log.events]).filtered { $0 != Int(person) && $1 != person }.withUsedClasses()
      #expect(forgotten == (try build([rest])))
    }
  }

  @Test("is refused when a stored column was tampered with")
  func invalid() throws {
    let ledger = try build([RandomLog(seed: 3, count: 500).events])
    func damaged(_ change: (inout InteractionLedger) -> Void) -> InteractionLedger {
      var copy = ledger
      change(&copy)
      return copy
    }
    for broken in [
      damaged { $0.pairTargets[4] = 99 }, damaged { $0.pairTargets.swapAt(0, 1) }, damaged { $0.rowCounts[0] = 0 },
      damaged { $0.rowClasses[1] = 999 }, damaged { $0.rowStarts[3] = 0 }, damaged { $0.pairStarts.removeLast() },
      damaged { $0.pairLast[2] += 3_600_000_000 }, damaged { $0.rowHours.append(1) },
      damaged { $0.rowOffsets[0] = 3_600_000 }, damaged { $0.pairLast[1] += 1 }, damaged { $0.rowOffsets.removeLast() },
    ] {
      #expect(throws: InteractionLedger.Invalid.self) { try broken.validated() }
    }
  }
}

@Suite("Ledgers in the making")
struct LedgerMakingTests {
  @Test("keys of any number are sorted as the library sorts them", arguments: Array(0...40) + [63, 64, 65, 200, 1_025, 4_096])
  func sorting(count: Int) {
    check(count) { high, _ in UInt64(truncatingIfNeeded: high) }
    check(count) { high, low in UInt128(truncatingIfNeeded: high) << 64 | UInt128(truncatingIfNeeded: low) }
  }

  private func check<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ count: Int, _ key: (Int, Int) -> Key
  ) {
    var random = SeededGenerator(seed: UInt64(count))
    for distinct in [1, 2, 40, 1 << 40] {
      for order in [0, 1, 2] {
        var drawn = (0..<count + 9).map { _ in key(random.below(distinct), random.below(3)) }
        // What lies around the range stays as it is.
        let range = 5..<5 + count
        if order == 1 { drawn[range].sort() }
        if order == 2 { drawn[range].sort(by: >) }
        let keys = MutableColumn(drawn)
        sortKeys(keys, range, spare: MutableColumn(repeating: 0, count: count))
        let sorted = keys.array()
        #expect(sorted[range].elementsEqual(drawn[range].sorted()))
        #expect(sorted[..<5] == drawn[..<5] && sorted[range.upperBound...] == drawn[range.upperBound...])
      }
    }
  }

  @Test("a key gives back what it was made of, and is ordered as target, hour, class and milliseconds are")
  func keys() {
    var random = SeededGenerator(seed: 8)
    for (targets, hours, classes, isShort) in [
      (UInt32(9), UInt64(100)...100, 1, true), (1 << 20, 480_000...500_000, 3, true), (1 << 22, 0...2_016_000, 1, false),
      (.max, 0...2_016_143, 65_536, false),
    ] {
      let form = LedgerKeyForm(greatestTarget: targets, hours: hours, classes: classes)
      #expect(form.isShort == isShort)
      var drawn: [(UInt32, UInt64, UInt16)] = []
      for _ in 0..<400 {
        let hour = hours.lowerBound + UInt64(random.below(min(9, hours.count)) * max(1, hours.count / 9))
        let offset = [0, 1, 3_599_999][random.below(3)]
        drawn.append(
          (
            random.below(2) == 0 ? targets : UInt32(truncatingIfNeeded: random.below(Int(targets) + 1)),
            min(hour, hours.upperBound) * 3_600_000 + UInt64(offset),
            UInt16(random.below(2) == 0 ? classes - 1 : random.below(classes))
          ))
      }
      func same<Key: FixedWidthInteger & UnsignedInteger>(_: Key.Type) {
        let keys = drawn.map { form.key(target: $0.0, milliseconds: $0.1, class: $0.2) as Key }
        for (key, event) in zip(keys, drawn) {
          #expect(form.target(key) == event.0 && form.classNumber(key) == event.2)
          #expect(UInt64(form.hour(key)) * 3_600_000 + UInt64(form.offset(key)) == event.1)
        }
        let order = drawn.indices.sorted { keys[$0] < keys[$1] }.map { drawn[$0] }
        let expected = drawn.sorted {
          ($0.0, $0.1 / 3_600_000, $0.2, $0.1) < ($1.0, $1.1 / 3_600_000, $1.2, $1.1)
        }
        #expect(order.elementsEqual(expected, by: ==))
      }
      if isShort { same(UInt64.self) }
      same(UInt128.self)
    }
  }

  @Test("events too far apart for keys of 64 bits give the ledger of the same events near one another", arguments: [1, 2, 8])
  func wideKeys(threads: Int) throws {
    var random = SeededGenerator(seed: 4)
    let targets = 1 << 24
    // The same events, with and without one that makes keys wide: another source's, of 1970, of the last target.
    let events = (0..<3_000).map { _ in
      EventRecord(
        time: Timestamp(milliseconds: 1_700_000_000_000 + Int64(random.below(40)) * 1_800_000 + Int64(random.below(5))),
        actor: PersonIndex(random.below(5)), target: UInt32(10 + random.below(20)), kind: EventKindIndex(UInt8(random.below(2))),
        audience: UInt32(1 + random.below(3)))
    }
    let far = EventRecord(
      time: Timestamp(seconds: 1), actor: PersonIndex(600), target: UInt32(targets - 1), kind: EventKindIndex(0))
    func ledger(_ parts: [[EventRecord]]) throws -> InteractionLedger {
      try InteractionLedger.build(
        parts, sources: 700, targets: targets, symmetricKinds: [false, false], threads: ThreadCount(threads)
      ).validated()
    }
    let near = try ledger([events])
    let wide = try ledger([Array(events[..<1_000]), [far] + events[1_000...].reversed()])
    #expect(wide.pair(from: 600, to: UInt32(targets - 1)) != nil)
    #expect(wide.filtered { source, _ in source != 600 }.eventCount == near.eventCount)
    #expect(wide.filtered { source, _ in source != 600 } == near)
  }

  @Test("classes of batches are numbered anew, and more than fit are told with their count")
  func classes() throws {
    let cut = LedgerBatch.Cut(sources: 3, symmetricKinds: [false, false])
    func event(_ audience: UInt8, _ duration: UInt8, _ kind: UInt8) -> EventRecord {
      var event = EventRecord(
        time: Timestamp(seconds: 3_600), actor: PersonIndex(1), target: 2, kind: EventKindIndex(kind))
      (event.audience, event.duration) = (audience, duration)
      return event
    }
    var batches = [LedgerBatch([event(9, 1, 1), event(2, 7, 0)], cut), LedgerBatch([event(2, 7, 0), event(3, 3, 1)], cut)]
    let ledger = try InteractionLedger.build(&batches, cut, targets: 3, threads: ThreadCount(2))
    #expect(batches.isEmpty)
    #expect(try ledger.validated() == ledger)
    #expect(ledger.classes.map(\.rawKey) == [0x000207, 0x010303, 0x010901] && ledger.rowCounts == [2, 1, 1])
    let many = (0...UInt8.max).flatMap { audience in
      (0...UInt8.max).map { event(audience, $0, audience < 200 ? 0 : 1) }
    }
    var full = [LedgerBatch(many, cut), LedgerBatch([event(1, 1, 1)], cut)]
    #expect(throws: LedgerError.tooManyClasses(65_537)) {
      try InteractionLedger.build(&full, cut, targets: 3, threads: ThreadCount(1))
    }
  }
}
