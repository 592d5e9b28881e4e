import GraphStorage
import People
import Privacy

/// A network from which some ties are hidden, and these: what a model learns from and is judged on (DOMAIN C.8).
public struct HiddenTies: Sendable {
  /// Without the hidden ties.
  public let network: SuggestionNetwork
  /// First < second, in the order in which they were drawn.
  let ties: [(UInt32, UInt32)]
  private let keys: Set<UInt64>

  public var count: Int { ties.count }

  private init(_ network: SuggestionNetwork, _ ties: [(UInt32, UInt32)]) {
    self.network = network
    self.ties = ties
    keys = Set(ties.map { UInt64($0.0) << 32 | UInt64($0.1) })
  }

  /// A share of all ties, at random: at least one.
  public static func draw(
    _ network: SuggestionNetwork, share: Double, seed: UInt64, _ control: RunControl
  ) throws(SuggestionError) -> HiddenTies {
    var ties = network.bridges
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&ties)
    let hidden = Array(ties.prefix(max(1, Int((Double(ties.count) * share).rounded()))))
    return HiddenTies(
      try network.hiding(Set(hidden.map { UInt64($0.0) << 32 | UInt64($0.1) }), control), hidden)
  }

  /// The ties that began after the network's as-of time, in an order of the seed.
  /// - Parameter end: the last moment that is known: what began later is not hidden but unheard of, and what was parted
  ///   later holds. nil is none. Blocks and dismissals count whenever they were set.
  public static func later(_ network: SuggestionNetwork, until end: Timestamp? = nil, seed: UInt64) -> HiddenTies {
    let moment = end?.milliseconds ?? .max
    // Parted ones count where they were not by then.
    var ties: [(UInt32, UInt32)] = []
    for tie in network.laterTies where tie.since <= moment && (tie.until > moment || tie.until == .max) {
      if let last = ties.last, last == (tie.first, tie.second) { continue }
      ties.append((tie.first, tie.second))
    }
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&ties)
    return HiddenTies(network, ties)
  }

  /// When to cut a graph so that about a tenth of its friendships begin later; nil where fewer than half of them are
  /// dated, or all began at once.
  /// - Parameter end: as of `later`: friendships that began after it do not count.
  public static func cut(_ permitted: Permitted<SuggestionGraph>, until end: Timestamp? = nil) -> Timestamp? {
    let graph = permitted.value.social.value
    let all = graph.friendships.filter { friendship in
      friendship.period.since.map { since in end.map { since <= $0 } ?? true } ?? true
    }
    let dates = all.compactMap { $0.period.since }.sorted()
    guard dates.count * 2 >= all.count, let first = dates.first else { return nil }
    let cut = dates[min(dates.count - 1, dates.count * 9 / 10)]
    guard cut > first, dates.contains(where: { $0 > cut }) else { return nil }
    return cut
  }

  func contains(_ one: UInt32, _ other: UInt32) -> Bool {
    keys.contains(UInt64(min(one, other)) << 32 | UInt64(max(one, other)))
  }

  /// Whether two people are strangers in the whole network.
  func areStrangers(_ one: UInt32, _ other: UInt32) -> Bool {
    one != other && !network.isBridge(one, other) && !contains(one, other)
  }
}

/// Reads the values of listed pairs in parallel.
struct PairReading {
  let network: SuggestionNetwork
  let features: Set<SuggestionFeature>
  let walkTolerance: Double

  /// One row of values for each pair, in the order given.
  func values(_ pairs: [(viewer: UInt32, other: UInt32)], _ control: RunControl) throws(SuggestionError) -> [[Double]] {
    // Those of one viewer stand together: a walk serves them all.
    let order = pairs.indices.sorted { left, right in
      pairs[left].viewer != pairs[right].viewer ? pairs[left].viewer < pairs[right].viewer : left < right
    }
    var starts: [Int] = []
    for place in order.indices where place == 0 || pairs[order[place]].viewer != pairs[order[place - 1]].viewer {
      starts.append(place)
    }
    starts.append(order.count)
    let pieces = evenRanges(starts.count - 1, pieces: 32)
    let progress = WorkProgress(total: order.count, control)
    let rows = parallelMap(count: pieces.count, threads: control.threads) { [starts] piece -> [[Double]] in
      let reader = FeatureReader(
        network, features: features, shortlist: 1, walkTolerance: walkTolerance, control)
      var rows: [[Double]] = []
      for start in pieces[piece] where starts[start] < starts[start + 1] {
        let group = order[starts[start]..<starts[start + 1]]
        guard !control.isCancelled, let first = group.first,
          let cases = reader.cases(of: pairs[first].viewer, group.map { pairs[$0].other })
        else { return rows }
        rows += cases.map(\.values)
        progress.add(group.count)
      }
      return rows
    }
    if control.isCancelled { throw .cancelled }
    var values = [[Double]](repeating: [], count: pairs.count)
    for (place, row) in rows.joined().enumerated() { values[order[place]] = row }
    return values
  }
}
