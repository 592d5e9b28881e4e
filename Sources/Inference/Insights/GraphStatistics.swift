import GraphStorage
import People
import Privacy

/// What is told of a graph as a whole.
public enum GraphStatistic: String, Sendable, CaseIterable { case edges, degree, triangles }

/// Which two graphs a release does not let one tell apart.
public enum NeighbourRelation: String, Sendable, CaseIterable {
  /// One friendship more or less. For an operator's own eyes.
  case edge
  /// One person more or less, with all their friendships. For anything published.
  case node

  public var words: String {
    switch self {
    case .edge: "neighbours differ in one friendship; the number of people is taken as known"
    case .node: "neighbours differ in one person with all their friendships"
    }
  }
}

/// Numbers of a graph of friendships under differential privacy.
///
/// | statistic | edge | node |
/// | --- | --- | --- |
/// | edges | Δ = 1 | projected to degree θ, Δ = θ |
/// | degree histogram | Δ = 4 | projected to degree θ, Δ = 2θ + 1 |
/// | triangles | Δ ≤ a private upper bound of the local sensitivity, δ = 10⁻⁹ | at most θ at a person, Δ = θ + the gap of `CappedTriangles` |
///
/// θ is what the caller says, which costs nothing where they say it without looking at the graph, or the first power of
/// two (1 … 4096, of triangles 64 … 32,768) that keeps nine tenths of the edges or triangles that 2θ keeps, found by the
/// sparse-vector technique at a quarter of the loss. Under edge privacy a quarter goes into the bound for triangles.
///
/// Source: DOMAIN C.6; Karwa, Raskhodnikova, Smith and Yaroslavtsev 2011 for a released bound of local sensitivity;
/// Kasiviswanathan, Nissim, Raskhodnikova and Smith 2013 for triangles of neighbours that differ in a person.
public struct GraphStatistics: Sendable {
  private let graph: StatisticsGraph
  private let threads: ThreadCount
  private let cancellation: Cancellation

  private static let sharedBound = "most shared neighbours, at most"
  private static let degreeBound = "degrees counted up to"
  private static let triangleBound = "triangles a person counted up to"

  /// Whether a part of an answer is a bound that the others rest on, and no count.
  public static func isChosen(_ part: String) -> Bool { part == sharedBound || isBound(part) }

  /// Whether a part is the θ that was found.
  public static func isBound(_ part: String) -> Bool { part == degreeBound || part == triangleBound }

  /// Whether a class of degrees holds only degrees above `cap`.
  public static func isAbove(_ degreeClass: String, cap: Int) -> Bool {
    DegreeClasses.names.firstIndex(of: degreeClass).map { DegreeClasses.lowest[$0] > cap } ?? false
  }

  static let degreesToTry = (0...12).map { 1 << $0 }
  static let trianglesToTry = (6...15).map { 1 << $0 }

  /// What θ may be.
  public static func bounds(_ statistic: GraphStatistic) -> ClosedRange<Int> {
    statistic == .triangles ? 1...65_536 : 1...4096
  }

  /// Below this many people the noise of the search for θ, of scale 16 / ε, decides it and not the graph.
  ///
  /// Where θ keeps everything, the score of edges is about people · mean degree / 36θ. Where θ is at most four times the
  /// mean degree, as long as no few people hold most friendships, that is a 144th of the people, and three times the noise
  /// is 48 / ε. The score of triangles is people · mean / 66θ; they gather at few people, and θ is up to 32 times the mean
  /// on the public networks that were looked at: a 2,112th.
  public static func leastPeople(_ statistic: GraphStatistic, _ loss: PrivacyLoss) -> Int {
    let people = 48 * (statistic == .triangles ? 2_112 : 144)
    return (people * 1_000_000 + loss.micro - 1) / max(1, loss.micro)
  }

  /// How far noise moves one number at most, in 19 of 20, where all the loss goes into it; nil where that depends on the
  /// graph.
  /// - Parameter bound: θ under node privacy; nil under edge privacy.
  public static func margin(_ statistic: GraphStatistic, bound: Int?, loss: PrivacyLoss) -> Int? {
    let sensitivity: Int? =
      if let bound { Self.sensitivity(statistic, bound) } else { [.edges: 1, .degree: 4][statistic] }
    return sensitivity.map { ReleasePart.margin(sensitivity: $0, loss: loss) }
  }

  /// The most that a number may be.
  /// - Parameter bound: θ under node privacy; nil under edge privacy.
  public static func most(_ statistic: GraphStatistic, bound: Int?, people: Int) -> Int {
    let others = max(0, people - 1)
    func all(_ possible: Int, sharedBy count: Int) -> Int {
      let (product, isTooLarge) = people.multipliedReportingOverflow(by: min(bound ?? .max, possible))
      return isTooLarge ? .max : product / count
    }
    return switch statistic {
    case .degree: people
    case .edges: all(others, sharedBy: 2)
    case .triangles: all(others * max(0, people - 2) / 2, sharedBy: 3)
    }
  }

  private static func sensitivity(_ statistic: GraphStatistic, _ bound: Int) -> Int {
    switch statistic {
    case .edges: bound
    case .degree: 2 * bound + 1
    case .triangles: bound + triangleGap(bound)
    }
  }

  /// How far below the largest sum a number of triangles may lie: two graphs that differ by up to θ are told up to this
  /// much further apart.
  public static func triangleGap(_ bound: Int) -> Int { max(2, bound / 8) }

  /// Of a graph that stands already.
  init(_ graph: StatisticsGraph, threads: ThreadCount, cancellation: Cancellation = Cancellation()) {
    (self.graph, self.threads, self.cancellation) = (graph, threads, cancellation)
  }

  /// - Parameters:
  ///   - members: who allows statistics; nobody else is counted, not even as one without friends.
  ///   - cancellation: once it is requested, what `draw` gives is nothing to keep.
  /// - Precondition: `permitted` is for statistics, and of the same people.
  /// - Complexity: O(friendships · log friendships).
  public init(
    _ permitted: Permitted<SocialGraph>, among members: PersonSet, asOf time: Timestamp, threads: ThreadCount,
    cancellation: Cancellation = Cancellation()
  ) {
    precondition(permitted.purpose == .statistics, "statistics are made of a graph for statistics")
    let people = permitted.value.people
    var places: [Int32] = []
    var count = 0
    for position in 0..<people.count {
      places.append(Int32(count))
      if members.contains(PersonIndex(position)) { count += 1 }
    }
    // An order that does not prefer small ids: by a hash of both, which no other person changes.
    let hashes = (0..<people.count).map { people.ids.stableHash($0) }
    var keyed: [(key: UInt64, first: Int32, second: Int32)] = []
    for friendship in permitted.value.friendships where friendship.period.holds(at: time) {
      guard members.contains(friendship.first), members.contains(friendship.second) else { continue }
      let (first, second) = (friendship.first.position, friendship.second.position)
      if let last = keyed.last, last.first == Int32(first), last.second == Int32(second) { continue }
      let mixed = (hashes[first] ^ hashes[second]) &* 0x9E37_79B9_7F4A_7C15
      keyed.append((mixed ^ (mixed &>> 32), Int32(first), Int32(second)))
    }
    keyed.sort { ($0.key, $0.first, $0.second) < ($1.key, $1.first, $1.second) }
    self.init(
      StatisticsGraph(count: count, edges: keyed.map { (places[Int($0.first)], places[Int($0.second)]) }),
      threads: threads, cancellation: cancellation)
  }

  public static func question(
    _ statistic: GraphStatistic, _ relation: NeighbourRelation, bound: Int? = nil, days: Range<Int>
  ) -> ReleaseQuestion {
    let counted = bound.map { ", \(statistic == .triangles ? "triangles a person" : "degrees") up to \($0)" } ?? ""
    return ReleaseQuestion(
      subject: .graph, name: "\(statistic.rawValue) under \(relation.rawValue) privacy\(counted)", days: days)
  }

  /// Draws one statistic and enters it in a ledger.
  /// - Parameter bound: θ under node privacy, one of `bounds`, chosen without looking at the graph; nil finds one.
  public func draw(
    _ statistic: GraphStatistic, _ relation: NeighbourRelation, bound: Int? = nil, days: Range<Int>, loss: PrivacyLoss,
    ledger: inout ReleaseLedger, noise: inout NoiseSource
  ) throws(ReleaseError) -> StoredRelease {
    precondition(bound.map { relation == .node && Self.bounds(statistic).contains($0) } ?? true, "no such bound")
    let question = Self.question(statistic, relation, bound: bound, days: days)
    return try ledger.draw(question, loss: loss, noise: &noise) { drawing in
      switch relation {
      case .edge: drawEdge(statistic, loss, &drawing)
      case .node where statistic == .triangles: drawCappedTriangles(bound, loss, &drawing)
      case .node: drawProjected(statistic, bound, loss, &drawing)
      }
    }
  }

  private func drawEdge(_ statistic: GraphStatistic, _ loss: PrivacyLoss, _ drawing: inout NoisyDrawing) {
    switch statistic {
    case .edges: drawing.table(Self.number("edges", graph.edges.count, 1, loss))
    case .degree: drawing.table(Self.histogram(graph.degrees(), sensitivity: 4, loss))
    case .triangles:
      let quarter = PrivacyLoss(micro: loss.micro / 4)
      let found = graph.triangles(threads: threads) { [cancellation] in cancellation.isRequested }
      let bound = drawing.upperBound(found.mostShared, name: Self.sharedBound, loss: quarter)
      let sensitivity = min(max(1, bound), max(1, graph.count - 2))
      drawing.table(
        Self.number("triangles", found.triangles, sensitivity, PrivacyLoss(micro: loss.micro - quarter.micro)))
    }
  }

  private func drawProjected(
    _ statistic: GraphStatistic, _ given: Int?, _ loss: PrivacyLoss, _ drawing: inout NoisyDrawing
  ) {
    let (bound, rest) =
      given.map { ($0, loss) }
      ?? Self.find(Self.degreeBound, Self.degreeScores(graph), Self.degreesToTry, loss, &drawing)
    let degrees = graph.projectedDegrees(bound: bound)
    let sensitivity = Self.sensitivity(statistic, bound)
    if statistic == .degree {
      drawing.table(Self.histogram(degrees, sensitivity: sensitivity, rest))
    } else {
      drawing.table(Self.number("edges", degrees.reduce(0, +) / 2, sensitivity, rest))
    }
  }

  private func drawCappedTriangles(_ given: Int?, _ loss: PrivacyLoss, _ drawing: inout NoisyDrawing) {
    let control = RunControl(threads: threads, cancellation: cancellation)
    // Nothing is kept of a run that was cancelled.
    let triangles = try? CappedTriangles(graph, control)
    var known: [Int: Int] = [:]
    func kept(_ bound: Int) -> Int {
      if let sum = known[bound] { return sum }
      let sum = (try? triangles?.sum(bound: bound, within: Self.triangleGap(bound), control)) ?? 0
      known[bound] = sum
      return sum
    }
    let (bound, rest) =
      given.map { ($0, loss) }
      ?? Self.find(Self.triangleBound, Self.triangleScores(kept), Self.trianglesToTry, loss, &drawing)
    drawing.table(Self.number("triangles", kept(bound), Self.sensitivity(.triangles, bound), rest))
  }

  /// θ, at a quarter of the loss, and what is left of it.
  private static func find(
    _ name: String, _ scores: some Sequence<Int>, _ bounds: [Int], _ loss: PrivacyLoss, _ drawing: inout NoisyDrawing
  ) -> (bound: Int, rest: PrivacyLoss) {
    let quarter = PrivacyLoss(micro: loss.micro / 4)
    let place = drawing.firstNotNegative(scores, names: bounds, name: name, loss: quarter)
    return (bounds[place], PrivacyLoss(micro: loss.micro - quarter.micro))
  }

  /// For each bound θ a number that is 0 or more once θ keeps nine tenths of the edges that 2θ keeps, and that one person
  /// changes by at most 1: they add 0 … θ to the first and 0 … 2θ to the second.
  ///
  /// The last bound has none: it is taken where no other is.
  static func degreeScores(_ graph: StatisticsGraph) -> some Sequence<Int> {
    degreesToTry.dropLast().lazy.map { bound in
      score(bound, widest: 18) { graph.projectedDegrees(bound: $0).reduce(0, +) / 2 }
    }
  }

  /// The same of triangles, of which each number may also lie an eighth of its θ too low: 21.5θ in all.
  /// - Parameter kept: is asked for a bound and for twice as much when the bound's score is, and not before.
  static func triangleScores(_ kept: @escaping (Int) -> Int) -> some Sequence<Int> {
    trianglesToTry.dropLast().lazy.map { score($0, widest: 22, kept) }
  }

  /// (10 kept(θ) − 9 kept(2θ)) / (`widest` · θ), rounded down.
  private static func score(_ bound: Int, widest: Int, _ kept: (Int) -> Int) -> Int {
    let (value, unit) = (10 * kept(bound) - 9 * kept(2 * bound), widest * bound)
    return value >= 0 ? value / unit : -((unit - 1 - value) / unit)
  }

  private static func number(_ name: String, _ value: Int, _ sensitivity: Int, _ loss: PrivacyLoss)
    -> ReleaseLedger.Draft
  {
    ReleaseLedger.Draft(
      name: name, axes: [], totalAxes: 0, loss: loss, counts: BoundedCounts([value], sensitivity: sensitivity))
  }

  private static func histogram(_ degrees: [Int], sensitivity: Int, _ loss: PrivacyLoss) -> ReleaseLedger.Draft {
    ReleaseLedger.Draft(
      name: "people by degree", axes: [ReleaseAxis(name: "degree", values: DegreeClasses.names)], totalAxes: 1,
      loss: loss, counts: BoundedCounts(DegreeClasses.histogram(degrees), sensitivity: sensitivity))
  }
}
