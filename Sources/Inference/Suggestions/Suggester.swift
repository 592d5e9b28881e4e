import GraphStorage
import People

/// One person whom another may know.
public struct Suggestion: Equatable, Sendable {
  public let viewer: PersonIndex
  public let candidate: PersonIndex
  /// From 1.
  public let rank: Int
  /// The log-odds that the two become friends, as the model has it: the sum of `parts`.
  public let logOdds: Double
  /// Friends in common, all of whom allow suggestions and none of whom the viewer has blocked.
  public let mutualFriends: Int
  /// Small groups in common.
  public let sharedGroups: Int
  /// The viewer has the candidate in their address book. Whether the candidate has the viewer is told to nobody.
  public let isInBook: Bool
  /// What it was made of; parts that add nothing are left out.
  public let parts: [Part]

  /// That the two become friends: 0 to 1, and as right as the model is calibrated.
  public var probability: Double { LogisticFit.probability(logOdds) }

  /// One part of the log-odds.
  ///
  /// Mutual friends and everything else of the network are one part: told by themselves, they would let a reader compute
  /// how many friends others have and how close they are. Exact parts still would, where there is no mutual contact: who
  /// shows them rounds them.
  public struct Part: Equatable, Sendable {
    public enum Source: String, Sendable, CaseIterable {
      /// A pair with nothing in common, of a viewer with so many friends, at such a place of the list.
      case base
      /// The candidate stands in the viewer's address book.
      case contacts = "in_contacts"
      /// Small groups in common.
      case groups = "shared_groups"
      /// Mutual friends and the network around both.
      case network
      /// Shown before, and left.
      case impressions
    }

    public let source: Source
    /// Groups, mutual contacts or impressions; 1 for contacts and 0 for the base.
    public let count: Int
    public let contribution: Double
  }
}

/// Suggests people by a model.
public struct Suggester: Sendable {
  public let network: SuggestionNetwork
  public let model: SuggestionModel

  /// - Throws: `parameter` for a model out of range, `cancelled`, `tooLarge`.
  public init(
    _ network: SuggestionNetwork, _ model: SuggestionModel, _ control: RunControl
  ) throws(SuggestionError) {
    try model.validate()
    self.network = try network.withCommunities(model.features, control)
    self.model = model
  }

  /// The `top` best for one person, best first, equals by the smaller id; none for a person who does not allow
  /// suggestions.
  /// - Throws: `cancelled`.
  /// - Complexity: O(ways of two hops from the person), and a walk where the model has one.
  public func suggestions(
    for person: PersonIndex, top: Int, _ control: RunControl
  ) throws(SuggestionError) -> [Suggestion] {
    guard let found = list(person.rawValue, reader(control), top) else { throw .cancelled }
    return found
  }

  /// The same for everybody who allows suggestions, in the order of people.
  /// - Throws: `cancelled`.
  /// - Complexity: O(ways of two hops).
  public func everybody(top: Int, _ control: RunControl) throws(SuggestionError) -> [Suggestion] {
    let ranges = evenRanges(network.people.count, pieces: 64)
    let progress = WorkProgress(total: network.people.count, control)
    let lists = parallelMap(count: ranges.count, threads: control.threads) { piece -> [Suggestion] in
      let reader = reader(control)
      var found: [Suggestion] = []
      for person in ranges[piece] {
        guard !control.isCancelled, let list = list(UInt32(person), reader, top) else { return found }
        found += list
        if person & 0xFF == 0xFF { progress.add(256) }
      }
      return found
    }
    if control.isCancelled { throw .cancelled }
    return Array(lists.joined())
  }

  private func reader(_ control: RunControl) -> FeatureReader {
    FeatureReader(
      network, features: model.features, shortlist: model.shortlist, walkTolerance: model.walkTolerance, control)
  }

  private func list(_ viewer: UInt32, _ reader: FeatureReader, _ top: Int) -> [Suggestion]? {
    guard let cases = reader.cases(of: viewer) else { return nil }
    var scored = cases.map { item in
      let seen = network.impressions.count(viewer, item.candidate)
      return (item: item, score: model.score(item.values) - model.impressionDiscount * Double(min(seen, 10)))
    }
    scored.sort { $0.score != $1.score ? $0.score > $1.score : $0.item.candidate < $1.item.candidate }
    let friends = network.graph.degree(Int(viewer))
    return scored.prefix(top).enumerated().map { place, entry in
      let logOdds = model.logOdds(entry.score, friends: friends, rank: place + 1)
      let values = entry.item.values
      let candidate = entry.item.candidate
      let mutual = Int(values[SuggestionFeature.commonNeighbours.position])
      let groups = network.groups.shared(viewer, candidate).count
      return Suggestion(
        viewer: PersonIndex(viewer), candidate: PersonIndex(candidate), rank: place + 1, logOdds: logOdds,
        mutualFriends: mutual, sharedGroups: groups, isInBook: network.books.contains(viewer, candidate),
        parts: parts(
          values, base: logOdds - entry.score, mutual: mutual, groups: groups,
          seen: min(network.impressions.count(viewer, candidate), 10)))
    }
  }

  private func parts(_ values: [Double], base: Double, mutual: Int, groups: Int, seen: Int) -> [Suggestion.Part] {
    var sums: [Suggestion.Part.Source: Double] = [.base: base + model.intercept]
    for term in model.terms {
      let source: Suggestion.Part.Source =
        switch term.feature {
        case .bookEvidence: .contacts
        case .sharedGroups: .groups
        default: .network
        }
      sums[.base, default: 0] -= term.weight * term.mean / term.deviation
      sums[source, default: 0] += term.weight * term.feature.scaled(values[term.feature.position]) / term.deviation
    }
    sums[.impressions] = -model.impressionDiscount * Double(seen)
    let counts: [Suggestion.Part.Source: Int] = [.contacts: 1, .groups: groups, .network: mutual, .impressions: seen]
    return Suggestion.Part.Source.allCases.compactMap { source in
      guard let sum = sums[source], sum != 0 else { return nil }
      return Suggestion.Part(source: source, count: counts[source] ?? 0, contribution: sum)
    }
  }
}
