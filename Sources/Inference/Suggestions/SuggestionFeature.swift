#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What speaks for a suggestion (DOMAIN C.3): each a number, 0 where nothing does.
public enum SuggestionFeature: String, Codable, Sendable, CaseIterable {
  /// Neighbours in common.
  case commonNeighbours = "common_neighbours"
  /// Σ 1 / ln degree over these (Adamic and Adar 2003).
  case adamicAdar = "adamic_adar"
  /// Σ 1 / degree over these (Zhou, Lü and Zhang 2009).
  case resourceAllocation = "resource_allocation"
  /// Their share of all neighbours of both.
  case jaccard
  /// Where a random walk that restarts at the viewer with probability 0.5 a step is found (forward push).
  case personalisedPageRank = "personalised_pagerank"
  /// Σ p(u,z) · p(z,v) over common neighbours z, p being shares of tie strength: two steps of a walk.
  case strengthWalk = "strength_walk"
  /// Address books: 1 where the viewer has the candidate. Whether the candidate has the viewer counts nothing, because the
  /// viewer could tell it from the probability, and two people in a third one's book count nothing either.
  case bookEvidence = "book_evidence"
  /// Σ 1 / ln size over small groups in common.
  case sharedGroups = "shared_groups"
  /// 1 where both are of one community.
  case sameCommunity = "same_community"
  /// The candidate's neighbours: alone it says nothing, beside others it sets them right.
  case candidateDegree = "candidate_degree"
  /// 1 where there is a common neighbour at all.
  case twoSteps = "two_steps"

  /// The place in a row of values.
  public var position: Int {
    switch self {
    case .commonNeighbours: 0
    case .adamicAdar: 1
    case .resourceAllocation: 2
    case .jaccard: 3
    case .personalisedPageRank: 4
    case .strengthWalk: 5
    case .bookEvidence: 6
    case .sharedGroups: 7
    case .sameCommunity: 8
    case .candidateDegree: 9
    case .twoSteps: 10
    }
  }

  public static let count = allCases.count

  /// The logarithmic scale on which a model adds a value up; it keeps the order.
  func scaled(_ value: Double) -> Double {
    switch self {
    case .commonNeighbours, .adamicAdar, .candidateDegree: log1p(value)
    case .resourceAllocation: log1p(100 * value)
    case .jaccard: log1p(30 * value)
    case .personalisedPageRank: log1p(1e6 * value)
    case .strengthWalk: log1p(1000 * value)
    case .bookEvidence, .sharedGroups, .sameCommunity, .twoSteps: value
    }
  }
}
