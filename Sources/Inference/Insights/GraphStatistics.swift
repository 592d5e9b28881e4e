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
/// | triangles | Δ ≤ a private upper bound of the local sensitivity, δ = 10⁻⁹ | none |
///
/// θ is what the caller says, which costs nothing where they say it without looking at the graph, or the first power of
/// two, 1 … 4096, at which a projection keeps nine tenths of the edges that one to 2θ keeps, found by the sparse-vector
/// technique at a quarter of the loss. Under edge privacy a quarter goes into the bound for
/// triangles. There is no node-private number of triangles: the edges that a projection keeps may all change with one
/// person, so nothing bounds their triangles.
///
/// Source: DOMAIN C.6; Karwa, Raskhodnikova, Smith and Yaroslavtsev 2011 for a released bound of local sensitivity.
public struct GraphStatistics: Sendable {
  private let graph: StatisticsGraph
  private let threads: ThreadCount
  private let cancellation: Cancellation

  private static let sharedBound = "most shared neighbours, at most"
  private static let degreeBound = "degrees counted up to"

  /// Whether a part of an answer is a bound that the others rest on, and no count.
  public static func isChosen(_ part: String) -> Bool { part == sharedBound || part == degreeBound }

  /// Whether a part is the degree up to which friendships were counted.
  public static func isDegreeBound(_ part: String) -> Bool { part == degreeBound }

  /// Whether a class of degrees holds only degrees above `cap`.
  public static func isAbove(_ degreeClass: String, cap: Int) -> Bool {
    DegreeClasses.names.firstIndex(of: degreeClass).map { DegreeClasses.lowest[$0] > cap } ?? false
  }

  static let bounds = (0...12).map { 1 << $0 }
  /// What θ may be.
  public static let degreeBounds = 1...4096

  /// Below this many people the noise of the search for θ, of scale 16 / ε, decides it and not the graph.
  ///
  /// Where θ keeps everything, its score is about people · mean degree / 36θ. Where θ is at most four times the mean
  /// degree, as long as no few people hold most friendships, that is a 144th of the people, and three times the noise is
  /// 48 / ε.
  public static func leastPeople(_ loss: PrivacyLoss) -> Int { (6_912_000_000 + loss.micro - 1) / max(1, loss.micro) }

  /// How far noise moves one number at most, in 19 of 20, where all the loss goes into it; nil where that depends on the
  /// graph.
  /// - Parameter degreeBound: θ under node privacy, 1 … 4096; nil under edge privacy.
  public static func margin(_ statistic: GraphStatistic, degreeBound: Int?, loss: PrivacyLoss) -> Int? {
    let sensitivity: Int? =
      if let degreeBound { Self.sensitivity(statistic, degreeBound) } else { [.edges: 1, .degree: 4][statistic] }
    return sensitivity.map { ReleasePart.margin(sensitivity: $0, loss: loss) }
  }

  /// The most that a number may be.
  public static func most(_ statistic: GraphStatistic, degreeBound: Int?, people: Int) -> Int {
    statistic == .degree ? people : people * (degreeBound ?? max(0, people - 1)) / 2
  }

  private static func sensitivity(_ statistic: GraphStatistic, _ degreeBound: Int) -> Int {
    statistic == .degree ? 2 * degreeBound + 1 : degreeBound
  }

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

  /// False where no bound holds: triangles of neighbours that differ in a person.
  public static func isOffered(_ statistic: GraphStatistic, _ relation: NeighbourRelation) -> Bool {
    !(statistic == .triangles && relation == .node)
  }

  public static func question(
    _ statistic: GraphStatistic, _ relation: NeighbourRelation, degreeBound: Int? = nil, days: Range<Int>
  ) -> ReleaseQuestion {
    let degrees = degreeBound.map { ", degrees up to \($0)" } ?? ""
    return ReleaseQuestion(
      subject: .graph, name: "\(statistic.rawValue) under \(relation.rawValue) privacy\(degrees)", days: days)
  }

  /// Draws one statistic and enters it in a ledger.
  /// - Parameter degreeBound: θ under node privacy, 1 … 4096, chosen without looking at the graph; nil finds one.
  /// - Precondition: it is offered.
  public func draw(
    _ statistic: GraphStatistic, _ relation: NeighbourRelation, degreeBound: Int? = nil, days: Range<Int>,
    loss: PrivacyLoss, ledger: inout ReleaseLedger, noise: inout NoiseSource
  ) throws(ReleaseError) -> StoredRelease {
    precondition(Self.isOffered(statistic, relation), "not offered")
    precondition(degreeBound.map { relation == .node && Self.degreeBounds.contains($0) } ?? true, "no such bound")
    let question = Self.question(statistic, relation, degreeBound: degreeBound, days: days)
    return try ledger.draw(question, loss: loss, noise: &noise) { drawing in
      switch relation {
      case .edge: drawEdge(statistic, loss, &drawing)
      case .node: drawNode(statistic, degreeBound, loss, &drawing)
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

  private func drawNode(
    _ statistic: GraphStatistic, _ degreeBound: Int?, _ loss: PrivacyLoss, _ drawing: inout NoisyDrawing
  ) {
    var (bound, rest) = (degreeBound ?? 0, loss)
    if degreeBound == nil {
      let quarter = PrivacyLoss(micro: loss.micro / 4)
      bound = Self.bounds[
        drawing.firstNotNegative(Self.scores(graph), names: Self.bounds, name: Self.degreeBound, loss: quarter)]
      rest = PrivacyLoss(micro: loss.micro - quarter.micro)
    }
    let degrees = graph.projectedDegrees(bound: bound)
    let sensitivity = Self.sensitivity(statistic, bound)
    switch statistic {
    case .edges: drawing.table(Self.number("edges", degrees.reduce(0, +) / 2, sensitivity, rest))
    case .degree: drawing.table(Self.histogram(degrees, sensitivity: sensitivity, rest))
    case .triangles: preconditionFailure("not offered")
    }
  }

  /// For each bound θ a number that is 0 or more once θ keeps nine tenths of what 2θ keeps, and that one person changes
  /// by at most 1: (10 kept(θ) − 9 kept(2θ)) / 18θ, rounded down. A person who comes adds 0 … θ to the first and
  /// 0 … 2θ to the second.
  static func scores(_ graph: StatisticsGraph) -> [Int] {
    let kept = (bounds + [bounds[bounds.count - 1] * 2]).map { graph.projectedDegrees(bound: $0).reduce(0, +) / 2 }
    return bounds.indices.map { place in
      let (value, unit) = (10 * kept[place] - 9 * kept[place + 1], 18 * bounds[place])
      return value >= 0 ? value / unit : -((unit - 1 - value) / unit)
    }
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
