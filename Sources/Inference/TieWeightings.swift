import Foundation
import GraphStorage
import People
import Privacy
import Ties

/// The forms of "how much a tie counts as evidence" that cross-fit chooses from, all symmetric:
///
/// - `tie strength`: the decayed strength of DOMAIN C.1, both directions added;
/// - `interaction`: the same without decay, so that old contacts count as much as new ones;
/// - `log interaction`: log(1 + that), so that no single tie drowns the others;
/// - `friendship`: 1 for each friendship or follow that holds;
/// - `friendship + log interaction`;
/// - `shared contacts`: 1 and, for each contact in common, 1 / ln(its contacts) (Adamic and Adar 2003);
/// - `few contacts`: 0.05 and, for each contact in common, 1 / (its contacts) (resource allocation: Zhou, Lü and Zhang
///   2009);
/// - `log interaction × shared contacts`.
///
/// Contacts are all people with a tie of any kind, of whom only those in common count who let their ties serve as evidence.
///
/// The last three, which look at structure, are tried for names, orders and numbers, not for sets. Forms that the graph has
/// no data for are left out; on more than two million arcs only the decayed strength, the logarithm and friendship are
/// tried, because each costs a full cross-fit.
enum TieWeightings {
  /// Two for each tie.
  static let fewArcs = 2_000_000

  /// - Complexity: O(ledger rows + ties log ties).
  static func all(
    _ permitted: Permitted<InferenceGraph>, asOf: Timestamp, structural: Bool, threads: ThreadCount
  ) throws(InferenceError) -> [NamedWeighting] {
    let graph = permitted.value.graph
    var weightings: [NamedWeighting] = []
    let decayed = try arcs(permitted, .standard, asOf, threads)
    let friends = try friendshipArcs(permitted, asOf, threads)
    // A half-life of ten years stands for no decay at all inside any log Kith is given.
    var still = TieParameters.standard
    still.kernel = [.init(amplitude: 1, halfLifeDays: 3650)]
    let total = try arcs(permitted, still, asOf, threads)
    var damped: WeightedGraph?
    if !total.isEmpty {
      let count = graph.people.count
      if !decayed.isEmpty {
        weightings.append(NamedWeighting(name: "tie strength", graph: try weighted(decayed, count)))
      }
      let interaction = try weighted(total, count)
      if interaction.arcCount <= fewArcs {
        weightings.append(NamedWeighting(name: "interaction", graph: interaction))
      }
      let logarithm = try mapped(interaction, log1p)
      damped = logarithm
      weightings.append(NamedWeighting(name: "log interaction", graph: logarithm))
      if !friends.isEmpty, interaction.arcCount <= fewArcs {
        let both = friends + total.map { Arc(source: $0.source, target: $0.target, weight: log1p($0.weight)) }
        weightings.append(NamedWeighting(name: "friendship + log interaction", graph: try weighted(both, count)))
      }
    }
    if !friends.isEmpty {
      weightings.append(NamedWeighting(name: "friendship", graph: try weighted(friends, graph.people.count)))
    }
    if weightings.isEmpty { throw .noTies }
    // Friendships are told apart, so the graph of all ties has two arcs for each of them at least.
    guard structural, max(2 * friends.count, damped?.arcCount ?? 0) <= fewArcs else { return weightings }
    let union = try weighted(friends + total, graph.people.count)
    guard union.arcCount <= fewArcs else { return weightings }
    let evidence = (0..<graph.people.count).map { permitted.value.evidence.contains(PersonIndex($0)) }
    let contacts = SharedContacts(union, evidence, threads: threads)
    weightings.append(NamedWeighting(name: "shared contacts", graph: contacts.weighted { 1 + $0.adamicAdar }))
    weightings.append(NamedWeighting(name: "few contacts", graph: contacts.weighted { 0.05 + $0.resourceAllocation }))
    if let damped {
      let shared = SharedContacts(damped, among: union, evidence, threads: threads)
      weightings.append(
        NamedWeighting(
          name: "log interaction × shared contacts", graph: shared.weighted { $0.weight * (1 + $0.adamicAdar) }))
    }
    return weightings
  }

  private struct Arc {
    var source: UInt32
    var target: UInt32
    var weight: Double
  }

  private static func arcs(
    _ permitted: Permitted<InferenceGraph>, _ parameters: TieParameters, _ asOf: Timestamp, _ threads: ThreadCount
  ) throws(InferenceError) -> [Arc] {
    do throws(TieError) {
      let table = try TieScorer.forInference(permitted, parameters: parameters, asOf: asOf, threads: threads).allTies()
      var arcs: [Arc] = []
      arcs.reserveCapacity(table.tieCount)
      for position in 0..<table.personCount {
        for index in table.ties(of: PersonIndex(position)) where table.strengths[index] > 0 {
          arcs.append(
            Arc(
              source: UInt32(position), target: table.neighbours[index],
              weight: Strength(rawValue: table.strengths[index]).value))
        }
      }
      return arcs
    } catch {
      throw .ties(error)
    }
  }

  /// One arc for each friendship, and one for each direction that somebody follows; made symmetric by `weighted`.
  private static func friendshipArcs(
    _ permitted: Permitted<InferenceGraph>, _ asOf: Timestamp, _ threads: ThreadCount
  ) throws(InferenceError) -> [Arc] {
    let graph = permitted.value.graph
    let scorer: TieScorer
    do throws(TieError) {
      scorer = try TieScorer.forInference(permitted, asOf: asOf, threads: threads)
    } catch {
      throw .ties(error)
    }
    var pairs: [UInt64] = []
    for friendship in graph.friendships
    where friendship.period.holds(at: asOf) && !scorer.isExcluded(friendship.first, friendship.second) {
      pairs.append(UInt64(friendship.first.rawValue) << 32 | UInt64(friendship.second.rawValue))
    }
    for follow in graph.follows
    where follow.period.holds(at: asOf) && follow.follower != follow.followee
      && !scorer.isExcluded(follow.follower, follow.followee)
    {
      let (low, high) = (min(follow.follower, follow.followee), max(follow.follower, follow.followee))
      pairs.append(UInt64(low.rawValue) << 32 | UInt64(high.rawValue))
    }
    pairs.sort()
    var arcs: [Arc] = []
    var previous: UInt64?
    for pair in pairs where pair != previous {
      arcs.append(
        Arc(source: UInt32(truncatingIfNeeded: pair >> 32), target: UInt32(truncatingIfNeeded: pair), weight: 1))
      previous = pair
    }
    return arcs
  }

  /// The symmetric graph of some arcs: each counts in both directions.
  private static func weighted(_ arcs: [Arc], _ people: Int) throws(InferenceError) -> WeightedGraph {
    do throws(GraphError) {
      return try WeightedGraphBuilder.build(
        vertexCount: people, sources: arcs.map(\.source), targets: arcs.map(\.target), weights: arcs.map(\.weight),
        symmetric: true)
    } catch {
      // Ids are in range and weights positive by construction of a tie table.
      preconditionFailure("a tie table is a valid graph: \(error)")
    }
  }

  private static func mapped(_ graph: WeightedGraph, _ transform: (Double) -> Double) throws(InferenceError)
    -> WeightedGraph
  {
    do throws(GraphError) {
      return try graph.mapWeights(transform)
    } catch {
      preconditionFailure("the logarithm of a positive weight is a weight: \(error)")
    }
  }
}
