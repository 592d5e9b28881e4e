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
