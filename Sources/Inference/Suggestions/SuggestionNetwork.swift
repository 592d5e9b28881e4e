import GraphKernels
import GraphStorage
import People
import Privacy
import Ties

/// The people who may be suggested to one another, what joins them, and who must not be.
///
/// Bridges are friendships and mutual follows among people who allow suggestions. Address-book entries and small
/// groups make candidates but never a bridge, so nobody learns of a third person's book. Nobody is suggested
/// who blocked, muted or reported the viewer or was by them, whom the viewer follows or
/// dismissed, with whom a friendship or follow ended, or of whom nothing was heard for `inactiveDays`.
public struct SuggestionNetwork: Sendable {
  public struct Options: Equatable, Sendable {
    /// Groups of more people join nobody: 2 … 1000.
    public var largestGroup = 50
    /// After how many days without a sign of life a person is not suggested; people without any dated sign count as
    /// active. 1 or more.
    public var inactiveDays = 365

    public init() {}
  }

  public let people: PersonTable
  public let asOf: Timestamp?
  public let basis: String
  let members: PersonSet
  /// Undirected, a vertex a person.
  let graph: Graph
  let isEligible: Column<Bool>
  let excluded: PairRows
  let books: PairRows
  let groups: SmallGroups
  /// Whom a viewer was shown, and how often.
  let impressions: SeenPairs
  let ties: TieTable?
  /// The sum of each person's strengths.
  let tieTotals: [Double]
  /// Filled by `withCommunities`.
  var communities: Column<UInt32>?
  /// Ties of the graph that began after `asOf`: what a temporal hold-out is asked about.
  let laterTies: [LaterTie]

  /// - Parameter asOf: friendships, follows and memberships that hold then, interactions until then; nil is the newest
  ///   interaction among those who allow suggestions, or everything where nothing is dated.
  /// - Throws: `nobodyAllows`, `noTies`, `cancelled`, `tooLarge`.
  /// - Complexity: O(graph · log graph).
  public init(
    _ permitted: Permitted<SuggestionGraph>, asOf: Timestamp? = nil, options: Options = Options(),
    _ control: RunControl
  ) throws(SuggestionError) {
    precondition(permitted.purpose == .suggestions, "people are suggested from data permitted for that")
    let social = permitted.value.social.value
    people = social.people
    basis = permitted.basis
    members = permitted.value.members
    guard members.count > 0 else { throw .nobodyAllows }
    let moment = asOf ?? social.newestContact
    self.asOf = moment
    let facts = SuggestionFacts(social, at: moment)
    graph = try Self.build(facts.bridges, people: people.count, control)
    guard graph.edgeCount > 0 else { throw .noTies }
    excluded = PairRows(facts.excluded, people: people.count)
    books = PairRows(permitted.value.entries.map { ($0.owner, $0.contact) }, people: people.count)
    groups = SmallGroups(social, at: moment, largest: options.largestGroup)
    impressions = SeenPairs(facts.seen)
    laterTies = facts.laterTies
    isEligible = Column(facts.isActive(days: options.inactiveDays).enumerated().map { [members] position, isActive in
      isActive && members.contains(PersonIndex(position))
    })
    if let moment, social.interactions.pairCount > 0 {
      do throws(TieError) {
        let table = try TieScorer(
          permitted.value.social, for: .suggestions, asOf: moment, threads: control.threads
        ).allTies()
        tieTotals = (0..<people.count).map { person in
          table.ties(of: PersonIndex(person)).reduce(0) { $0 + Double(table.strengths[$1]) }
        }
        ties = table
      } catch {
        throw .ties(error)
      }
    } else {
      (ties, tieTotals) = (nil, [])
    }
    if control.isCancelled { throw .cancelled }
  }

  private init(_ whole: SuggestionNetwork, graph: Graph) {
    people = whole.people
    asOf = whole.asOf
    basis = whole.basis
    members = whole.members
    self.graph = graph
    isEligible = whole.isEligible
    excluded = whole.excluded
    books = whole.books
    groups = whole.groups
    impressions = whole.impressions
    ties = whole.ties
    tieTotals = whole.tieTotals
    laterTies = whole.laterTies
  }

  static func build(
    _ pairs: [(UInt32, UInt32)], people: Int, _ control: RunControl
  ) throws(SuggestionError) -> Graph {
    do throws(GraphError) {
      let list = EdgeList(
        vertexCount: people, sources: Column(pairs.map(\.0)), targets: Column(pairs.map(\.1)))
      return try GraphBuilder.build(list, BuildPolicy(directed: false), control.silent).graph
    } catch {
      if control.isCancelled { throw .cancelled }
      throw .tooLarge
    }
  }

  /// The bridges, first < second, ascending.
  var bridges: [(UInt32, UInt32)] {
    var bridges: [(UInt32, UInt32)] = []
    bridges.reserveCapacity(graph.edgeCount)
    for first in 0..<graph.vertexCount {
      for arc in graph.row(first) where graph.targets[arc] > first {
        bridges.append((UInt32(first), graph.targets[arc]))
      }
    }
    return bridges
  }

  /// The network without some bridges.
  /// - Parameter hidden: first < second.
  func hiding(_ hidden: Set<UInt64>, _ control: RunControl) throws(SuggestionError) -> SuggestionNetwork {
    let kept = bridges.filter { !hidden.contains(UInt64($0.0) << 32 | UInt64($0.1)) }
    return SuggestionNetwork(self, graph: try Self.build(kept, people: people.count, control))
  }

  /// The network with its communities (Leiden), if a model asks for them.
  func withCommunities(
    _ features: Set<SuggestionFeature>, _ control: RunControl
  ) throws(SuggestionError) -> SuggestionNetwork {
    guard features.contains(.sameCommunity), communities == nil else { return self }
    var network = self
    do throws(KernelError) {
      network.communities = try Leiden.run(graph, control.silent).communities
    } catch {
      if control.isCancelled { throw .cancelled }
      throw .tooLarge
    }
    return network
  }

  /// Whether `other` may be suggested to `viewer` at all.
  func mayBeSuggested(_ other: UInt32, to viewer: UInt32) -> Bool {
    other != viewer && isEligible[Int(other)] && members.contains(PersonIndex(viewer))
      && !excluded.contains(viewer, other) && !isBridge(viewer, other)
  }

  func isBridge(_ one: UInt32, _ other: UInt32) -> Bool {
    var range = graph.row(Int(one))
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let found = graph.targets[middle]
      if found == other { return true }
      range = found < other ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }
}
