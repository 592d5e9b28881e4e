#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the features of a suggestion become one probability: a logistic model, calibrated for the candidates that are
/// shown.
public struct SuggestionModel: Codable, Equatable, Sendable {
  /// One feature of a model, on its logarithmic scale, less `mean`, over `deviation`, times `weight`.
  public struct Term: Codable, Equatable, Sendable {
    public var feature: SuggestionFeature
    public var mean: Double
    public var deviation: Double
    public var weight: Double

    public init(feature: SuggestionFeature, mean: Double, deviation: Double, weight: Double) {
      (self.feature, self.mean, self.deviation, self.weight) = (feature, mean, deviation, weight)
    }
  }

  /// How well one choice of features told hidden ties from other pairs, by 5-fold cross-fit.
  public struct Score: Codable, Equatable, Sendable {
    public var model: String
    /// Against random pairs: 0.5 knows nothing.
    public var aucRandom: Double
    /// Against other candidates of the same person.
    public var aucCandidates: Double

    private enum CodingKeys: String, CodingKey {
      case model
      case aucRandom = "auc_random"
      case aucCandidates = "auc_candidates"
    }
  }

  /// The name of the choice: `combination`, or the one feature it rests on.
  public var name: String
  /// On what it was fitted, in words.
  public var provenance: String
  public var terms: [Term]
  public var intercept: Double
  /// Residual of the forward push at a vertex, for each of its arcs: 1e-9 … 1e-2.
  public var walkTolerance: Double
  /// Candidates over common neighbours that are looked at closely: 10 … 1000.
  public var shortlist: Int
  public var scores: [Score]
  /// Taken off the log-odds for each time that a candidate was seen and left, ten times at most (after Lee et al.,
  /// "Modeling impression discounting in large-scale recommender systems", 2014, who fit it): 0 … 2.
  public var impressionDiscount: Double
  /// How its score becomes a chance; nil where that was not fitted to the candidates of a network. Then it orders, and how
  /// likely a suggestion is nobody knows.
  public var calibration: Calibration?

  /// What the score of a pair does not know: how many new ties the viewer may be expected to make, and how many others
  /// are before the candidate. The log-odds are score + friends · ln(1 + viewer's friends) + rank · ln(rank).
  public struct Calibration: Codable, Equatable, Sendable {
    public var friends: Double
    /// At most 0: nobody further down is likelier.
    public var rank: Double

    public init(friends: Double, rank: Double) { (self.friends, self.rank) = (friends, rank) }

    func added(friends count: Int, rank place: Int) -> Double {
      friends * log1p(Double(count)) + rank * log(Double(place))
    }
  }

  private enum CodingKeys: String, CodingKey {
    case name, provenance, terms, intercept, shortlist, scores, calibration
    case walkTolerance = "walk_tolerance"
    case impressionDiscount = "impression_discount"
  }

  public init(
    name: String, provenance: String, terms: [Term], intercept: Double, walkTolerance: Double = 1e-5,
    shortlist: Int = 100, scores: [Score] = [], impressionDiscount: Double = 0.25, calibration: Calibration? = nil
  ) {
    (self.name, self.provenance, self.terms, self.intercept) = (name, provenance, terms, intercept)
    (self.walkTolerance, self.shortlist, self.scores) = (walkTolerance, shortlist, scores)
    (self.impressionDiscount, self.calibration) = (impressionDiscount, calibration)
  }

  public var features: Set<SuggestionFeature> { Set(terms.filter { $0.weight != 0 }.map(\.feature)) }

  /// What candidates are ranked by: on the scale of log-odds.
  func score(_ values: [Double]) -> Double {
    var score = intercept
    for term in terms {
      score += term.weight * (term.feature.scaled(values[term.feature.position]) - term.mean) / term.deviation
    }
    return score
  }

  /// The log-odds that a candidate becomes a tie.
  /// - Parameters:
  ///   - friends: of the viewer.
  ///   - rank: of the candidate, from 1.
  func logOdds(_ score: Double, friends: Int, rank: Int) -> Double {
    score + (calibration?.added(friends: friends, rank: rank) ?? 0)
  }

  /// - Throws: `SuggestionError.parameter` for the first value outside its range.
  public func validate() throws(SuggestionError) {
    func demand(_ holds: Bool, _ name: String, _ demand: String) throws(SuggestionError) {
      if !holds { throw .parameter(name: name, demand: demand) }
    }
    try demand(!terms.isEmpty, "terms", "has at least one")
    try demand(Set(terms.map(\.feature)).count == terms.count, "terms", "names each feature once")
    for term in terms {
      try demand(
        term.mean.isFinite && term.weight.isFinite && abs(term.weight) <= 1e6 && abs(term.mean) <= 1e6,
        "terms \(term.feature.rawValue)", "has a mean and a weight in -1e6 … 1e6")
      try demand(
        term.deviation >= 1e-12 && term.deviation <= 1e6, "terms \(term.feature.rawValue)",
        "has a deviation in 1e-12 … 1e6")
    }
    try demand(intercept.isFinite && abs(intercept) <= 1e6, "intercept", "lies in -1e6 … 1e6")
    if let calibration {
      try demand(
        calibration.friends.isFinite && abs(calibration.friends) <= 1e3, "calibration friends", "lies in -1e3 … 1e3")
      try demand(calibration.rank <= 0 && calibration.rank >= -1e3, "calibration rank", "lies in -1e3 … 0")
    }
    try demand(walkTolerance >= 1e-9 && walkTolerance <= 1e-2, "walk_tolerance", "lies in 1e-9 … 1e-2")
    try demand((0...2).contains(impressionDiscount), "impression_discount", "lies in 0 … 2")
    try demand((10...1000).contains(shortlist), "shortlist", "lies in 10 … 1000")
  }
}
