import GraphStorage

/// One calibration case: the confidence in the top class of a held-out vertex, and whether that class was right.
public struct CalibrationCase: Codable, Hashable, Sendable {
  public let confidence: Double
  public let isCorrect: Bool

  public init(confidence: Double, isCorrect: Bool) {
    self.confidence = confidence
    self.isCorrect = isCorrect
  }
}

/// A monotone step function from raw to calibrated confidence.
///
/// Source: pool-adjacent-violators (Ayer et al. 1955; Zadrozny and Elkan 2002).
/// Deviation (DOMAIN C.2): blocks are then merged until each holds at least `minimumCases`, from the highest
/// confidence downwards; what remains at the bottom joins the block above it. Equal confidences are pooled first, so
/// the result does not depend on the order of the cases. No interpolation between blocks.
public struct IsotonicCalibration: Codable, Equatable, Sendable {
  public struct Block: Codable, Equatable, Sendable {
    /// The lowest and highest raw confidence among its cases.
    public let lowest: Double
    public let highest: Double
    public let cases: Int
    public let correct: Int
    /// The share of correct cases, scaled where these are too good: the confidence shown.
    public let mean: Double
    /// Lower end of the two-sided 95 % Wilson interval, scaled alike: what publication tests.
    public let lowerBound: Double

    init(lowest: Double, highest: Double, cases: Int, correct: Int, scale: Double = 1) {
      self.lowest = lowest
      self.highest = highest
      self.cases = cases
      self.correct = correct
      mean = cases == 0 ? 0 : scale * Double(correct) / Double(cases)
      lowerBound = scale * wilsonLowerBound(correct: correct, cases: cases)
    }
  }

  /// Ascending in confidence and, weakly, in mean. Empty without cases.
  public let blocks: [Block]
  public let minimumCases: Int

  /// - Complexity: O(n log n).
  public init(_ cases: [CalibrationCase], minimumCases: Int = 30) {
    precondition(minimumCases >= 1, "a block holds at least one case")
    self.minimumCases = minimumCases
    blocks = Self.merged(Self.pooled(cases), minimumCases: minimumCases)
  }

  private init(_ blocks: [Block], minimumCases: Int) { (self.blocks, self.minimumCases) = (blocks, minimumCases) }

  /// The same steps with confidences and bounds of so much less: for cases that are too good, because what they judge was
  /// chosen by them.
  /// - Parameter scale: 0 … 1.
  public func scaled(by scale: Double) -> IsotonicCalibration {
    precondition((0...1).contains(scale), "a scale makes nothing surer")
    return IsotonicCalibration(
      blocks.map {
        Block(lowest: $0.lowest, highest: $0.highest, cases: $0.cases, correct: $0.correct, scale: scale)
      }, minimumCases: minimumCases)
  }

  /// The block that answers for a raw confidence: the highest that does not start above it, else the lowest.
  /// - Returns: nil without cases.
  /// - Complexity: O(log blocks).
  public func block(for confidence: Double) -> Block? {
    let above = blocks.partitioningIndex { $0.lowest > confidence }
    return above > 0 ? blocks[above - 1] : blocks.first
  }

  /// On how many cases it rests.
  public var caseCount: Int { blocks.reduce(0) { $0 + $1.cases } }

  /// Whether every block holds as many cases as asked for; false only with fewer cases in all.
  public var isSufficient: Bool {
    !blocks.isEmpty && blocks.allSatisfy { $0.cases >= minimumCases }
  }

  private static func pooled(_ cases: [CalibrationCase]) -> [Block] {
    var stack: [Block] = []
    let ordered = cases.sorted { $0.confidence < $1.confidence }
    var start = 0
    while start < ordered.count {
      var end = start
      var correct = 0
      while end < ordered.count, ordered[end].confidence == ordered[start].confidence {
        correct += ordered[end].isCorrect ? 1 : 0
        end += 1
      }
      let confidence = ordered[start].confidence
      var block = Block(lowest: confidence, highest: confidence, cases: end - start, correct: correct)
      // Means compared as cross products of counts: exact.
      while let below = stack.last, below.correct * block.cases >= block.correct * below.cases {
        block = join(below, block)
        stack.removeLast()
      }
      stack.append(block)
      start = end
    }
    return stack
  }

  private static func merged(_ blocks: [Block], minimumCases: Int) -> [Block] {
    var descending: [Block] = []
    var open: Block?
    for block in blocks.reversed() {
      let grown = open.map { join(block, $0) } ?? block
      if grown.cases >= minimumCases {
        descending.append(grown)
        open = nil
      } else {
        open = grown
      }
    }
    if let rest = open {
      if let above = descending.popLast() {
        descending.append(join(rest, above))
      } else {
        descending.append(rest)
      }
    }
    return descending.reversed()
  }

  private static func join(_ lower: Block, _ upper: Block) -> Block {
    Block(
      lowest: lower.lowest, highest: upper.highest, cases: lower.cases + upper.cases,
      correct: lower.correct + upper.correct)
  }
}
