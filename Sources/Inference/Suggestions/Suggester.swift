import GraphStorage
import People

/// One person whom another may know.
public struct Suggestion: Equatable, Sendable {
  public let viewer: PersonIndex
  public let candidate: PersonIndex
  /// From 1.
  public let rank: Int
  /// That the two become friends, as the model has it: 0 to 1.
  public let probability: Double
  /// Friends in common, all of whom allow suggestions and none of whom the viewer has blocked.
  public let mutualFriends: Int
  /// Small groups in common.
  public let sharedGroups: Int
  /// The viewer has the candidate in their address book. Whether the candidate has the viewer is told to nobody.
  public let isInBook: Bool
  /// What each term of the model added to the log-odds, against a case of mean values; evidence of address books is
  /// left out, because it would tell what stands in another's.
  public let parts: [Part]

  public struct Part: Equatable, Sendable {
    public let feature: SuggestionFeature
    public let value: Double
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
    return scored.prefix(top).enumerated().map { place, entry in
      let values = entry.item.values
      let candidate = entry.item.candidate
      return Suggestion(
        viewer: PersonIndex(viewer), candidate: PersonIndex(candidate), rank: place + 1,
        probability: LogisticFit.probability(entry.score),
        mutualFriends: Int(values[SuggestionFeature.commonNeighbours.position]),
        sharedGroups: network.groups.shared(viewer, candidate).count,
        isInBook: network.books.contains(viewer, candidate), parts: parts(values))
    }
  }

  private func parts(_ values: [Double]) -> [Suggestion.Part] {
    // What is told of the others (how many friends a mutual friend has, how much they are in touch with the candidate)
    // would let the viewer compute it; shown is what the viewer sees anyway.
    let shown: Set<SuggestionFeature> = [.commonNeighbours, .twoSteps, .sharedGroups]
    return model.terms.filter { $0.weight != 0 && shown.contains($0.feature) }.map { term in
      let value = values[term.feature.position]
      return Suggestion.Part(
        feature: term.feature, value: value,
        contribution: term.weight * (term.feature.scaled(value) - term.mean) / term.deviation)
    }
  }
}
