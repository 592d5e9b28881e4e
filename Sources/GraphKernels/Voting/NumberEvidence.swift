/// The declared numbers that a kernel may use. A vertex that is not evidence has no influence at all, as in
/// `LabelEvidence`.
public struct NumberEvidence: Sendable {
  /// Finite; not a number where unknown or where the vertex is not evidence.
  public let numbers: [Double]
  public let evidence: [Bool]
  /// The lower median of the known numbers; 0 where none is known.
  public let median: Double
  /// The median distance of the known numbers from `median`, or their mean distance where that is 0: 0 where all are
  /// equal.
  public let spread: Double

  /// - Precondition: one number and one flag a vertex; known numbers are finite.
  public init(numbers: [Double], evidence: [Bool]) {
    precondition(numbers.count == evidence.count, "one number and one evidence flag for each vertex")
    precondition(numbers.allSatisfy { !$0.isInfinite }, "known numbers are finite")
    self.numbers = zip(numbers, evidence).map { $1 ? $0 : .nan }
    self.evidence = evidence
    let known = self.numbers.filter { !$0.isNaN }.sorted()
    let median = lowerMedian(known)
    self.median = median
    let distances = known.map { abs($0 - median) }.sorted()
    let middle = lowerMedian(distances)
    spread = middle > 0 || distances.isEmpty ? middle : distances.reduce(0, +) / Double(distances.count)
  }

  public var vertexCount: Int { numbers.count }

  /// The same without the numbers of the vertices for which `hidden` holds.
  public func hiding(_ hidden: (Int) -> Bool) -> NumberEvidence {
    var shown = numbers
    for vertex in shown.indices where hidden(vertex) { shown[vertex] = .nan }
    return NumberEvidence(numbers: shown, evidence: evidence)
  }
}

/// Of sorted numbers; 0 for none.
private func lowerMedian(_ sorted: [Double]) -> Double { sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2] }
