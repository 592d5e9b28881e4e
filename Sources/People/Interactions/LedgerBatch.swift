import GraphStorage

/// Some events on their way into a ledger: 16 bytes each, both ways where a kind is symmetric, and by ranges of sources,
/// so that every range is later sorted on its own, in cache. Small enough to wait for others, and made where the events
/// were read, while they are in cache.
public struct LedgerBatch: Sendable {
  /// How sources are cut into ranges. Batches of one ledger have the same cut.
  public struct Cut: Sendable, Equatable {
    public let sources: Int
    let rangeCount: Int
    /// For each kind, whether a row counts in both directions (person to person only).
    let symmetricKinds: [Bool]

    public init(sources: Int, symmetricKinds: [Bool]) {
      (self.sources, self.symmetricKinds) = (sources, symmetricKinds)
      rangeCount = max(1, min(256, sources))
    }

    var ranges: [Range<Int>] { evenRanges(sources, pieces: rangeCount) }

    /// Which range holds `source`.
    @inline(__always)
    func range(of source: UInt32) -> Int {
      // `evenRanges` starts range r at ⌊sources · r / rangeCount⌋; the inverse is exact with this rounding.
      ((Int(source) &+ 1) &* rangeCount &- 1) / sources
    }
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
  let cut: Cut
  /// Range by range; within one as they came.
  let events: [Event]
  /// For each range, plus one: where its events start.
  let starts: [Int]
  /// As `EventRecord.classKey`, each once, as they came up.
  let classKeys: [UInt32]

  /// - Parameter records: in any order; all in 1970 … 2199, sources in range; at most 2²¹ different classes.
  /// - Complexity: O(events + ranges): a counting sort.
  public init(_ records: [EventRecord], _ cut: Cut) {
    count = records.count
    self.cut = cut
    let symmetric = cut.symmetricKinds.span
    var starts = [Int](repeating: 0, count: cut.rangeCount + 1)
    for record in records {
      starts[cut.range(of: record.actor) + 1] += 1
      if symmetric[Int(record.kind)] { starts[cut.range(of: record.target) + 1] += 1 }
    }
    for index in 0..<cut.rangeCount { starts[index + 1] += starts[index] }
    var events = [Event](
      repeating: Event(source: 0, target: 0, timeAndClass: 0), count: starts[cut.rangeCount])
    var cursors = starts
    var numbers: [UInt32: UInt64] = [:]
    var keys: [UInt32] = []
    var last: (key: UInt32, number: UInt64)?
    for record in records {
      let key = record.classKey
      let number: UInt64
      if let last, last.key == key {
        number = last.number
      } else if let known = numbers[key] {
        number = known
      } else {
        number = UInt64(keys.count)
        numbers[key] = number
        keys.append(key)
      }
      last = (key, number)
      let time = UInt64(bitPattern: record.milliseconds) &<< Event.classBits | number
      let range = cut.range(of: record.actor)
      events[cursors[range]] = Event(source: record.actor, target: record.target, timeAndClass: time)
      cursors[range] &+= 1
      if symmetric[Int(record.kind)] {
        let range = cut.range(of: record.target)
        events[cursors[range]] = Event(source: record.target, target: record.actor, timeAndClass: time)
        cursors[range] &+= 1
      }
    }
    precondition(keys.count <= 1 << Int(Event.classBits), "too many classes for one batch")
    (self.events, self.starts, classKeys) = (events, starts, keys)
  }
}
