import People

/// A way to order past contacts: what ties are compared with (DOMAIN C.1), and ties themselves.
public enum ContactRanker: Hashable, Sendable {
  /// How many events, both ways.
  case events
  /// On how many days there was an event, each way counted.
  case activeDays
  /// The last contact, either way.
  case recency
  case strength(TieParameters)

  /// The rows of an evaluation, in order: the plain measures, one-scale kernels, and the kernels of DOMAIN C.1.
  public static let standard: [(name: String, ranker: ContactRanker)] = [
    ("events", .events), ("active days", .activeDays), ("recency", .recency),
    ("exp 1 d", .exponential(days: 1)), ("exp 7 d", .exponential(days: 7)), ("exp 15 d", .exponential(days: 15)),
    ("exp 30 d", .exponential(days: 30)), ("exp 15 d, ρ 0.5", .exponential(days: 15, reciprocity: 0.5)),
    ("three-scale", .strength(threeScale)), ("two-scale (default)", .strength(.standard)),
  ]

  /// One half-life, without group discount.
  static func exponential(days: Double, reciprocity: Double = 1) -> ContactRanker {
    var parameters = TieParameters.standard
    parameters.kernel = [.init(amplitude: 1, halfLifeDays: days)]
    (parameters.reciprocity, parameters.groupDiscount) = (reciprocity, 0)
    return .strength(parameters)
  }

  /// The alternative of DOMAIN C.1.
  static let threeScale: TieParameters = {
    var parameters = TieParameters.standard
    parameters.kernel = [
      .init(amplitude: 30, halfLifeDays: 1), .init(amplitude: 5, halfLifeDays: 7), .init(amplitude: 1, halfLifeDays: 30),
    ]
    return parameters
  }()
}

extension ContactCut {
  /// The score of each candidate.
  /// - Throws: `TieError.overflow`, or `.parameter` for weights of kinds that are not there.
  func scores(_ ranker: ContactRanker, kinds: EventKinds) throws(TieError) -> [Int64] {
    var scores = [Int64](repeating: 0, count: candidateCount)
    switch ranker {
    case .recency: return last
    case .events:
      for place in scores.indices { scores[place] = events(outgoing[place]) + events(incoming[place]) }
    case .activeDays:
      for place in scores.indices { scores[place] = days(outgoing[place]) + days(incoming[place]) }
    case .strength(let parameters):
      let weigher = try PairWeigher(ledger, kinds: kinds, parameters, asOf: AbsoluteHour(hour), since: since)
      for place in scores.indices {
        var score: Int64 = 0
        if outgoing[place] >= 0 { score = try weigher.sum(Int(outgoing[place])).strength }
        if incoming[place] >= 0 {
          score = try PairWeigher.sum(score, weigher.returned(try weigher.sum(Int(incoming[place])).strength))
        }
        scores[place] = score
      }
    }
    return scores
  }

  private func events(_ pair: Int32) -> Int64 {
    guard pair >= 0 else { return 0 }
    var count: Int64 = 0
    for row in ledger.rows(ofPair: Int(pair)) {
      if ledger.rowHours[row] > hour { break }
      count += Int64(ledger.rowCounts[row])
    }
    return count
  }

  private func days(_ pair: Int32) -> Int64 {
    guard pair >= 0 else { return 0 }
    var (count, day): (Int64, UInt32?) = (0, nil)
    for row in ledger.rows(ofPair: Int(pair)) {
      if ledger.rowHours[row] > hour { break }
      if ledger.rowHours[row] / 24 != day { (count, day) = (count + 1, ledger.rowHours[row] / 24) }
    }
    return count
  }

  /// NDCG@10 of each judged person who contacts somebody of their candidates in the window, in order.
  func ndcg(_ scores: [Int64]) -> [Double] {
    var figures: [Double] = []
    var first: [Int] = []
    for person in people.indices {
      let range = starts[person]..<starts[person + 1]
      var relevant = 0
      for place in range where isRelevant[place] { relevant += 1 }
      if relevant == 0 { continue }
      first.removeAll(keepingCapacity: true)
      for place in range {
        if first.count == 10, !precedes(place, first[9], scores) { continue }
        var slot = first.count
        while slot > 0, precedes(place, first[slot - 1], scores) { slot -= 1 }
        first.insert(place, at: slot)
        if first.count > 10 { first.removeLast() }
      }
      figures.append(RankingQuality.ndcg(first.lazy.map { isRelevant[$0] }, relevant: relevant) ?? 0)
    }
    return figures
  }

  /// The order of every ranking: score, then last contact, then id.
  @inline(__always)
  private func precedes(_ left: Int, _ right: Int, _ scores: [Int64]) -> Bool {
    if scores[left] != scores[right] { return scores[left] > scores[right] }
    if last[left] != last[right] { return last[left] > last[right] }
    return neighbours[left] < neighbours[right]
  }

  /// How many of the judged contact somebody of their candidates in the window.
  var activeCount: Int {
    people.indices.count { person in isRelevant[starts[person]..<starts[person + 1]].contains(true) }
  }

  /// Over all candidates of all judged people.
  func auc(_ scores: [Int64]) -> Double? {
    RankingQuality.auc(zip(scores, isRelevant).map { (score: $0, isRelevant: $1) })
  }
}
