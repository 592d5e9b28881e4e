/// Whether an inferred value is shown, and if not, the first reason that forbids it.
public enum PublicationDecision: String, Codable, CaseIterable, Sendable {
  case publish
  /// The subject did not allow to be inferred about.
  case notPermitted = "not-permitted"
  case minor
  case sensitiveAttribute = "sensitive-attribute"
  /// The attribute does not follow the ties: cross-fit accuracy is within two standard errors of the majority's share.
  case noHomophily = "no-homophily"
  /// Too few labelled people to calibrate a single block.
  case tooFewCases = "too-few-cases"
  case tooFewEvidence = "too-few-evidence"
  case singlePersonShare = "single-person-share"
  case belowThreshold = "below-threshold"
}

/// What the data model says of a subject, apart from the attribute.
public enum SubjectStatus: String, Codable, CaseIterable, Sendable {
  case permitted
  case notPermitted = "not-permitted"
  case minor
}

/// The publication rule of DOMAIN C.2: everything must hold, otherwise "unknown".
public struct PublicationRule: Codable, Hashable, Sendable {
  /// θ: the least Wilson lower bound, 0 to 1.
  public var threshold: Double
  /// k_e: the least number of distinct evidence people.
  public var minimumEvidence: Int
  /// The largest share of one person in the label mass.
  public var maximumShare: Double

  public init(threshold: Double = 0.8, minimumEvidence: Int = 5, maximumShare: Double = 0.5) {
    precondition(threshold >= 0 && threshold <= 1, "a threshold is a probability")
    self.threshold = threshold
    self.minimumEvidence = minimumEvidence
    self.maximumShare = maximumShare
  }

  /// - Parameters:
  ///   - lowerBound: of the calibration block, nil where too few cases were there to calibrate.
  ///   - hasHomophily: the attribute passed the cross-fit test.
  public func decide(
    lowerBound: Double?, evidenceCount: Int, largestShare: Double, hasHomophily: Bool,
    status: SubjectStatus = .permitted, isSensitive: Bool = false
  ) -> PublicationDecision {
    switch status {
    case .notPermitted: return .notPermitted
    case .minor: return .minor
    case .permitted: break
    }
    if isSensitive { return .sensitiveAttribute }
    guard let lowerBound else { return .tooFewCases }
    if !hasHomophily { return .noHomophily }
    if evidenceCount < minimumEvidence { return .tooFewEvidence }
    if largestShare > maximumShare { return .singlePersonShare }
    return lowerBound >= threshold ? .publish : .belowThreshold
  }

  /// How often each decision was taken, in the order of `PublicationDecision.allCases`, zeros included.
  public static func counts(_ predictions: [AttributePrediction]) -> [(decision: PublicationDecision, count: Int)] {
    PublicationDecision.allCases.map { decision in (decision, predictions.count { $0.decision == decision }) }
  }
}
