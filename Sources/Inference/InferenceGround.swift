import GraphKernels
import GraphStorage
import People
import Privacy
import Ties

/// What attributes of every kind are inferred from: the permitted ties in all their weightings, who is asked about, and
/// the fixed fold of everybody.
struct InferenceGround: Sendable {
  /// What people state of other attributes.
  let declared: DeclaredEvidence
  let weightings: [NamedWeighting]
  /// A hash of each person's id.
  let keys: [UInt64]
  /// 0..<`CrossFit.foldCount`, by that hash.
  let folds: [Int]
  /// Who may be inferred about.
  let judged: [Bool]
  /// Whose values and ties serve as evidence.
  let mayServe: [Bool]
  let threads: ThreadCount

  var vertexCount: Int { keys.count }

  /// Those of `all` that a graph of this size leaves time for. With more arcs than this only votes are tried, a second or
  /// so each, because spreading takes that for every value and cross-fit runs it for every fold and weighting.
  func methods(_ all: [InferenceMethod]) -> [InferenceMethod] {
    weightings.contains { $0.graph.arcCount > TieWeightings.fewArcs } ? all.filter(\.isVote) : all
  }

  /// - Parameters:
  ///   - attribute: the one to infer.
  ///   - structural: also weigh ties by contacts in common.
  /// - Throws: `noTies`, `ties`.
  /// - Complexity: O(ledger rows + ties log ties).
  init(
    _ permitted: Permitted<InferenceGraph>, except attribute: String, asOf: Timestamp, structural: Bool = false,
    threads: ThreadCount
  ) throws(InferenceError) {
    let people = permitted.value.graph.people
    weightings = try TieWeightings.all(permitted, asOf: asOf, structural: structural, threads: threads)
    declared = DeclaredEvidence(permitted, except: attribute, asOf: asOf)
    keys = (0..<people.count).map { people.ids.stableHash($0) }
    // The fold takes other bits than the draw of a seeded generator would.
    folds = keys.map { Int(($0 >> 7) % UInt64(CrossFit.foldCount)) }
    judged = keys.indices.map { permitted.value.subjects.contains(PersonIndex($0)) }
    mayServe = keys.indices.map { permitted.value.evidence.contains(PersonIndex($0)) }
    self.threads = threads
  }

  /// Those who may be asked about and state no value of their own.
  func asked(_ declared: PersonSet) -> [Int] {
    keys.indices.filter { judged[$0] && !declared.contains(PersonIndex($0)) }
  }

  /// For each vertex whether an evaluation hides its value: a draw by seed and person alone.
  func hidden(share: Double, seed: UInt64) -> [Bool] {
    keys.map { key in
      var generator = SeededGenerator(seed: seed, stream: key)
      return generator.unit() >= share
    }
  }

  /// - Throws: `noSuchAttribute`, `nobodyAllows`.
  static func column(
    _ permitted: Permitted<InferenceGraph>, _ attribute: String
  ) throws(InferenceError) -> (index: Int, column: AttributeColumn) {
    let graph = permitted.value.graph
    guard let index = graph.attributes.firstIndex(where: { $0.name == attribute }) else {
      throw .noSuchAttribute(attribute, known: graph.attributes.map(\.name))
    }
    return (index, graph.attributes[index])
  }

  static func requireEvidence(_ permitted: Permitted<InferenceGraph>, _ attribute: String) throws(InferenceError) {
    guard permitted.value.evidence.count > 0 else {
      throw .nobodyAllows(attribute: attribute, people: permitted.value.graph.people.count)
    }
  }
}
