import Contacts
import People

/// Decides whose data may be used for what, and hands out nothing else: the only maker of `Permitted` values.
public struct PolicyGate: Sendable {
  private let graph: SocialGraph
  private let consents: ConsentRegister
  /// The day on which ages are counted.
  public let today: CivilDate?

  /// The age from which nobody is a minor.
  public static let majority = 18

  /// - Parameters:
  ///   - asOf: when ages are counted, at most the newest event of the graph; nil takes that.
  ///   - clock: the latest time at which ages are counted, whatever events say.
  public init(graph: SocialGraph, consents: ConsentRegister, asOf: Timestamp? = nil, clock: Timestamp = .now) {
    (self.graph, self.consents) = (graph, consents)
    // Never later than the newest thing that happened, nor than now: neither a far as-of time nor a misdated event must
    // make adults of children.
    // Nor does the time move by those of whom nothing is used.
    let newest = (graph.people.restricted.isEmpty ? graph : graph.projected(graph.people.unrestricted)).newestTime
    today = [asOf, newest].compactMap { $0 }.min().map { min($0, clock).date }
  }

  /// Minors as declared: by their birth date, and without one by an attribute about age (`age_band: 13-17`). Unknown age
  /// is not a minor; where no date can be told, everybody with a birth date counts as one.
  public var minors: PersonSet {
    var minors = PersonSet(universe: graph.people.count)
    for position in 0..<graph.people.count {
      guard let birth = graph.people.born[position] else { continue }
      if today.map({ birth.mayBeYounger(than: Self.majority, on: $0) }) ?? true { minors.insert(PersonIndex(position)) }
    }
    for column in graph.attributes where StatedAge.isAge(column.name) {
      let isMinor = column.values.map { StatedAge.mayBeYounger(than: Self.majority, $0, on: today) }
      guard isMinor.contains(true) else { continue }
      for position in 0..<graph.people.count where graph.people.born[position] == nil {
        let person = PersonIndex(position)
        if column.codes(of: person).contains(where: { isMinor[Int($0)] }) { minors.insert(person) }
      }
    }
    return minors
  }

  /// Those whose data is kept and used for nothing, whatever was agreed to (GDPR Art. 18; DOMAIN B.2, R13).
  public var restricted: PersonSet { graph.people.restricted }

  /// How many people there are of whom anything is used.
  public var people: Int { graph.people.count - restricted.count }

  /// Who allows `purpose`. Minors allow nothing that rests on consent, and nobody restricted allows anything.
  public func allowing(_ purpose: Purpose) -> PersonSet {
    let said = consents.allowing(purpose, people: graph.people.count).subtracting(restricted)
    switch purpose {
    case .service, .insights, .statistics: return said
    case .suggestions, .inferenceSubject, .inferenceEvidence, .contactMatching, .partnerData, .location, .advertising:
      return said.subtracting(minors)
    }
  }

  /// The graph of those who allow `purpose`, with everything of everybody else taken out, and all derived values that
  /// were computed for another purpose.
  /// - Complexity: O(graph) where somebody is left out, O(people) where nobody is.
  public func graph(for purpose: Purpose) -> Permitted<SocialGraph> {
    var projected = graph.projected(allowing(purpose))
    projected.keepDerived(for: purpose.rawValue)
    return Permitted(projected, purpose: purpose, basis: basis(of: purpose))
  }

  /// The graph for inference: everything of everybody who is neither subject nor evidence is taken out, and attribute
  /// values are left for evidence only, derived values not at all.
  public func inferenceGraph() -> Permitted<InferenceGraph> {
    let subjects = allowing(.inferenceSubject)
    let evidence = allowing(.inferenceEvidence)
    var projected = graph.projected(subjects.union(evidence))
    let declared = projected.attributes.map { column in
      var declared = PersonSet(universe: graph.people.count)
      for position in 0..<graph.people.count where !column.codes(of: PersonIndex(position)).isEmpty {
        declared.insert(PersonIndex(position))
      }
      return declared
    }
    projected.attributes = projected.attributes.map { $0.projected(evidence) }
    projected.keepDerived(for: nil)
    return Permitted(
      InferenceGraph(graph: projected, subjects: subjects, evidence: evidence, declared: declared),
      purpose: .inferenceEvidence, basis: basis(of: .inferenceEvidence))
  }

  /// How many of all people allow a purpose, and how an operator would state a basis: what commands print.
  public func summary(of purpose: Purpose) -> String {
    let count = allowing(purpose).count
    return "\(count) of \(people) people allow \(purpose.rawValue) (basis: \(basis(of: purpose)))"
  }

  /// The basis of a purpose in words.
  public func basis(of purpose: Purpose) -> String {
    let own = consents.statements.contains { $0.purpose == purpose && !restricted.contains($0.person) }
    if consents.declared.granted.contains(purpose) {
      return own ? "\(consents.declared.words), and people's own statements" : consents.declared.words
    }
    switch purpose.legalBasis {
    case .contract: return "contract"
    case .legitimateInterest: return "legitimate interest, objectable"
    case .consent: return own ? "people's own consent" : "none declared"
    }
  }
}

/// What inference may see: a graph of subjects and evidence, and who is which.
public struct InferenceGraph: Sendable {
  /// Attribute values of people in `evidence` only; ties and relationships among subjects and evidence.
  public let graph: SocialGraph
  public let subjects: PersonSet
  public let evidence: PersonSet
  /// For each attribute of `graph`, who stated a value of their own (subjects and evidence): of them nothing is
  /// inferred, because what a person says about themselves wins.
  public let declared: [PersonSet]
}
