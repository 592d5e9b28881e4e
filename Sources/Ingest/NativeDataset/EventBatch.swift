import GraphStorage
import People

/// Rows of events.csv whose people are still to be looked up: together, because one look-up after the other would wait
/// for memory each time. Belongs to one piece of the file.
struct EventBatch: Sendable {
  private let capacity: Int
  private var events: [EventRecord]
  private var rows: [Row]
  private var ids: IDBatch
  private var count = 0

  /// What a row needs beside its event until it is settled.
  private struct Row {
    var via: UInt32
    var place: Fault
  }

  /// A row that turned out to be wrong.
  struct Fault {
    /// Where it begins: the offset and the physical line.
    var start: Int
    var line: Int
    /// How many rows of the piece had been rejected before it.
    var rejectedBefore: Int
  }

  /// What the numbers in times were taken for.
  struct Units: Sendable {
    var seconds = 0
    var milliseconds = 0

    mutating func add(_ other: Units) {
      seconds += other.seconds
      milliseconds += other.milliseconds
    }
  }

  /// Of all rows so far that passed through `EventParser.add`.
  var units = Units()

  /// No `via`.
  private static let none = UInt32.max

  /// - Parameter capacity: the default is small enough for all scratch to stay in the second-level cache.
  init(capacity: Int = 256) {
    self.capacity = capacity
    events = []
    events.reserveCapacity(capacity)
    rows = []
    rows.reserveCapacity(capacity)
    ids = IDBatch(capacity: 2 * capacity)
  }

  var isFull: Bool { count == capacity }

  /// - Parameter event: with actor and target still unknown; their ids stand at the given places.
  @inline(__always)
  mutating func append(
    _ event: EventRecord, actor: Range<Int>, target: Range<Int>, via: UInt32?, _ record: borrowing Record,
    rejectedBefore: Int
  ) {
    events.append(event)
    rows.append(
      Row(
        via: via ?? Self.none,
        place: Fault(start: record.start, line: record.line, rejectedBefore: rejectedBefore)))
    ids.append(actor)
    ids.append(target)
    count += 1
  }

  /// Looks everybody up, hands each event over, and empties the batch.
  /// - Parameters:
  ///   - accept: takes the event, whether its target is a place, its `via`, and its line.
  ///   - fault: takes a row that is to be rejected.
  @inline(__always)
  mutating func settle(
    _ bytes: Span<UInt8>, _ people: IDTable, _ groups: IDTable,
    accept: (EventRecord, Bool, UInt32?, Int) -> Void,
    fault: (Fault) -> Void
  ) {
    people.resolve(&ids, in: bytes)
    for index in 0..<count {
      let actor = ids[2 &* index]
      var target = ids[2 &* index &+ 1]
      var isToPlace = false
      if target == IDBatch.unknown, let group = groups.index(of: bytes.extracting(ids.range(2 &* index &+ 1))) {
        target = UInt32(truncatingIfNeeded: group)
        isToPlace = true
      }
      let row = rows[index]
      if actor == IDBatch.unknown || target == IDBatch.unknown || (actor == target && !isToPlace) {
        fault(row.place)
      } else {
        var event = events[index]
        event.actor = actor
        event.target = target
        accept(event, isToPlace, row.via == Self.none ? nil : row.via, row.place.line)
      }
    }
    events.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    ids.removeAll()
    count = 0
  }
}
