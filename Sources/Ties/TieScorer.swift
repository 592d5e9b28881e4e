import GraphStorage
import People
import Privacy

/// Weighs ties at a stated time, for one permitted purpose.
///
/// Times count by the hour: an event belongs to the as-of time if its hour is not after the hour of `asOf`.
public struct TieScorer: Sendable {
  public let purpose: Purpose
  public let parameters: TieParameters
  public let asOf: Timestamp

  private let graph: SocialGraph
  private let weigher: PairWeigher
  private let exclusions: Exclusions
  private let hour: UInt32
  private let threads: ThreadCount
  private let index: TieIndex.Shared

  /// Ties to be shown or ranked.
  /// - Parameters:
  ///   - expected: what the ties are for. Data permitted for something else are refused.
  ///   - contacts: who have each other in their address books; needed where that counts by itself.
  ///   - kind: events of this kind alone count, and nothing that is no event; nil for all.
  /// - Precondition: all was permitted for `expected`, and that is no inference; `forInference` is for that.
  /// - Throws: `TieError.parameter` for parameters outside their ranges, for a prior without contacts, for a kind that
  ///   the graph does not have and for an as-of time before 1970.
  public init(
    _ permitted: Permitted<SocialGraph>, for expected: Purpose = .service, parameters: TieParameters = .standard,
    contacts: Permitted<[MutualContact]>? = nil, only kind: String? = nil, asOf: Timestamp, threads: ThreadCount
  ) throws(TieError) {
    precondition(
      expected != .inferenceSubject && expected != .inferenceEvidence, "ties for inference come from an inference graph"
    )
    precondition(
      permitted.purpose == expected && contacts?.purpose ?? expected == expected,
      "ties are weighed for the purpose that the data are permitted for")
    var parameters = parameters
    if kind != nil { (parameters.friendPrior, parameters.mutualContactPrior) = (0, 0) }
    if parameters.mutualContactPrior > 0, contacts == nil {
      throw .parameter(name: "mutual_contact_prior", demand: "is 0 where no address books are at hand")
    }
    try self.init(
      permitted.value, purpose: expected, parameters: parameters, contacts: contacts?.value ?? [], only: kind,
      asOf: asOf, threads: threads)
  }

  /// Ties as evidence about others. Only the gate makes an inference graph, and only for inference.
  /// - Throws: as the initialiser.
  public static func forInference(
    _ permitted: Permitted<InferenceGraph>, parameters: TieParameters = .standard, asOf: Timestamp,
    threads: ThreadCount
  ) throws(TieError) -> TieScorer {
    try TieScorer(
      permitted.value.graph, purpose: permitted.purpose, parameters: parameters, asOf: asOf, threads: threads)
  }

  private init(
    _ graph: SocialGraph, purpose: Purpose, parameters: TieParameters, contacts: [MutualContact] = [],
    only kind: String? = nil, asOf: Timestamp, threads: ThreadCount
  ) throws(TieError) {
    try parameters.validate()
    let only = kind.flatMap { graph.kinds.index(of: $0) }
    if let kind, only == nil { throw .noKind(kind, known: graph.kinds.names) }
    guard let hour = asOf.hour else { throw .parameter(name: "time", demand: "lies in 1970 or later") }
    self.graph = graph
    self.purpose = purpose
    self.parameters = parameters
    self.asOf = asOf
    self.hour = hour.rawValue
    self.threads = threads
    weigher = try PairWeigher(
      graph.interactions, kinds: graph.kinds, parameters, only: only, asOf: hour,
      since: PairWeigher.oldestHour(graph.interactions))
    exclusions = Exclusions(graph, partedDays: parameters.partedDays, asOf: asOf)
    index = TieIndex.Shared(graph, contacts: contacts, parameters, asOf: asOf, threads: threads)
  }

  /// The ties of everybody.
  ///
  /// Three passes, each by all threads: the sum of every directed pair; the index by target; for every person a merge of
  /// what they sent, what they received and what counts without events, all in the order of neighbours.
  /// - Complexity: O(ledger rows + pairs + friendships); beside the result 24 bytes a pair, and the ties of some people,
  /// of small graphs of all, once more.
  /// - Throws: `TieError.overflow`.
  public func allTies() throws(TieError) -> TieTable {
    let sums = try weigher.allSums(threads: threads)
    let merge = merge(sums)
    let ranges = evenRanges(graph.interactions.sourceCount, pieces: 512)
    let most = ranges.reduce(0) { $0 + merge.mostTies(of: $1) }
    var starts = [0]
    starts.reserveCapacity(graph.interactions.sourceCount + 1)
    var neighbours = GrowingArray<UInt32>(room: most)
    var (strengths, lastContacts) = (GrowingArray<Int64>(room: most), GrowingArray<Int64>(room: most))
    // Of many ties some pieces at a time, so that few stand there twice.
    let step = most < 1 << 22 ? ranges.count : 64 * threads.value
    for first in stride(from: 0, to: ranges.count, by: step) {
      let pieces = try parallelMap(count: min(step, ranges.count - first), threads: threads) { piece throws(TieError) in
        try merge.rows(of: ranges[first + piece])
      }
      for piece in pieces {
        let base = starts[starts.count - 1]
        for end in piece.ends { starts.append(base + end) }
      }
      neighbours.append(pieces.map(\.neighbours.column), threads: threads)
      strengths.append(pieces.map(\.strengths.column), threads: threads)
      lastContacts.append(pieces.map(\.lastContacts.column), threads: threads)
    }
    return TieTable(
      starts: starts, neighbours: neighbours.take(), strengths: strengths.take(), lastContacts: lastContacts.take(),
      asOf: asOf)
  }

  /// The strongest ties of one person, without weighing anybody else's.
  /// - Complexity: O(rows of the person's pairs); the first call also O(pairs), for the index by target, which all
  ///   copies of this scorer share.
  /// - Throws: `TieError.overflow`.
  public func strongestTies(_ limit: Int?, of person: PersonIndex) throws(TieError) -> [Tie] {
    try ties(of: person).strongest(limit, of: person)
  }

  /// A table with the ties of this person only.
  func ties(of person: PersonIndex) throws(TieError) -> TieTable {
    let rows = try merge(nil).rows(of: person.position..<person.position + 1)
    return TieTable(
      firstPerson: person.position, starts: [0] + rows.ends, neighbours: rows.neighbours.column.array(),
      strengths: rows.strengths.column.array(), lastContacts: rows.lastContacts.column.array(), asOf: asOf)
  }

  /// - Parameter sums: of every pair; nil to sum up those that are asked for.
  private func merge(_ sums: Column<PairSum>?) -> TieMerge {
    TieMerge(weigher: weigher, sums: sums, index: index.get(), exclusions: exclusions)
  }

  /// Whether a pair is never ranked and never used: a block, mute or report either way, or a recent parting.
  public func isExcluded(_ one: PersonIndex, _ other: PersonIndex) -> Bool {
    exclusions.contains(one.rawValue, other.rawValue)
  }

  /// What one did towards the other and back, as far as it counts: S of each direction, without priors.
  /// - Complexity: O(log pairs of each + rows of the two pairs).
  /// - Throws: `TieError.overflow`.
  public func directions(of person: PersonIndex, and neighbour: PersonIndex) throws(TieError) -> TieDirections {
    func sum(_ source: PersonIndex, _ target: PersonIndex) throws(TieError) -> Strength {
      guard let pair = graph.interactions.pair(from: source.position, to: target.rawValue) else { return .zero }
      return Strength(rawValue: try weigher.sum(pair).strength)
    }
    return TieDirections(sent: try sum(person, neighbour), received: try sum(neighbour, person))
  }

  /// Where the strength of a tie comes from.
  public func explanation(of person: PersonIndex, and neighbour: PersonIndex) -> TieExplanation {
    struct Key: Hashable {
      var direction: TieExplanation.Part.Direction
      var kind: EventKindIndex
    }
    var parts: [Key: TieExplanation.Part] = [:]
    for (isOutgoing, source, target) in [(true, person, neighbour), (false, neighbour, person)] {
      guard let pair = graph.interactions.pair(from: source.position, to: target.rawValue) else { continue }
      for row in graph.interactions.rows(ofPair: pair) where weigher.counts(row: row) {
        let event = graph.interactions.rowClasses[row]
        let kind = graph.interactions.classes[Int(event)].kind
        let isShared = graph.kinds[kind].isSymmetric
        let key = Key(direction: isShared ? .shared : isOutgoing ? .sent : .received, kind: kind)
        let count = Int64(graph.interactions.rowCounts[row])
        var part = parts[key] ?? TieExplanation.Part(kind: graph.kinds[kind].name, direction: key.direction)
        // A shared event stands in the ledger in both directions, and is one event.
        if isOutgoing || !isShared { part.count += Int(count) }
        part.contribution += weigher.units(ofRow: row) * (isOutgoing ? 1 : parameters.reciprocity)
        part.lastHour = max(part.lastHour, Timestamp(hour: AbsoluteHour(graph.interactions.rowHours[row])))
        parts[key] = part
      }
    }
    let order: [TieExplanation.Part.Direction] = [.sent, .received, .shared]
    let sorted = order.flatMap { direction in
      parts.keys.filter { $0.direction == direction }.sorted { $0.kind < $1.kind }.compactMap { parts[$0] }
    }
    let priors = index.get().priors.parts(of: person.position, and: neighbour.rawValue)
    return TieExplanation(
      parts: sorted, priors: priors.map { .init(ground: $0.ground.rawValue, contribution: $0.units) },
      isExcluded: exclusions.contains(person.rawValue, neighbour.rawValue))
  }
}

private func max(_ known: Timestamp?, _ new: Timestamp) -> Timestamp {
  known.map { $0 < new ? new : $0 } ?? new
}
