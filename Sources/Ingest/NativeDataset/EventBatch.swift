import GraphStorage
import People
import Synchronization

/// The events of one piece of events.csv between two people, and before them the rows whose people are still to be looked
/// up: together, because one look-up after the other would wait for memory each time.
///
/// Its memory is used by one piece after the other (see `Pool`), because fetching it anew costs more than filling it.
struct EventBatch: Sendable {
  private let capacity: Int
  private let rows: MutableColumn<Row>
  private var ids: IDBatch
  private var count = 0
  /// The first `eventCount` are the events so far.
  private(set) var events: MutableColumn<EventRecord>
  private(set) var eventCount = 0

  /// What a row needs until it is settled.
  private struct Row: BitwiseCopyable, Sendable {
    /// With actor and target still unknown.
    var event: EventRecord
    var via: UInt32
    var timeForm: FieldParsing.TimeForm
    var place: Fault
  }

  /// A row that turned out to be wrong.
  struct Fault: BitwiseCopyable, Sendable {
    /// Where it begins: the offset and the physical line.
    var start: Int
    var line: Int
    /// How many rows of the piece had been rejected before it.
    var rejectedBefore: Int
  }

  /// The kind of the row before, by its text: most rows have the same.
  private var lastKind = (text: UInt64.max, length: 0, kind: EventKindIndex(0))

  /// The kind that stands in a cell, looked up where it is not that of the row before.
  @inline(__always)
  mutating func kind(_ cell: Range<Int>, _ bytes: Span<UInt8>, _ find: () -> EventKindIndex?) -> EventKindIndex? {
    guard cell.count >= 1, cell.count <= 8, cell.upperBound >= 8 else { return find() }
    let text = shortWord(bytes, endingAt: cell.upperBound, count: cell.count)
    if text == lastKind.text && cell.count == lastKind.length { return lastKind.kind }
    guard let kind = find() else { return nil }
    lastKind = (text, cell.count, kind)
    return kind
  }

  /// No `via`.
  private static let none = UInt32.max

  /// - Parameter capacity: the default is small enough for all scratch to stay in the second-level cache.
  init(capacity: Int = 256) {
    self.capacity = capacity
    let event = EventRecord(time: Timestamp(milliseconds: 0), actor: PersonIndex(0), target: 0, kind: EventKindIndex(0))
    let row = Row(event: event, via: Self.none, timeForm: .calendar, place: Fault(start: 0, line: 0, rejectedBefore: 0))
    rows = MutableColumn(repeating: row, count: capacity)
    events = MutableColumn(repeating: event, count: capacity)
    ids = IDBatch(capacity: 2 * capacity)
  }

  var isFull: Bool { count == capacity }

  /// One event more.
  @inline(__always)
  mutating func append(_ event: EventRecord) {
    if eventCount == events.count { grow(event) }
    events[eventCount] = event
    eventCount &+= 1
  }

  @inline(never)
  private mutating func grow(_ event: EventRecord) {
    let larger = MutableColumn(repeating: event, count: max(256, 2 * events.count), pages: .ordinary)
    for index in 0..<eventCount { larger[index] = events[index] }
    events = larger
  }

  /// - Parameter event: with actor and target still unknown; their ids stand at the given places.
  @inline(__always)
  mutating func append(
    _ event: EventRecord, actor: Range<Int>, target: Range<Int>, via: UInt32?, timeForm: FieldParsing.TimeForm,
    _ record: borrowing Record, rejectedBefore: Int
  ) {
    rows[count] = Row(
      event: event, via: via ?? Self.none, timeForm: timeForm,
      place: Fault(start: record.start, line: record.line, rejectedBefore: rejectedBefore))
    ids.append(actor, target)
    count &+= 1
  }

  /// Looks everybody up and shows each event; no row waits afterwards.
  /// - Parameters:
  ///   - accept: is shown the event, whether its target is a place, its `via`, how its time is written, and its line, and
  ///     says whether it is put among the events.
  ///   - fault: takes a row that is to be rejected.
  @inline(__always)
  mutating func settle(
    _ bytes: Span<UInt8>, _ people: IDTable, _ groups: IDTable,
    accept: (EventRecord, Bool, UInt32?, FieldParsing.TimeForm, Int) -> Bool,
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
        var event = row.event
        event.actor = actor
        event.target = target
        if accept(event, isToPlace, row.via == Self.none ? nil : row.via, row.timeForm, row.place.line) {
          append(event)
        }
      }
    }
    ids.removeAll()
    count = 0
  }

  /// Batches whose piece is done, for the next one: as many as there are threads.
  final class Pool: Sendable {
    private let idle = Mutex<[EventBatch]>([])

    /// One without rows and events.
    func take() -> EventBatch { idle.withLock { $0.popLast() } ?? EventBatch() }

    func put(_ batch: consuming EventBatch) {
      var batch = batch
      batch.eventCount = 0
      let empty = batch
      idle.withLock { $0.append(empty) }
    }
  }
}
