import GraphKernels

/// What a method says of one vertex, before anybody asks how sure it is.
public struct MethodAnswer: Equatable, Sendable {
  public let vertex: Int
  public let label: Int32
  /// The method's own, 0 to 1.
  public let confidence: Double
  /// `ClassDistributions.mass`.
  let mass: Double

  /// - Parameter signs: counted with `strength` beside what the ties say; of equal classes the lower wins.
  init(_ distributions: ClassDistributions, _ signs: DeclaredSigns? = nil, strength: Double = 0, vertex: Int) {
    self.vertex = vertex
    mass = distributions.mass(vertex)
    if let signs, strength > 0, !signs.isEmpty(vertex) {
      let row = signs.row(distributions, vertex, strength: strength)
      let best = row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
      (label, confidence) = (Int32(best), row[best])
    } else {
      (label, confidence) = distributions.top(vertex)
    }
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

  init(_ answer: MethodAnswer, truth: Int32) {
    (self.answer, self.truth) = (answer, truth)
  }
}
