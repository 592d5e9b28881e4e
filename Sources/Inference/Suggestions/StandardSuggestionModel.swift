extension SuggestionModel {
  /// What is used until an operator fits a model to their own history. The weights of structure were fitted to the
  /// public ego-Facebook network (4,039 people, 88,234 ties, a tenth of them hidden at random); those of address books,
  /// groups and tie strength are set, because no public history has them. It needs no walk, so everybody is quick.
  public static let standard = SuggestionModel(
    name: "standard",
    provenance: "ego-Facebook, a tenth of its ties hidden; weights of books, groups and strength are set",
    terms: [
      Term(feature: .commonNeighbours, mean: 1.5168, deviation: 1.5063, weight: -0.5221),
      Term(feature: .adamicAdar, mean: 0.8247, deviation: 0.9903, weight: -1.1930),
      Term(feature: .resourceAllocation, mean: 1.5877, deviation: 1.7109, weight: 3.7931),
      Term(feature: .jaccard, mean: 0.9518, deviation: 0.9943, weight: 1.4683),
      Term(feature: .strengthWalk, mean: 0, deviation: 1, weight: 0.2),
      Term(feature: .bookEvidence, mean: 0, deviation: 1, weight: 1),
      Term(feature: .sharedGroups, mean: 0, deviation: 1, weight: 1),
      Term(feature: .candidateDegree, mean: 3.4778, deviation: 1.1025, weight: 0.2851),
    ], intercept: -6.6808)
}
