import GraphKernels
import GraphStorage
import People
import Ties

/// Reads what speaks for suggestions in one network; scratch memory of one thread.
struct FeatureReader: Sendable {
  /// A candidate of one viewer.
  struct Case: Equatable, Sendable {
    let candidate: UInt32
    /// By `SuggestionFeature.position`, unscaled.
    var values: [Double]
  }

  let network: SuggestionNetwork
  private let features: Set<SuggestionFeature>
  private let walkTolerance: Double
  let candidates: TwoHopCandidates
  private let control: RunControl

  /// - Parameters:
  ///   - features: those that are wanted beside what common neighbours give; the others stay 0.
  ///   - shortlist: how many candidates over common neighbours are looked at closely.
  init(
    _ network: SuggestionNetwork, features: Set<SuggestionFeature>, shortlist: Int, walkTolerance: Double,
    _ control: RunControl
  ) {
    self.network = network
    self.features = features
    self.walkTolerance = walkTolerance
    self.control = control
    candidates = TwoHopCandidates(network.graph, isEligible: network.isEligible, limit: shortlist)
  }

  /// The candidates of a viewer with their values: the shortlist over common neighbours, then who stands in the
  /// viewer's address book or shares a small group. Nil where the run was told to stop.
  func cases(of viewer: UInt32) -> [Case]? {
    guard network.members.contains(PersonIndex(viewer)) else { return [] }
    guard let listed = candidates.list(of: viewer, excluding: network.excluded[viewer], control) else { return nil }
    var others = Set(listed.map(\.vertex))
    var direct: [UInt32] = []
    for other in network.books[viewer] + network.groups.companions(of: viewer)
    where network.mayBeSuggested(other, to: viewer) && others.insert(other).inserted {
      direct.append(other)
    }
    return read(viewer, listed + direct.map { candidates.shares(viewer, $0) })
  }

  /// The values of given candidates. Nil where the run was told to stop.
  func cases(of viewer: UInt32, _ others: [UInt32]) -> [Case]? {
    read(viewer, others.map { candidates.shares(viewer, $0) })
  }

  private func read(_ viewer: UInt32, _ listed: [TwoHopCandidates.Candidate]) -> [Case]? {
    if listed.isEmpty { return [] }
    var ranks: (vertices: [UInt32], values: [Double]) = ([], [])
    if features.contains(.personalisedPageRank) {
      guard let found = walk(from: viewer) else { return nil }
      ranks = found
    }
    return listed.map { candidate in
      let other = candidate.vertex
      var values = [Double](repeating: 0, count: SuggestionFeature.count)
      func set(_ feature: SuggestionFeature, _ value: Double) { values[feature.position] = value }
      set(.commonNeighbours, Double(candidate.common))
      set(.twoSteps, candidate.common > 0 ? 1 : 0)
      set(.adamicAdar, candidate.adamicAdar)
      set(.resourceAllocation, candidate.resourceAllocation)
      set(.jaccard, candidate.jaccard)
      set(.candidateDegree, Double(network.graph.degree(Int(other))))
      if features.contains(.personalisedPageRank) {
        set(.personalisedPageRank, Self.value(of: other, in: ranks))
      }
      if features.contains(.strengthWalk), network.ties != nil { set(.strengthWalk, strengthWalk(viewer, other)) }
      // Whether the other has the viewer too must not show, in the rank no more than in words.
      if network.books.contains(viewer, other) { set(.bookEvidence, 1) }
      set(.sharedGroups, network.groups.shared(viewer, other).weight)
      if let communities = network.communities, communities[Int(viewer)] == communities[Int(other)] {
        set(.sameCommunity, 1)
      }
      return Case(candidate: other, values: values)
    }
  }

  /// Nil where the run was told to stop.
  func walk(from viewer: UInt32) -> (vertices: [UInt32], values: [Double])? {
    do throws(KernelError) {
      let ranks = try PersonalisedPageRankPush.run(
        network.graph, sources: [viewer], damping: 0.5, tolerance: walkTolerance, control.silent)
      return (ranks.vertices, ranks.values)
    } catch {
      return nil
    }
  }

  private static func value(of vertex: UInt32, in ranks: (vertices: [UInt32], values: [Double])) -> Double {
    var range = 0..<ranks.vertices.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if ranks.vertices[middle] == vertex { return ranks.values[middle] }
      range = ranks.vertices[middle] < vertex ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return 0
  }

  private func strengthWalk(_ viewer: UInt32, _ other: UInt32) -> Double {
    guard let ties = network.ties else { return 0 }
    var sum = 0.0
    for middle in candidates.commonNeighbours(viewer, other) {
      sum += share(ties, viewer, middle) * share(ties, middle, other)
    }
    return sum
  }

  private func share(_ ties: TieTable, _ one: UInt32, _ other: UInt32) -> Double {
    var range = ties.ties(of: PersonIndex(one))
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let found = ties.neighbours[middle]
      if found == other {
        return Double(ties.strengths[middle]) / max(1, network.tieTotals[Int(one)])
      }
      range = found < other ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return 0
  }
}
