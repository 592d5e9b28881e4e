import GraphKernels

/// What a method said of a labelled vertex without having seen its label.
public struct HeldOutPrediction: Equatable, Sendable {
  public let vertex: Int
  public let truth: Int32
  public let label: Int32
  public let confidence: Double

  public var isCorrect: Bool { label == truth }
  public var calibrationCase: CalibrationCase { .init(confidence: confidence, isCorrect: isCorrect) }

  init(_ distributions: ClassDistributions, vertex: Int, truth: Int32) {
    let top = distributions.top(vertex)
    self.vertex = vertex
    self.truth = truth
    label = top.label
    confidence = top.confidence
  }
}
