import People

/// Of whom or what a release speaks.
public enum ReleaseSubject: Hashable, Sendable {
  /// A page, group or community, by its id outside.
  case place(String)
  /// The graph as a whole.
  case graph

  /// By the bytes of an id, as everywhere: `==` of text is canonical equivalence.
  private var bytes: [UInt8]? { if case .place(let id) = self { Array(id.utf8) } else { nil } }
  public static func == (left: ReleaseSubject, right: ReleaseSubject) -> Bool { left.bytes == right.bytes }
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// One dimension of a release: declared values, the same whatever the data.
public struct ReleaseAxis: Hashable, Sendable {
  public let name: String
  public let values: [String]

  public init(name: String, values: [String]) { (self.name, self.values) = (name, values) }
}

/// What was asked: the same question gets the same answer for ever.
public struct ReleaseQuestion: Hashable, Sendable {
  public let subject: ReleaseSubject
  /// In words, with everything that tells it from others.
  public let name: String
  /// Days since 1970, the last one not in it.
  public let days: Range<Int>

  public init(subject: ReleaseSubject, name: String, days: Range<Int>) {
    (self.subject, self.name, self.days) = (subject, name, days)
  }

  public static func == (left: ReleaseQuestion, right: ReleaseQuestion) -> Bool {
    left.subject == right.subject && left.days == right.days && left.name.utf8.elementsEqual(right.name.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(subject)
    hasher.combine(Array(name.utf8))
    hasher.combine(days)
  }
}

/// A table of noisy counts of one release.
public struct ReleasePart: Hashable, Sendable {
  public let name: String
  /// Outermost first; none for a single number.
  public let axes: [ReleaseAxis]
  /// Leading axes that a total stands for; the others break it down.
  public let totalAxes: Int
  public let loss: PrivacyLoss
  /// L1, of one neighbour.
  public let sensitivity: Int
  /// The chance, in thousand-millionths, that the loss is larger than stated; 0 where there is none.
  public let nanoDelta: Int
  /// As drawn, before any gate: one for each cell.
  public let noisy: [Int]

  /// Nil where the parts do not fit together.
  public init?(
    name: String, axes: [ReleaseAxis], totalAxes: Int, loss: PrivacyLoss, sensitivity: Int, nanoDelta: Int = 0,
    noisy: [Int]
  ) {
    guard Self.cells(axes) == noisy.count, (0...axes.count).contains(totalAxes), (1...1 << 30).contains(sensitivity),
      (0...1_000_000_000).contains(nanoDelta), noisy.allSatisfy({ $0.magnitude <= Self.magnitudeLimit })
    else { return nil }
    (self.name, self.axes, self.totalAxes) = (name, axes, totalAxes)
    (self.loss, self.sensitivity, self.nanoDelta, self.noisy) = (loss, sensitivity, nanoDelta, noisy)
  }

  /// So that no sum of a million of them overflows.
  private static let magnitudeLimit: UInt = 1 << 42

  /// How many cells axes span; nil beyond a million.
  public static func cells(_ axes: [ReleaseAxis]) -> Int? {
    var cells = 1
    for axis in axes {
      cells *= axis.values.count
      if cells > 1_000_000 { return nil }
    }
    return cells
  }

  public var isBreakdown: Bool { totalAxes < axes.count }
}

/// An answer with its noise, drawn once.
public struct StoredRelease: Hashable, Sendable {
  public let question: ReleaseQuestion
  /// The sum over its parts.
  public let loss: PrivacyLoss
  public let parts: [ReleasePart]
  public var nanoDelta: Int { parts.reduce(0) { $0 + $1.nanoDelta } }

  public init(question: ReleaseQuestion, parts: [ReleasePart]) {
    (self.question, self.parts) = (question, parts)
    loss = parts.reduce(.zero) { $0 + $1.loss }
  }
}
