import GraphStorage

/// Some events on their way into a ledger: 16 bytes each, both ways where a kind is symmetric, and by ranges of sources,
/// so that every range is later sorted on its own, in cache. Small enough to wait for others, and made where the events
/// were read, while they are in cache.
public struct LedgerBatch: Sendable {
  /// How sources are cut into ranges of one length, a power of two. Batches of one ledger have the same cut.
  public struct Cut: Sendable, Equatable {
    public let sources: Int
    /// For each kind, whether a row counts in both directions (person to person only).
    let symmetricKinds: [Bool]
    /// Of the length of a range.
    private let shift: UInt32

    public init(sources: Int, symmetricKinds: [Bool]) {
      (self.sources, self.symmetricKinds) = (sources, symmetricKinds)
      var shift: UInt32 = 0
      while (sources - 1) >> Int(shift) >= Self.mostRanges { shift += 1 }
      self.shift = shift
    }

    private static let mostRanges = 512

    var rangeCount: Int { max(1, (sources - 1) >> Int(shift) + 1) }

    func sources(of range: Int) -> Range<Int> {
      min(sources, range << Int(shift))..<min(sources, (range + 1) << Int(shift))
    }

    /// Which range holds `source`.
    @inline(__always)
    func range(of source: UInt32) -> Int { Int(source &>> shift) }
  }

  struct Event: BitwiseCopyable {
    var source: UInt32
    var target: UInt32
    /// Milliseconds since 1970, below 2⁴³, and in the low 21 bits the place of the class among `classKeys`.
    var timeAndClass: UInt64

    static let classBits: UInt64 = 21

    @inline(__always) var milliseconds: UInt64 { timeAndClass &>> Self.classBits }
    @inline(__always) var classNumber: Int { Int(timeAndClass & (1 &<< Self.classBits &- 1)) }
  }

  /// How many events were given.
  public let count: Int
  /// How many wait here: one of a symmetric kind both ways.
  public var directedCount: Int { events.count }
  let cut: Cut
  /// Range by range; within one as they came.
  let events: Column<Event>
  /// For each range, plus one: where its events start.
  let starts: [Int]
  /// As `EventRecord.classKey`, each once, as they came up.
  let classKeys: [UInt32]
  /// The hours of the oldest and of the newest event; nil without events.
  let hours: ClosedRange<UInt64>?
  let greatestTarget: UInt32

  /// - Parameter records: as below.
  public init(_ records: [EventRecord], _ cut: Cut) {
    self.init(MutableColumn(records), count: records.count, cut)
  }

  /// - Parameters:
  ///   - records: in any order; all in 1970 … 2199, sources in range; at most 2²¹ different classes. Read here and not kept.
  ///   - count: how many of them.
  /// - Complexity: O(events + ranges): a counting sort.
  public init(_ records: MutableColumn<EventRecord>, count: Int, _ cut: Cut) {
    self.count = count
    self.cut = cut
    let symmetric = cut.symmetricKinds.span
    let sources = cut.sources
    var starts = [Int](repeating: 0, count: cut.rangeCount + 1)
    var counts = starts.mutableSpan
    var (oldest, newest, greatest) = (UInt64.max, UInt64.min, UInt32.min)
    for index in 0..<count {
      let record = records[index]
      precondition(Int(record.actor) < sources, "an actor outside the graph")
      counts[cut.range(of: record.actor) &+ 1] &+= 1
      let milliseconds = UInt64(bitPattern: record.milliseconds)
      (oldest, newest) = (min(oldest, milliseconds), max(newest, milliseconds))
      greatest = max(greatest, record.target)
      if symmetric[Int(record.kind)] {
        precondition(Int(record.target) < sources, "a target outside the graph")
        counts[cut.range(of: record.target) &+ 1] &+= 1
        greatest = max(greatest, record.actor)
      }
    }
    precondition(newest &>> (64 - Event.classBits) == 0, "an event before 1970 or long after 2199")
    for range in 0..<cut.rangeCount { counts[range &+ 1] &+= counts[range] }
    let events = MutableColumn(
      repeating: Event(source: 0, target: 0, timeAndClass: 0), count: counts[cut.rangeCount])
    var cursorRow = starts
    var cursors = cursorRow.mutableSpan
    var numbers = ClassNumbers()
    for index in 0..<count {
      let record = records[index]
      let time = UInt64(bitPattern: record.milliseconds) &<< Event.classBits | numbers.number(of: record.classKey)
      let range = cut.range(of: record.actor)
      events[cursors[range]] = Event(source: record.actor, target: record.target, timeAndClass: time)
      cursors[range] &+= 1
      if symmetric[Int(record.kind)] {
        let range = cut.range(of: record.target)
        events[cursors[range]] = Event(source: record.target, target: record.actor, timeAndClass: time)
        cursors[range] &+= 1
      }
    }
    precondition(numbers.keys.count <= 1 << Int(Event.classBits), "too many classes for one batch")
    (self.events, self.starts, classKeys) = (events.frozen(), starts, numbers.keys)
    hours = count == 0 ? nil : oldest / 3_600_000...newest / 3_600_000
    greatestTarget = greatest
  }

  /// Numbers for classes as they come up; most events have the class of the one before.
  private struct ClassNumbers {
    private(set) var keys: [UInt32] = []
    private var numbers: [UInt32: UInt64] = [:]
    private var last = (key: UInt32.max, number: UInt64.max)

    @inline(__always)
    mutating func number(of key: UInt32) -> UInt64 {
      if key == last.key { return last.number }
      return look(key)
    }

    @inline(never)
    private mutating func look(_ key: UInt32) -> UInt64 {
      let number = numbers[key] ?? UInt64(keys.count)
      if number == keys.count {
        numbers[key] = number
        keys.append(key)
      }
      last = (key, number)
      return number
    }
  }
}
