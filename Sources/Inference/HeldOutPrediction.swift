import GraphKernels

/// What a method says of one vertex, before anybody asks how sure it is.
public struct MethodAnswer: Equatable, Sendable {
  public let vertex: Int
  public let label: Int32
  /// The method's own, 0 to 1.
  public let confidence: Double
  /// `ClassDistributions.masses`.
  let mass: Double

  init(_ distributions: ClassDistributions, vertex: Int) {
    let top = distributions.top(vertex)
    self.vertex = vertex
    label = top.label
    confidence = top.confidence
    mass = distributions.masses[vertex]
  }
}

/// What a method said of a labelled vertex without having seen its label.
public struct HeldOutPrediction: Equatable, Sendable {
  public let answer: MethodAnswer
  public let truth: Int32

  public var vertex: Int { answer.vertex }
  public var label: Int32 { answer.label }
  public var confidence: Double { answer.confidence }
  public var isCorrect: Bool { label == truth }
  public var calibrationCase: CalibrationCase { .init(confidence: confidence, isCorrect: isCorrect) }

  init(_ distributions: ClassDistributions, vertex: Int, truth: Int32) {
    answer = MethodAnswer(distributions, vertex: vertex)
    self.truth = truth
  }
}
