import GraphStorage
import People

/// What events.csv says: the two interaction ledgers.
struct EventsFile {
  var interactions: InteractionLedger
  var placeInteractions: InteractionLedger
  var rows: Int

  private struct Piece: Sendable {
    var events: [EventRecord] = []
    var places: [EventRecord] = []
    var rows = 0
  }

  /// Events of one person with another, and with a group, page or tag: the target, or the place named by `via`. An event
  /// whose target is its own `via` counts once for the place.
  ///
  /// - Complexity: O(bytes + events · log events of a person), in parallel; nothing is allocated for a row.
  init(
    _ table: OpenTable, people: IDTable, groups: IDTable, tags: IDTable, kinds: EventKinds, threads: ThreadCount,
    _ rejects: inout RejectLog, progress: (Int) -> Void
  ) throws(IngestError) {
    let parser = EventParser(table, people: people, groups: groups, tags: tags, kinds: kinds)
    var events: [[EventRecord]] = []
    var places: [[EventRecord]] = []
    var rows = 0
    try table.reader.read(
      rejects: &rejects, start: { Piece() },
      row: { piece, bytes, record, rejecter in
        do throws(FieldFault) {
          let parsed = try parser.parse(bytes, record)
          piece.rows += 1
          if parsed.isToPlace { piece.places.append(parsed.event) } else { piece.events.append(parsed.event) }
          if let via = parsed.via, !(parsed.isToPlace && parsed.event.target == via) {
            var event = parsed.event
            event.target = via
            piece.places.append(event)
          }
        } catch {
          rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
        }
      },
      finish: { piece in
        events.append(piece.events)
        places.append(piece.places)
        rows += piece.rows
        progress(table.reader.bytesRead)
      })
    self.rows = rows
    do throws(LedgerError) {
      interactions = try .build(
        events, sources: people.count, targets: people.count, symmetricKinds: kinds.kinds.map(\.isSymmetric),
        threads: threads)
      placeInteractions = try .build(
        places, sources: people.count, targets: groups.count + tags.count,
        symmetricKinds: kinds.kinds.map { _ in false }, threads: threads)
    } catch {
      throw .document(file: table.name, line: 0, column: 0, problem: error.description)
    }
  }
}
