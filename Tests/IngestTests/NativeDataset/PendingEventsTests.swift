import GraphStorage
import People
import Testing

@testable import Ingest

@Suite("Events that wait for their ledgers")
struct PendingEventsTests {
  /// - Parameter hours: in how many hours events fall: of few, many events are one row.
  private func events(_ count: Int, people: Int, hours: Int, _ random: inout SeededGenerator) -> [EventRecord] {
    (0..<count).map { _ in
      let actor = random.below(people)
      return EventRecord(
        time: Timestamp(milliseconds: 1_700_000_000_000 + Int64(random.below(hours)) * 3_600_000 + Int64(random.below(9))),
        actor: PersonIndex(actor), target: UInt32((actor + 1 + random.below(people - 1)) % people),
        kind: EventKindIndex(UInt8(random.below(2))))
    }
  }

  @Test("the ledgers are those of all events at once, whether events are rows of their own or many are one", arguments: [1, 2, 8])
  func sameLedgers(threads: Int) throws {
    let threads = ThreadCount(threads)
    for (people, hours) in [(3, 2), (40, 3_000), (4, 1)] {
      var random = SeededGenerator(seed: UInt64(people))
      let cuts = LedgerCuts(people: people, symmetric: [true, false])
      var pending = PendingEvents(cuts, people: people, places: people, limit: 60, threads: threads)
      var (all, allPlaces): ([EventRecord], [EventRecord]) = ([], [])
      var stages: Set<Int> = []
      for _ in 0..<60 {
        let (some, places) = (
          events(random.below(30), people: people, hours: hours, &random), events(random.below(5), people: people, hours: hours, &random)
        )
        try pending.add(LedgerBatch(some, cuts.events), LedgerBatch(places, cuts.places))
        stages.insert(pending.interactions.eventCount)
        all += some
        allPlaces += places
      }
      try pending.build()
      let whole = try InteractionLedger.build([all], sources: people, targets: people, symmetricKinds: [true, false], threads: threads)
      let wholePlaces = try InteractionLedger.build(
        [allPlaces], sources: people, targets: people, symmetricKinds: [false, false], threads: threads)
      #expect(pending.interactions == whole && pending.placeInteractions == wholePlaces)
      // Few people and hours: events become rows early, again and again. Rows of their own: once, at the end.
      if hours > 1_000 { #expect(stages == [0]) } else { #expect(stages.count > 4) }
    }
  }

  @Test("the rows of a ledger are guessed from a few ranges: exactly where all are looked at, and near it where not")
  func estimate() throws {
    var random = SeededGenerator(seed: 1)
    for (people, hours, tolerance) in [(12, 3, 0.0), (5_000, 400, 0.15)] {
      let cut = LedgerBatch.Cut(sources: people, symmetricKinds: [false, false])
      let some = (0..<5).map { _ in events(10_000, people: people, hours: hours, &random) }
      let batches = some.map { LedgerBatch($0, cut) }
      let rows = try InteractionLedger.build(
        some, sources: people, targets: people, symmetricKinds: [false, false], threads: ThreadCount(2)
      ).rowCount
      let estimated = try InteractionLedger.estimatedRows(of: batches, threads: ThreadCount(2))
      #expect(abs(Double(estimated - rows)) <= tolerance * Double(rows))
    }
    #expect(try InteractionLedger.estimatedRows(of: [], threads: ThreadCount(1)) == 0)
  }
}
