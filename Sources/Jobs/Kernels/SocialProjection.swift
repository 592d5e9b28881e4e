import GraphStorage
import Ingest
import People
import Privacy
import Ties

/// A plain graph made of one kind of edge of a social graph, of those people only who allow a stated purpose.
///
/// Who does not allow it is no vertex; nor is the pair of a block, mute or report an edge, in either direction.
public struct SocialProjection: Sendable {
  public enum Edges: String, CaseIterable, Sendable {
    /// Friendships that hold at the as-of time: undirected.
    case friends
    /// Who follows whom at the as-of time: directed.
    case follows
    /// Ties by strength, the mean of both directions: undirected, weighted.
    case ties
    /// Ties by strength as each person has them: directed, weighted.
    case directedTies = "directed-ties"
    /// People and the groups they are members of at the as-of time: undirected, two kinds of vertex. A group is called
    /// `group:` and its id.
    case memberships

    public var areDirected: Bool { self == .follows || self == .directedTies }
    public var areWeighted: Bool { self == .ties || self == .directedTies }
  }

  public var purpose: Purpose
  public var edges: Edges
  /// Nil for the newest interaction among those who allow the purpose.
  public var asOf: Timestamp?

  public init(purpose: Purpose, edges: Edges, asOf: Timestamp? = nil) {
    (self.purpose, self.edges, self.asOf) = (purpose, edges, asOf)
  }

  /// - Throws: `Failure`, usage, where there is no such purpose.
  public static func purpose(named name: String) throws(Failure) -> Purpose {
    if let purpose = Purpose(rawValue: name) { return purpose }
    throw Failure(.usage, "no purpose '\(name)'", hint: "purposes: \(purposeNames)")
  }

  /// - Throws: `Failure`, usage, where there are no such edges.
  public static func edges(named name: String) throws(Failure) -> Edges {
    if let edges = Edges(rawValue: name) { return edges }
    throw Failure(.usage, "no edges '\(name)'", hint: "edges: \(edgeNames)")
  }

  public static let purposeNames = Purpose.allCases.map(\.rawValue).joined(separator: ", ")
  public static let edgeNames = Edges.allCases.map(\.rawValue).joined(separator: ", ")

  /// - Throws: `Failure`, refused, for ties with a purpose of inference: those are weighed without what is guessed at,
  ///   and only where the guess is made.
  func requirePossible() throws(Failure) {
    guard edges.areWeighted, purpose == .inferenceSubject || purpose == .inferenceEvidence else { return }
    throw Failure(
      .refused, "ties are not weighed for \(purpose.rawValue) outside of an inference",
      hint: "take another purpose, or the edges friends or follows")
  }

  struct Projected: Sendable {
    let graph: NamedGraph
    /// By vertex: people's ids, then the groups'.
    let names: [String]
    let origin: LoadedGraph.Origin
  }

  /// - Complexity: O(graph), and the weighing of all ties where those are asked for.
  func graph(of dataset: Dataset, _ context: RunContext) throws(Failure) -> Projected {
    try requirePossible()
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: asOf)
    let allowed = gate.allowing(purpose)
    let permitted = gate.graph(for: purpose)
    let people = (0..<dataset.graph.people.count).map { PersonIndex($0) }.filter(allowed.contains)
    guard !people.isEmpty else {
      throw Failure(
        .refused, "nobody allows \(purpose.rawValue), so the graph has no vertex",
        hint: "other purposes: \(Purpose.allCases.filter { $0 != purpose }.map(\.rawValue).joined(separator: ", "))")
    }
    var vertices = [UInt32](repeating: .max, count: dataset.graph.people.count)
    for (vertex, person) in people.enumerated() { vertices[person.position] = UInt32(vertex) }
    let graph = permitted.value
    var names = people.map { graph.people.id($0) }
    var list = Listing(vertices: vertices, isWeighted: edges.areWeighted)
    let moment = asOf ?? graph.newestContact
    func holds(_ period: Period) -> Bool { moment.map(period.holds) ?? true }
    switch edges {
    case .friends:
      let blocked = Blocked(graph.blocks)
      for edge in graph.friendships where holds(edge.period) && !blocked.contains(edge.first, edge.second) {
        list.append(edge.first, edge.second)
      }
    case .follows:
      let blocked = Blocked(graph.blocks)
      for edge in graph.follows where holds(edge.period) && !blocked.contains(edge.follower, edge.followee) {
        list.append(edge.follower, edge.followee)
      }
    case .ties, .directedTies:
      let scorer = try RankJob.scorer(dataset, permitted, for: purpose, asOf, .standard, context)
      let ties = try failing { () throws(TieError) in try scorer.allTies() }
      // Both directions are listed and added up: half of each makes the mean.
      let factor = edges == .ties ? 0.5 : 1
      for person in people {
        for tie in ties.ties(of: person) where ties.strengths[tie] > 0 {
          list.append(
            person, PersonIndex(ties.neighbours[tie]), weight: Strength(rawValue: ties.strengths[tie]).value * factor)
        }
      }
    case .memberships:
      for membership in graph.memberships where holds(membership.period) {
        list.append(membership.person, vertex: UInt32(people.count + membership.group.position))
      }
      names += (0..<graph.groups.count).map { "group:" + graph.groups.ids[$0] }
    }
    try context.checkCancellation()
    do throws(GraphError) {
      let built = try GraphBuilder.build(
        list.edges(vertexCount: names.count), BuildPolicy(directed: edges.areDirected, duplicates: duplicates),
        context.control(named: "build"))
      return Projected(
        graph: NamedGraph(built.graph), names: names,
        origin: LoadedGraph.Origin(projection: self, basis: permitted.basis, asOf: moment, people: people))
    } catch {
      throw Failure(error)
    }
  }

  /// A friendship that ended and began again is listed twice and is one edge; the two directions of a tie add up.
  private var duplicates: BuildPolicy.Duplicates { edges == .ties ? .sum : .maximum }
}

/// Edges as they are found.
private struct Listing {
  let vertices: [UInt32]
  let isWeighted: Bool
  var sources: [UInt32] = []
  var targets: [UInt32] = []
  var weights: [Double] = []

  mutating func append(_ source: PersonIndex, _ target: PersonIndex, weight: Double? = nil) {
    let vertex = vertices[target.position]
    if vertex != .max { append(source, vertex: vertex, weight: weight) }
  }

  mutating func append(_ source: PersonIndex, vertex: UInt32, weight: Double? = nil) {
    guard vertices[source.position] != .max else { return }
    sources.append(vertices[source.position])
    targets.append(vertex)
    if let weight { weights.append(weight) }
  }

  func edges(vertexCount: Int) -> EdgeList {
    EdgeList(
      vertexCount: vertexCount, sources: Column(sources), targets: Column(targets),
      weights: isWeighted ? Column(weights) : nil)
  }
}

/// Pairs one of whom does not want to hear of the other.
private struct Blocked {
  private var pairs: Set<UInt64> = []

  init(_ blocks: [Block]) { for block in blocks { pairs.insert(Self.key(block.blocker, block.blocked)) } }

  func contains(_ one: PersonIndex, _ other: PersonIndex) -> Bool { pairs.contains(Self.key(one, other)) }

  private static func key(_ one: PersonIndex, _ other: PersonIndex) -> UInt64 {
    UInt64(min(one.rawValue, other.rawValue)) << 32 | UInt64(max(one.rawValue, other.rawValue))
  }
}
