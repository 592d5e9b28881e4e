import GraphKernels

/// Whether an inferred value is shown, and if not, the first reason that forbids it.
public enum PublicationDecision: String, Codable, CaseIterable, Sendable {
  case publish
  /// Neither ties nor other values foretell the attribute: cross-fit accuracy is within two standard errors of the majority's share.
  case noHomophily = "no-homophily"
  /// Too few labelled people to calibrate a single block.
  case tooFewCases = "too-few-cases"
  case belowThreshold = "below-threshold"
  case tooFewEvidence = "too-few-evidence"
  /// One labelled person brings more of the label mass than is allowed.
  case singlePersonShare = "single-person-share"
  /// That nobody brings more could not be proven with the effort allowed.
  case unprovenShare = "unproven-share"
  /// Of ordered attributes: the interval leaves so much open that it says little more than what is known of everybody.
  case tooWide = "too-wide"
  /// Of ordered attributes: tested intervals held the truth more seldom than promised.
  case uncalibrated
}

/// The publication rule of DOMAIN C.2: everything must hold, otherwise "unknown".
///
/// Who may be asked about, and that the attribute may be inferred at all, is settled before: by `PolicyGate` and by
/// `InferableAttribute`.
public struct PublicationRule: Codable, Hashable, Sendable {
  /// θ: the least Wilson lower bound, 0 to 1.
  public var threshold: Double
  /// The least number of labelled people on whom method and calibration are tried: with fewer nothing is published. On a
  /// real office of 232 people with 46 labels, 88 % of what would be was right.
  public var minimumCases = 60
  /// k_e: the least number of distinct evidence people.
  public var minimumEvidence: Int
  /// The largest share of one person in the label mass (`LabelSupport`), the prior left out.
  public var maximumShare: Double
  /// Of ordered attributes: the widest interval shown, in widths of the interval that holds the same share of all
  /// stated values.
  public var maximumWidth = 0.5

  /// The share of truths that an interval is to hold: the threshold, below 1, which no interval reaches.
  public var level: Double { min(max(threshold, 0.5), 0.99) }

  public init(threshold: Double = 0.8, minimumEvidence: Int = 5, maximumShare: Double = 0.5) {
    precondition(threshold >= 0 && threshold <= 1, "a threshold is a probability")
    self.threshold = threshold
    self.minimumEvidence = minimumEvidence
    self.maximumShare = maximumShare
  }

  /// What forbids publication whoever stands behind the answer; nil for a candidate, of whom that is asked next.
  /// - Parameters:
  ///   - lowerBound: of the calibration block, nil where too few cases were there to calibrate.
  ///   - hasHomophily: the attribute passed the cross-fit test.
  public func refusal(lowerBound: Double?, hasHomophily: Bool) -> PublicationDecision? {
    guard let lowerBound else { return .tooFewCases }
    if !hasHomophily { return .noHomophily }
    return lowerBound >= threshold ? nil : .belowThreshold
  }

  /// What is decided about a candidate.
  public func decision(_ support: LabelSupport) -> PublicationDecision {
    if support.people < minimumEvidence { return .tooFewEvidence }
    if support.largestShare.upperBound <= maximumShare { return .publish }
    return support.largestShare.lowerBound > maximumShare ? .singlePersonShare : .unprovenShare
  }

  /// How often each decision was taken, in the order of `PublicationDecision.allCases`, zeros included.
  public static func counts(_ predictions: [AttributePrediction]) -> [(decision: PublicationDecision, count: Int)] {
    PublicationDecision.allCases.map { decision in (decision, predictions.count { $0.decision == decision }) }
  }
}
