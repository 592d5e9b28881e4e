import GraphStorage

/// The declared labels that a voting kernel may use, and the vertices that may pass them on.
///
/// A vertex that is not evidence (its person did not allow it) has no outgoing influence at all: its label is not
/// counted, not even in the class prior, nothing passes through it, and its ties do not dilute those of others.
public struct LabelEvidence: Sendable {
  /// The class of each vertex, -1 where unknown or where the vertex is not evidence.
  public let labels: [Int32]
  public let classCount: Int
  public let evidence: [Bool]
  /// How many labels of each class there are.
  public let labelCounts: [Int]
  public let labelledCount: Int

  /// - Precondition: `labels` and `evidence` have one entry a vertex; labels lie in -1..<classCount; 1 class or more.
  public init(labels: [Int32], classCount: Int, evidence: [Bool]) {
    precondition(labels.count == evidence.count, "one label and one evidence flag for each vertex")
    precondition(classCount >= 1, "an attribute has at least one class")
    var passing = labels
    var counts = [Int](repeating: 0, count: classCount)
    for vertex in labels.indices {
      precondition(labels[vertex] >= -1 && Int(labels[vertex]) < classCount, "a label outside its classes")
      if !evidence[vertex] { passing[vertex] = -1 }
      if passing[vertex] >= 0 { counts[Int(passing[vertex])] += 1 }
    }
    self.labels = passing
    self.classCount = classCount
    self.evidence = evidence
    labelCounts = counts
    labelledCount = counts.reduce(0, +)
  }

  public var vertexCount: Int { labels.count }

  /// The same without the labels of the vertices for which `hidden` holds; they still pass on the labels of others.
  public func hiding(_ hidden: (Int) -> Bool) -> LabelEvidence {
    var shown = labels
    for vertex in labels.indices where shown[vertex] >= 0 && hidden(vertex) { shown[vertex] = -1 }
    return LabelEvidence(labels: shown, classCount: classCount, evidence: evidence)
  }

  /// The class prior with +0.5 smoothing. `own` (or -1) is the label of the vertex asked about, which does not count:
  /// nobody's label reaches that person again, not even through the prior.
  public func prior(excluding own: Int32, class index: Int) -> Double {
    let count = labelCounts[index] - (Int(own) == index ? 1 : 0)
    let total = labelledCount - (own >= 0 ? 1 : 0)
    return (Double(count) + 0.5) / (Double(total) + 0.5 * Double(classCount))
  }

  /// What a label of each class counts: 1, or where rare classes count more, the mean count over the classes by how many
  /// there are, and the root of that. `own` (or -1) is the label of the vertex asked about, which is not counted.
  func classWeights(isBalanced: Bool, excluding own: Int32 = -1) -> [Double] {
    labelCounts.enumerated().map { index, all in
      guard isBalanced else { return 1 }
      let count = max(Int(own) == index ? all - 1 : all, 1)
      return (Double(max(labelledCount, 1)) / Double(classCount) / Double(count)).squareRoot()
    }
  }
}
