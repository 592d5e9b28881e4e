import GraphStorage
import People

/// How events are packed for the two ledgers.
struct LedgerCuts: Sendable {
  let events: LedgerBatch.Cut
  let places: LedgerBatch.Cut

  init(people: Int, symmetric: [Bool]) {
    events = LedgerBatch.Cut(sources: people, symmetricKinds: symmetric)
    places = LedgerBatch.Cut(sources: people, symmetricKinds: symmetric.map { _ in false })
  }
}

/// Events that are still to be put into the ledgers.
///
/// Memory follows the ledgers and not the input. An event that waits takes 16 bytes and a row of a ledger 14 and its share
/// of a pair's 20, so where most events become rows of their own little is won by an early ledger, and they go on waiting: the
/// ledgers are made once, of all. Where many events fall on one row, they are put into the ledgers whenever they are many; because they are then
/// at least as many as the rows of the ledgers, all merging together copies each row only a few times. Measured with 100
/// million events in 2.2 million rows (a ledger of 32 MB): deciding at 32 million took 0.77 to 0.97 GB, at 8 million 0.48
/// to 0.52 GB in the same time, at 2 million 0.34 GB and 15 % more time.
struct PendingEvents {
  private(set) var interactions: InteractionLedger
  private(set) var placeInteractions: InteractionLedger
  private var events: [LedgerBatch] = []
  private var places: [LedgerBatch] = []
  private var count = 0
  /// Of so many rows on, memory is given back to the system once a ledger is built; smaller ones do better with what the
  /// allocator keeps for them.
  private static let large = 4_000_000
  /// How many wait before it is decided what to do with them.
  private var limit: Int
  private let smallestLimit: Int
  private let cuts: LedgerCuts
  private let threads: ThreadCount

  /// - Parameter limit: how many events are too few to be bothered about.
  init(_ cuts: LedgerCuts, people: Int, places: Int, limit: Int = 8_000_000, threads: ThreadCount) {
    interactions = .empty(sources: people, targets: people)
    placeInteractions = .empty(sources: people, targets: places)
    (self.limit, smallestLimit) = (limit, limit)
    (self.cuts, self.threads) = (cuts, threads)
  }

  mutating func add(_ events: LedgerBatch, _ places: LedgerBatch) throws(LedgerError) {
    self.events.append(events)
    self.places.append(places)
    count += events.directedCount + places.directedCount
    if count < limit { return }
    let rows =
      try InteractionLedger.estimatedRows(of: self.events, threads: threads)
      + InteractionLedger.estimatedRows(of: self.places, threads: threads)
    if 2 * rows >= count {
      limit = 2 * count
    } else {
      try build()
      limit = max(smallestLimit, interactions.rowCount + placeInteractions.rowCount)
    }
  }

  /// Puts all that waits into the ledgers.
  mutating func build() throws(LedgerError) {
    try Self.put(&events, into: &interactions, cuts.events, threads)
    try Self.put(&places, into: &placeInteractions, cuts.places, threads)
    count = 0
  }

  /// Static, so that nothing but the batches themselves holds them: they are gone once the ledger is built.
  private static func put(
    _ batches: inout [LedgerBatch], into ledger: inout InteractionLedger, _ cut: LedgerBatch.Cut,
    _ threads: ThreadCount
  ) throws(LedgerError) {
    let built = try InteractionLedger.build(&batches, cut, targets: ledger.targetCount, threads: threads)
    if built.rowCount >= large { returnFreedMemory() }
    ledger = ledger.rowCount == 0 ? built : try ledger.merged(with: built, threads: threads)
  }
}
