import GraphStorage
import People

/// What events.csv says: the two interaction ledgers.
struct EventsFile {
  var interactions: InteractionLedger
  var placeInteractions: InteractionLedger
  var rows: Int
  /// The newest event, by time, then by line; nil where there is none.
  var newest: Newest?

  /// How many numbers in its times are seconds and milliseconds; counted where no unit is stated.
  var units: EventBatch.Units

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
    var batch = EventBatch()
    var units = EventBatch.Units()
  }

  private struct Found: Sendable {
    var events: [EventRecord] = []
    var places: [EventRecord] = []
    var rows = 0
    var newest = Newest(milliseconds: -1, line: 0)

    @inline(__always)
    mutating func add(_ event: EventRecord, isToPlace: Bool, via: UInt32?, line: Int) {
      rows &+= 1
      if event.milliseconds >= newest.milliseconds {
        let candidate = Newest(milliseconds: event.milliseconds, line: line)
        if newest.isBehind(candidate) { newest = candidate }
      }
      if isToPlace { places.append(event) } else { events.append(event) }
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
      batch.settle(bytes, parser.people, parser.groups) { event, isToPlace, via, line in
        add(event, isToPlace: isToPlace, via: via, line: line)
      } fault: {
        faults.append($0)
      }
      if !faults.isEmpty { rejecter.reject(faults, in: bytes, parser.parse) }
    }
  }

  /// How events are packed for the two ledgers.
  private struct Cuts: Sendable {
    let events: LedgerBatch.Cut
    let places: LedgerBatch.Cut

    init(people: Int, symmetric: [Bool]) {
      events = LedgerBatch.Cut(sources: people, symmetricKinds: symmetric)
      places = LedgerBatch.Cut(sources: people, symmetricKinds: symmetric.map { _ in false })
    }
  }

  /// Events that are still to be put into the ledgers.
  ///
  /// They are put there whenever they are many beside the ledgers, so that memory follows the ledgers and not the
  /// input; because a batch is never small beside them, all merging together copies each row only a few times.
  private struct Pending {
    private(set) var interactions: InteractionLedger
    private(set) var placeInteractions: InteractionLedger
    private var events: [LedgerBatch] = []
    private var places: [LedgerBatch] = []
    private var count = 0
    private let cuts: Cuts
    private let threads: ThreadCount

    init(_ cuts: Cuts, people: Int, places: Int, threads: ThreadCount) {
      interactions = .empty(sources: people, targets: people)
      placeInteractions = .empty(sources: people, targets: places)
      (self.cuts, self.threads) = (cuts, threads)
    }

    mutating func add(_ events: LedgerBatch, _ places: LedgerBatch) throws(LedgerError) {
      self.events.append(events)
      self.places.append(places)
      count += events.count + places.count
      if count >= max(batchEvents, interactions.rowCount + placeInteractions.rowCount) { try build() }
    }

    mutating func build() throws(LedgerError) {
      interactions = try merged(interactions, &events, cuts.events)
      placeInteractions = try merged(placeInteractions, &places, cuts.places)
      count = 0
    }

    private func merged(
      _ ledger: InteractionLedger, _ batches: inout [LedgerBatch], _ cut: LedgerBatch.Cut
    ) throws(LedgerError) -> InteractionLedger {
      let built = try InteractionLedger.build(&batches, cut, targets: ledger.targetCount, threads: threads)
      // Small ledgers do better with what the allocator keeps for them.
      if built.rowCount >= batchEvents / 2 { returnFreedMemory() }
      return ledger.rowCount == 0 ? built : try ledger.merged(with: built, threads: threads)
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
    let cuts = Cuts(people: people.count, symmetric: kinds.kinds.map(\.isSymmetric))
    var pending = Pending(cuts, people: people.count, places: groups.count + tags.count, threads: threads)
    var rows = 0
    var newest: Newest?
    var units = EventBatch.Units()
    try table.read(
      rejects: &rejects, progress: progress, start: { Piece() },
      row: { piece, bytes, record, rejecter in
        guard parser.add(bytes, record, to: &piece.batch, rejectedBefore: rejecter.total) else {
          do throws(FieldFault) {
            let parsed = try parser.parse(bytes, record)
            piece.found.add(parsed.event, isToPlace: parsed.isToPlace, via: parsed.via, line: record.line)
          } catch {
            rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
          }
          return
        }
        if piece.batch.isFull { piece.found.settle(&piece.batch, bytes, parser, &rejecter) }
      },
      end: { piece, bytes, rejecter in
        piece.found.settle(&piece.batch, bytes, parser, &rejecter)
        piece.units.add(piece.batch.units)
        piece.batch = EventBatch(capacity: 0)
        // Here, while the events are in cache.
        piece.packed = (LedgerBatch(piece.found.events, cuts.events), LedgerBatch(piece.found.places, cuts.places))
        (piece.found.events, piece.found.places) = ([], [])
      },
      finish: { piece, number throws(IngestError) in
        do throws(LedgerError) {
          if let packed = piece.packed { try pending.add(packed.events, packed.places) }
        } catch {
          throw .document(file: table.name, line: 0, column: 0, problem: error.description)
        }
        rows += piece.found.rows
        units.add(piece.units)
        var last = piece.found.newest
        last.file = number
        if piece.found.rows > 0, newest.map({ $0.isBehind(last) }) ?? true { newest = last }
        return piece.found.rows
      })
    (self.rows, self.newest, self.units) = (rows, newest, units)
    do throws(LedgerError) {
      try pending.build()
    } catch {
      throw .document(file: table.name, line: 0, column: 0, problem: error.description)
    }
    (interactions, placeInteractions) = (pending.interactions, pending.placeInteractions)
  }
}

/// How many events wait at most before a ledger is made of them; more beside large ledgers.
private let batchEvents = 32_000_000
