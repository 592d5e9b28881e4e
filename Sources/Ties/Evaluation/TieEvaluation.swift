import GraphStorage
import People
import Privacy

/// How well rankings of past contacts foretell whom people contact next: a temporal hold-out (DOMAIN C.8).
///
/// At each cut every person's past contacts are ranked by what was known then; relevant are those whom the person
/// contacts in the window behind the cut. Windows of different cuts do not overlap.
/// Result: aggregates only, no row of anybody.
public struct TieEvaluation: Sendable {
  /// What is measured of one way to rank.
  public struct Row: Equatable, Sendable {
    public let name: String
    /// In words, nil for the plain measures.
    public let parameters: String?
    /// Mean over the cuts of the mean over people with a relevant contact: 0 … 1.
    public let ndcg: Double
    /// Mean over the cuts; over all candidates of all people at once. nil where a cut has but one sort.
    public let auc: Double?
  }

  public let purpose: Purpose
  public let windowHours: Int
  /// The last moments known, ascending.
  public let cuts: [Timestamp]
  /// People judged and candidates ranked, over all cuts.
  public let judged: Int
  public let candidates: Int
  /// Of a log too large to judge everybody, which share of people is: by a fixed hash of the id.
  public let share: Double

  let states: [ContactCut]
  let kinds: EventKinds
  let threads: ThreadCount
  private let ids: IDTable

  /// How much is asked for; nil takes what the log's length suggests.
  public struct Plan: Equatable, Sendable {
    /// 1 or more.
    public var windowHours: Int?
    /// 1 … 100.
    public var cuts: Int
    /// Candidates ranked at one cut, about; a larger log is judged on a share of its people.
    public var candidateLimit: Int

    public init(windowHours: Int? = nil, cuts: Int = 10, candidateLimit: Int = 2_000_000) {
      (self.windowHours, self.cuts, self.candidateLimit) = (windowHours, cuts, candidateLimit)
    }
  }

  /// - Parameter permitted: for `statistics`: what comes out speaks of nobody.
  /// - Throws: `TieError.noContacts`; `TieError.tooShort` where the log holds no window behind a time with contacts in which anybody contacts a
  ///   known one.
  /// - Complexity: O(cuts · (pairs log rows)).
  public init(
    _ permitted: Permitted<SocialGraph>, _ asked: Plan = Plan(), threads: ThreadCount
  ) throws(TieError) {
    precondition(permitted.purpose == .statistics, "an evaluation is a statistic")
    let graph = permitted.value
    let ledger = graph.interactions
    guard let first = ledger.rowHours.min(), let last = ledger.rowHours.max() else { throw .noContacts }
    let span = Int(last - first)
    windowHours = asked.windowHours ?? Self.window(span: span)
    let hours = Self.cutHours(first: Int(first), last: Int(last), window: windowHours, count: asked.cuts)
    guard !hours.isEmpty else { throw .tooShort }

    let share = min(1, Double(asked.candidateLimit) / Double(max(1, 2 * ledger.pairCount)))
    let limit = share >= 1 ? UInt64.max : UInt64(share * 0x1p64)
    let ids = graph.people.ids
    self.ids = ids
    // Past contacts are ranked, and only by events: priors count nothing.
    let index = TieIndex.Shared(
      graph, contacts: [], .standard, asOf: Timestamp(hour: AbsoluteHour(last)), threads: threads
    ).get()
    let window = UInt32(windowHours)
    let states = parallelMap(count: hours.count, threads: threads) { cut in
      let hour = UInt32(hours[cut])
      let exclusions = Exclusions(
        graph, partedDays: TieParameters.standard.partedDays, asOf: Timestamp(hour: AbsoluteHour(hour)))
      return ContactCut(ledger, index, since: first, hour: hour, window: window, excluding: exclusions) {
        person in
        limit == .max || ids.stableHash(Int(person)) <= limit
      }
    }.filter { $0.activeCount > 0 }
    guard !states.isEmpty else { throw .tooShort }
    self.states = states
    self.share = share
    self.threads = threads
    purpose = permitted.purpose
    kinds = graph.kinds
    cuts = states.map { Timestamp(hour: AbsoluteHour($0.hour)) }
    judged = states.reduce(0) { $0 + $1.activeCount }
    candidates = states.reduce(0) { $0 + $1.candidateCount }
  }

  /// A week of a log of two months or more, a day of one of a week, otherwise a tenth of it.
  static func window(span hours: Int) -> Int {
    if hours >= 60 * 24 { return 7 * 24 }
    if hours >= 7 * 24 { return 24 }
    return max(1, hours / 10)
  }

  /// Cuts a window apart, the last one a window before the end, none before three tenths of the log are known.
  static func cutHours(first: Int, last: Int, window: Int, count: Int) -> [Int] {
    let earliest = first + (last - first) * 3 / 10
    return (1...count).map { last - $0 * window }.filter { $0 >= earliest && $0 >= first }.reversed()
  }

  /// - Throws: `TieError` of a ranker's parameters.
  /// - Complexity: O(rankers · rows of the candidates, and candidates log candidates).
  public func rows(_ rankers: [(name: String, ranker: ContactRanker)]) throws(TieError) -> [Row] {
    let figures = try parallelMap(count: rankers.count * states.count, threads: threads) {
      index throws(TieError) -> (ndcg: Double, auc: Double?) in
      let state = states[index % states.count]
      let scores = try state.scores(rankers[index / states.count].ranker, kinds: kinds)
      return (mean(state.ndcg(scores)), state.auc(scores))
    }
    return rankers.indices.map { place in
      let ofThis = figures[place * states.count..<(place + 1) * states.count]
      let count = Double(states.count)
      let areas = ofThis.compactMap(\.auc)
      let parameters: String? =
        if case .strength(let parameters) = rankers[place].ranker { parameters.summary } else { nil }
      return Row(
        name: rankers[place].name, parameters: parameters, ndcg: ofThis.reduce(0) { $0 + $1.ndcg } / count,
        auc: areas.count == states.count ? areas.reduce(0, +) / count : nil)
    }
  }

  /// NDCG@10 of each person at each of some cuts.
  func ndcg(_ parameters: TieParameters, cuts range: Range<Int>) throws(TieError) -> [[Double]] {
    try parallelMap(count: range.count, threads: threads) { index throws(TieError) in
      let state = states[range.lowerBound + index]
      return state.ndcg(try state.scores(.strength(parameters), kinds: kinds))
    }
  }
}

/// 0 of nothing.
func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

extension TieEvaluation {
  /// One past contact at one cut: how strong the tie was, and whether the person contacted them in the window.
  public struct Case: Equatable, Sendable {
    public let strength: Strength
    public let isContacted: Bool
    /// 0 … 9, by a fixed hash of the person's id: all cases of one person have the same.
    public let fold: Int

    public init(strength: Strength, isContacted: Bool, fold: Int) {
      (self.strength, self.isContacted, self.fold) = (strength, isContacted, fold)
    }
  }

  /// The cases of all cuts, without saying whose they are.
  /// - Parameter limit: how many are taken, about: of a larger log all cases of a fixed share of people.
  /// - Throws: `TieError` of the parameters.
  public func cases(_ parameters: TieParameters, limit: Int = .max) throws(TieError) -> [Case] {
    let share = min(1, Double(limit) / Double(max(1, candidates)))
    // Other bits than those that chose who is judged.
    let highest = share >= 1 ? UInt32.max : UInt32(share * 0x1p32)
    return try parallelMap(count: states.count, threads: threads) { index throws(TieError) in
      let state = states[index]
      let scores = try state.scores(.strength(parameters), kinds: kinds)
      return state.people.indices.flatMap { person -> [Case] in
        let hash = ids.stableHash(Int(state.people[person]))
        guard UInt32(truncatingIfNeeded: hash) <= highest else { return [] }
        let fold = Int((hash >> 11) % 10)
        return (state.starts[person]..<state.starts[person + 1]).map { place in
          Case(strength: Strength(rawValue: scores[place]), isContacted: state.isRelevant[place], fold: fold)
        }
      }
    }.flatMap { $0 }
  }
}
