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
  private let table: DecayTable
  private let exclusions: Exclusions
  private let hour: UInt32
  private let threads: ThreadCount

  /// Ties to be shown or ranked.
  /// - Parameter expected: what the ties are for. Data permitted for something else are refused.
  /// - Precondition: `permitted` was permitted for `expected`, and that is no inference; `forInference` is for that.
  /// - Throws: `TieError.parameter` for parameters outside their ranges, `.noTime` for an as-of time before 1970.
  public init(
    _ permitted: Permitted<SocialGraph>, for expected: Purpose = .service, parameters: TieParameters = .standard,
    asOf: Timestamp, threads: ThreadCount
  ) throws(TieError) {
    precondition(
      expected != .inferenceSubject && expected != .inferenceEvidence, "ties for inference come from an inference graph"
    )
    precondition(permitted.purpose == expected, "ties are weighed for the purpose that the data are permitted for")
    try self.init(permitted.value, purpose: expected, parameters: parameters, asOf: asOf, threads: threads)
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
    _ graph: SocialGraph, purpose: Purpose, parameters: TieParameters, asOf: Timestamp, threads: ThreadCount
  ) throws(TieError) {
    try parameters.validate()
    guard let hour = asOf.hour else { throw .noTime }
    self.graph = graph
    self.purpose = purpose
    self.parameters = parameters
    self.asOf = asOf
    self.hour = hour.rawValue
    self.threads = threads
    table = DecayTable(parameters, kinds: graph.kinds, classes: graph.interactions.classes)
    exclusions = Exclusions(graph, partedDays: parameters.partedDays, asOf: asOf)
  }

  /// The ties of everybody.
  /// - Complexity: O(ledger rows + pairs + friendships).
  /// - Throws: `TieError.overflow`.
  public func allTies() throws(TieError) -> TieTable {
    let ledger = graph.interactions
    let pieces = evenRanges(ledger.pairCount, pieces: 512)
    let sums = try parallelMap(count: pieces.count, threads: threads) { piece throws(TieError) in
      var sums: [PairSum] = []
      sums.reserveCapacity(pieces[piece].count)
      for pair in pieces[piece] { sums.append(try sum(pair)) }
      return sums
    }.flatMap { $0 }

    let incoming = Transposed(ledger)
    let friends = friendLists()
    let ranges = evenRanges(ledger.sourceCount, pieces: 256)
    let rows = try parallelMap(count: ranges.count, threads: threads) { piece throws(TieError) in
      var rows = Rows()
      for source in ranges[piece] {
        try append(
          source, sums: { sums[$0] }, incoming: incoming.entries(of: source), friends: friends[source], to: &rows)
        rows.ends.append(rows.neighbours.count)
      }
      return rows
    }
    var starts = [0]
    starts.reserveCapacity(ledger.sourceCount + 1)
    var joined = Rows()
    for part in rows {
      let base = joined.neighbours.count
      for end in part.ends { starts.append(base + end) }
      joined.neighbours += part.neighbours
      joined.strengths += part.strengths
      joined.lastContacts += part.lastContacts
    }
    return TieTable(
      starts: starts, neighbours: joined.neighbours, strengths: joined.strengths, lastContacts: joined.lastContacts,
      asOf: asOf)
  }

  /// The strongest ties of one person, without weighing anybody else's.
  /// - Complexity: O(pairs) to find who contacted the person, then O(rows of the person).
  public func strongestTies(_ limit: Int?, of person: PersonIndex) throws(TieError) -> [Tie] {
    let ledger = graph.interactions
    var incoming: [(source: UInt32, pair: Int)] = []
    for source in 0..<ledger.sourceCount {
      if let pair = ledger.pair(from: source, to: person.rawValue) { incoming.append((UInt32(source), pair)) }
    }
    var sums: [Int: PairSum] = [:]
    for pair in ledger.pairs(of: person.position) { sums[pair] = try sum(pair) }
    for entry in incoming { sums[entry.pair] = try sum(entry.pair) }
    var rows = Rows()
    let empty = PairSum(strength: 0, last: TieTable.never)
    try append(
      person.position, sums: { sums[$0] ?? empty }, incoming: incoming, friends: friendLists(of: person), to: &rows)
    let count = rows.neighbours.count
    let table = TieTable(
      starts: Array(repeating: 0, count: person.position + 1) + [count], neighbours: rows.neighbours,
      strengths: rows.strengths, lastContacts: rows.lastContacts, asOf: asOf)
    return table.strongest(limit, of: person)
  }

  /// Whether a pair is never ranked and never used: a block, mute or report either way, or a recent parting.
  public func isExcluded(_ one: PersonIndex, _ other: PersonIndex) -> Bool {
    exclusions.contains(one.rawValue, other.rawValue)
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
      for row in graph.interactions.rows(ofPair: pair) where graph.interactions.rowHours[row] <= hour {
        let event = graph.interactions.rowClasses[row]
        let kind = graph.interactions.classes[Int(event)].kind
        let isShared = graph.kinds[kind].isSymmetric
        let key = Key(direction: isShared ? .shared : isOutgoing ? .sent : .received, kind: kind)
        let count = Int64(graph.interactions.rowCounts[row])
        let age = Int(hour - graph.interactions.rowHours[row])
        var part = parts[key] ?? TieExplanation.Part(kind: graph.kinds[kind].name, direction: key.direction)
        // A shared event stands in the ledger in both directions, and is one event.
        if isOutgoing || !isShared { part.count += Int(count) }
        part.contribution +=
          Double(table.contribution(eventClass: event, ageHours: age) * count) * 0x1p-30
          * (isOutgoing ? 1 : parameters.reciprocity)
        part.lastHour = max(part.lastHour, Timestamp(hour: AbsoluteHour(graph.interactions.rowHours[row])))
        parts[key] = part
      }
    }
    let order: [TieExplanation.Part.Direction] = [.sent, .received, .shared]
    let sorted = order.flatMap { direction in
      parts.keys.filter { $0.direction == direction }.sorted { $0.kind < $1.kind }.compactMap { parts[$0] }
    }
    let isFriend = friendLists(of: person).contains(neighbour.rawValue)
    return TieExplanation(
      parts: sorted, friendPrior: isFriend ? parameters.friendPrior : 0,
      isExcluded: exclusions.contains(person.rawValue, neighbour.rawValue))
  }

  // MARK: - One pair, one person

  private struct PairSum {
    var strength: Int64
    var last: Int64
  }

  private struct Rows {
    var ends: [Int] = []
    var neighbours: [UInt32] = []
    var strengths: [Int64] = []
    var lastContacts: [Int64] = []
  }

  /// S[u→v] and the last contact, as far as they lie at or before the as-of hour.
  private func sum(_ pair: Int) throws(TieError) -> PairSum {
    let ledger = graph.interactions
    var strength: Int64 = 0
    var last = TieTable.never
    for row in ledger.rows(ofPair: pair) {
      let rowHour = ledger.rowHours[row]
      if rowHour > hour { break }
      let one = table.contribution(eventClass: ledger.rowClasses[row], ageHours: Int(hour - rowHour))
      let (all, tooMany) = one.multipliedReportingOverflow(by: Int64(ledger.rowCounts[row]))
      let (sum, tooLarge) = strength.addingReportingOverflow(all)
      if tooMany || tooLarge { throw .overflow }
      strength = sum
      last = Int64(rowHour) * 3_600_000
    }
    // The exact time of the last contact is kept for the newest one only; before it, the hour is known.
    if last != TieTable.never, ledger.pairLast[pair] / 3_600_000 == last / 3_600_000 { last = ledger.pairLast[pair] }
    return PairSum(strength: strength, last: last)
  }

  /// Appends s(u, v) for every neighbour v of u: a merge of outgoing pairs, incoming pairs and friends.
  private func append(
    _ source: Int, sums: (Int) -> PairSum, incoming: [(source: UInt32, pair: Int)], friends: [UInt32],
    to rows: inout Rows
  ) throws(TieError) {
    let ledger = graph.interactions
    let outgoing = ledger.pairs(of: source)
    var out = outgoing.lowerBound
    var into = 0
    var friend = 0
    while out < outgoing.upperBound || into < incoming.count || friend < friends.count {
      var neighbour = UInt32.max
      if out < outgoing.upperBound { neighbour = min(neighbour, ledger.pairTargets[out]) }
      if into < incoming.count { neighbour = min(neighbour, incoming[into].source) }
      if friend < friends.count { neighbour = min(neighbour, friends[friend]) }
      var strength: Int64 = 0
      var last = TieTable.never
      if out < outgoing.upperBound, ledger.pairTargets[out] == neighbour {
        let sum = sums(out)
        (strength, last) = (sum.strength, sum.last)
        out += 1
      }
      if into < incoming.count, incoming[into].source == neighbour {
        let sum = sums(incoming[into].pair)
        strength = try Self.sum(strength, Self.product(sum.strength, parameters.reciprocity))
        last = max(last, sum.last)
        into += 1
      }
      if friend < friends.count, friends[friend] == neighbour {
        strength = try Self.sum(strength, Int64((parameters.friendPrior * 0x1p30).rounded()))
        friend += 1
      }
      // A tie too old to count still is one: it ranks last, by its last contact.
      if Int(neighbour) == source || (strength == 0 && last == TieTable.never)
        || exclusions.contains(UInt32(source), neighbour)
      {
        continue
      }
      rows.neighbours.append(neighbour)
      rows.strengths.append(strength)
      rows.lastContacts.append(last)
    }
  }

  /// ρ · S with ρ in 2⁻²⁰ units, rounded down.
  private static func product(_ strength: Int64, _ factor: Double) throws(TieError) -> Int64 {
    let product = (Int128(strength) * Int128((factor * 0x1p20).rounded())) >> 20
    guard let result = Int64(exactly: product) else { throw .overflow }
    return result
  }

  private static func sum(_ left: Int64, _ right: Int64) throws(TieError) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    if overflow { throw .overflow }
    return sum
  }

  // MARK: - Friends

  /// For each person the friends at the as-of time, ascending; empty lists where friendship counts nothing.
  private func friendLists() -> [[UInt32]] {
    var lists = [[UInt32]](repeating: [], count: graph.people.count)
    guard parameters.friendPrior > 0 else { return lists }
    for friendship in graph.friendships where friendship.period.holds(at: asOf) {
      lists[friendship.first.position].append(friendship.second.rawValue)
      lists[friendship.second.position].append(friendship.first.rawValue)
    }
    return lists.map { Set($0).sorted() }
  }

  private func friendLists(of person: PersonIndex) -> [UInt32] {
    guard parameters.friendPrior > 0 else { return [] }
    var friends = Set<UInt32>()
    for friendship in graph.friendships where friendship.period.holds(at: asOf) {
      if friendship.first == person { friends.insert(friendship.second.rawValue) }
      if friendship.second == person { friends.insert(friendship.first.rawValue) }
    }
    return friends.sorted()
  }
}

/// For each target the pairs that lead to it, in the order of their sources.
private struct Transposed: Sendable {
  private var starts: [Int]
  private var sources: [UInt32]
  private var pairs: [UInt32]

  init(_ ledger: InteractionLedger) {
    precondition(ledger.pairCount <= Int(UInt32.max), "at most 2^32 pairs")
    starts = [Int](repeating: 0, count: ledger.targetCount + 1)
    for target in ledger.pairTargets { starts[Int(target) + 1] += 1 }
    for index in 1..<max(starts.count, 1) { starts[index] += starts[index - 1] }
    sources = [UInt32](repeating: 0, count: ledger.pairCount)
    pairs = [UInt32](repeating: 0, count: ledger.pairCount)
    var cursors = starts
    for source in 0..<ledger.sourceCount {
      for pair in ledger.pairs(of: source) {
        let place = cursors[Int(ledger.pairTargets[pair])]
        cursors[Int(ledger.pairTargets[pair])] += 1
        sources[place] = UInt32(source)
        pairs[place] = UInt32(pair)
      }
    }
  }

  func entries(of target: Int) -> [(source: UInt32, pair: Int)] {
    (starts[target]..<starts[target + 1]).map { (sources[$0], Int(pairs[$0])) }
  }
}

private func max(_ known: Timestamp?, _ new: Timestamp) -> Timestamp {
  known.map { $0 < new ? new : $0 } ?? new
}
