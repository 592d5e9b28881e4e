import GraphStorage
import People

/// What events.csv says: the two interaction ledgers.
struct EventsFile {
  var interactions: InteractionLedger
  var placeInteractions: InteractionLedger
  var rows: Int
  /// The newest event, by time, then by line; nil where there is none.
  var newest: Newest?

  /// How many events have a number of seconds as their time, and how many one of milliseconds.
  var timeNumbers: TimeNumbers

  struct TimeNumbers: Sendable {
    var seconds = 0
    var milliseconds = 0

    mutating func add(_ other: TimeNumbers) {
      seconds += other.seconds
      milliseconds += other.milliseconds
    }
  }

  /// An event and where it stands.
  struct Newest: Sendable {
    var milliseconds: Int64
    /// The number of its file.
    var file = 0
    /// The physical line.
    var line: Int

    func isBehind(_ other: Newest) -> Bool {
      other.milliseconds != milliseconds ? other.milliseconds > milliseconds : (other.file, other.line) < (file, line)
    }
  }

  private struct Piece: Sendable {
    var found = Found()
    /// What was found, once all of it was: packed.
    var packed: (events: LedgerBatch, places: LedgerBatch)?
    var batch: EventBatch
  }

  private struct Found: Sendable {
    var places: [EventRecord] = []
    var rows = 0
    var newest = Newest(milliseconds: -1, line: 0)
    var numbers = TimeNumbers()

    /// Everything that is to be known of an event but the event itself, where it is one of two people.
    /// - Returns: whether it is.
    @inline(__always)
    mutating func note(
      _ event: EventRecord, isToPlace: Bool, via: UInt32?, timeForm: FieldParsing.TimeForm, line: Int
    ) -> Bool {
      rows &+= 1
      numbers.seconds &+= timeForm == .seconds ? 1 : 0
      numbers.milliseconds &+= timeForm == .milliseconds ? 1 : 0
      if event.milliseconds >= newest.milliseconds {
        let candidate = Newest(milliseconds: event.milliseconds, line: line)
        if newest.isBehind(candidate) { newest = candidate }
      }
      if isToPlace || via != nil { addPlaces(event, isToPlace: isToPlace, via: via) }
      return !isToPlace
    }

    @inline(never)
    private mutating func addPlaces(_ event: EventRecord, isToPlace: Bool, via: UInt32?) {
      if isToPlace { places.append(event) }
      if let via, !(isToPlace && event.target == via) {
        var throughPlace = event
        throughPlace.target = via
        places.append(throughPlace)
      }
    }

    /// Looks up the people of the rows that wait for it. A row that turns out to be wrong is read once more, one field
    /// after the other, for its first fault, which then takes its place among the rejected rows.
    mutating func settle(
      _ batch: inout EventBatch, _ bytes: Span<UInt8>, _ parser: EventParser, _ rejecter: inout Rejecter
    ) {
      var faults: [EventBatch.Fault] = []
      batch.settle(bytes, parser.people, parser.groups) { event, isToPlace, via, timeForm, line in
        note(event, isToPlace: isToPlace, via: via, timeForm: timeForm, line: line)
      } fault: {
        faults.append($0)
      }
      if !faults.isEmpty { rejecter.reject(faults, in: bytes, parser.parse) }
    }
  }

  /// Events of one person with another, and with a group, page or tag: the target, or the place named by `via`. An event
  /// whose target is its own `via` counts once for the place.
  ///
  /// - Complexity: O(bytes + events · log events of a person), in parallel; nothing is allocated for a row.
  init(
    _ table: OpenTable, people: IDTable, groups: IDTable, tags: IDTable, kinds: EventKinds, until: LatestTime,
    threads: ThreadCount,
    _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) {
    let parser = EventParser(table, people: people, groups: groups, tags: tags, kinds: kinds, until: until)
    let cuts = LedgerCuts(people: people.count, symmetric: kinds.kinds.map(\.isSymmetric))
    var pending = PendingEvents(cuts, people: people.count, places: groups.count + tags.count, threads: threads)
    var rows = 0
    var newest: Newest?
    var numbers = TimeNumbers()
    let pool = EventBatch.Pool()
    try table.read(
      rejects: &rejects, progress: progress, start: { Piece(batch: pool.take()) },
      row: { piece, bytes, record, rejecter in
        guard parser.add(bytes, record, to: &piece.batch, rejectedBefore: rejecter.total) else {
          do throws(FieldFault) {
            let parsed = try parser.parse(bytes, record)
            let (event, isToPlace) = (parsed.event, parsed.isToPlace)
            let isKept = piece.found.note(
              event, isToPlace: isToPlace, via: parsed.via, timeForm: parsed.timeForm, line: record.line)
            if isKept { piece.batch.append(event) }
          } catch {
            rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
          }
          return
        }
        if piece.batch.isFull { piece.found.settle(&piece.batch, bytes, parser, &rejecter) }
      },
      end: { piece, bytes, rejecter in
        piece.found.settle(&piece.batch, bytes, parser, &rejecter)
        // Here, while the events are in cache.
        piece.packed = (
          LedgerBatch(piece.batch.events, count: piece.batch.eventCount, cuts.events),
          LedgerBatch(piece.found.places, cuts.places)
        )
        piece.found.places = []
        let batch = piece.batch
        piece.batch = EventBatch(capacity: 0)
        pool.put(batch)
      },
      finish: { piece, number throws(IngestError) in
        do throws(LedgerError) {
          if let packed = piece.packed { try pending.add(packed.events, packed.places) }
        } catch {
          throw .document(file: table.name, line: 0, column: 0, problem: error.description)
        }
        rows += piece.found.rows
        numbers.add(piece.found.numbers)
        var last = piece.found.newest
        last.file = number
        if piece.found.rows > 0, newest.map({ $0.isBehind(last) }) ?? true { newest = last }
        return piece.found.rows
      })
    (self.rows, self.newest, self.timeNumbers) = (rows, newest, numbers)
    do throws(LedgerError) {
      try pending.build()
    } catch {
      throw .document(file: table.name, line: 0, column: 0, problem: error.description)
    }
    (interactions, placeInteractions) = (pending.interactions, pending.placeInteractions)
  }
}
