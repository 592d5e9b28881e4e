/// What personal data may be used for: a closed set (DOMAIN B.3). Whoever processes, names one.
public enum Purpose: String, Codable, Sendable, CaseIterable {
  /// A person's own ranking of their own ties.
  case service
  case suggestions
  /// Being inferred about.
  case inferenceSubject = "inference-subject"
  /// One's own data serving as evidence about others.
  case inferenceEvidence = "inference-evidence"
  case contactMatching = "contact-matching"
  case insights
  case statistics
  case partnerData = "partner-data"
  case location
  case advertising

  /// The place among all cases.
  public var position: Int {
    switch self {
    case .service: 0
    case .suggestions: 1
    case .inferenceSubject: 2
    case .inferenceEvidence: 3
    case .contactMatching: 4
    case .insights: 5
    case .statistics: 6
    case .partnerData: 7
    case .location: 8
    case .advertising: 9
    }
  }

  /// On what the use rests unless a person says otherwise.
  public var legalBasis: LegalBasis {
    switch self {
    case .service: .contract
    case .insights, .statistics: .legitimateInterest
    case .suggestions, .inferenceSubject, .inferenceEvidence, .contactMatching, .partnerData, .location, .advertising:
      .consent
    }
  }
}

/// GDPR Art. 6(1)(a), (b), (f).
public enum LegalBasis: String, Codable, Sendable {
  case consent
  case contract
  case legitimateInterest = "legitimate-interest"
}
