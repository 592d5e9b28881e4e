import GraphKernels

/// What is inferred about one vertex, and whether it may be shown.
public struct AttributePrediction: Equatable, Sendable {
  public let vertex: Int
  /// The most probable class; to be shown only where `decision` is `.publish`.
  public let label: Int32
  /// What the method itself said, 0 to 1.
  public let rawConfidence: Double
  /// The mean of the calibration block: the confidence shown; the raw one where nothing could be calibrated.
  public let confidence: Double
  /// Wilson lower bound of the block; 0 where nothing could be calibrated.
  public let lowerBound: Double
  /// Who stands behind the answer; asked only for candidates of publication, so nil where something else forbids it.
  public let support: LabelSupport?
  public let decision: PublicationDecision
}
