import Ingest
import People
import Privacy

/// Names for communities: values that members state, and groups that they belong to, more often than everybody does.
///
/// A name says something about people who state nothing, so only what people state who allow being evidence counts, and
/// only values and groups that at least k of a community have. Sensitive attributes never name anything, nor do groups
/// whose names tell of a special category. How many state a value is not told.
enum CommunityNames {
  /// A value must be this much more frequent inside.
  private static let leastLift = 1.2

  /// - Parameters:
  ///   - positions: the community of each vertex, by size.
  ///   - shown: how many communities, from the first, are named.
  /// - Returns: for each of those at most three names: first those that fit best, inside often and outside seldom.
  /// - Complexity: O(values stated + memberships + shown communities · distinct values).
  static func suggest(
    _ dataset: Dataset, _ origin: LoadedGraph.Origin, positions: [Int], shown: Int, minimum: Int
  ) -> [[String]] {
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: origin.projection.asOf)
    let evidence = gate.allowing(.inferenceEvidence)
    let graph = gate.graph(for: origin.projection.purpose).value
    var found = [[(fit: Double, name: String)]](repeating: [], count: shown)
    func name(_ prefix: String, _ names: [String], _ tally: Tally) {
      for rank in 0..<shown {
        for code in names.indices where tally.count(code, of: rank) >= minimum {
          if let lift = tally.lift(code, of: rank), lift >= leastLift {
            found[rank].append((tally.fit(code, of: rank), "\(prefix) \(names[code])"))
          }
        }
      }
    }
    for column in graph.attributes where column.kind != .sensitive {
      var tally = Tally(shown: shown, values: column.values.count)
      for (vertex, person) in origin.people.enumerated() where evidence.contains(person) {
        // Shares are of those who state something.
        let codes = column.codes(of: person)
        if !codes.isEmpty { tally.note(codes.map { Int($0) }, positions[vertex]) }
      }
      name(column.name, column.values.map { "\($0)" }, tally)
    }
    let groups = (0..<graph.groups.count).map { graph.groups.label(GroupIndex($0)) }
    let isPlain = groups.map { AttributeKind.effective(name: $0, declared: nil) != .sensitive }
    var memberships = [Set<Int>](repeating: [], count: dataset.graph.people.count)
    for membership in graph.memberships
    where isPlain[membership.group.position] && origin.asOf.map(membership.period.holds) ?? true {
      memberships[membership.person.position].insert(membership.group.position)
    }
    var tally = Tally(shown: shown, values: groups.count)
    for (vertex, person) in origin.people.enumerated() where evidence.contains(person) {
      tally.note(Array(memberships[person.position]), positions[vertex])
    }
    name("group", groups, tally)
    return found.map { names in
      names.sorted { one, other in
        one.fit != other.fit
          ? one.fit > other.fit : one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
      }.prefix(3).map(\.name)
    }
  }

  /// How often each value stands in each community, and among everybody.
  private struct Tally {
    private let shown: Int
    private let values: Int
    private var counts: [Int]
    private var people: [Int]
    private var all: [Int]
    private var allPeople = 0

    init(shown: Int, values: Int) {
      (self.shown, self.values) = (shown, values)
      counts = [Int](repeating: 0, count: shown * values)
      people = [Int](repeating: 0, count: shown)
      all = [Int](repeating: 0, count: values)
    }

    /// One person of a community and the values they have.
    mutating func note(_ codes: [Int], _ rank: Int) {
      allPeople += 1
      if rank < shown { people[rank] += 1 }
      for code in codes {
        all[code] += 1
        if rank < shown { counts[rank * values + code] += 1 }
      }
    }

    func count(_ code: Int, of rank: Int) -> Int { counts[rank * values + code] }

    /// F₁ of the value as a mark of the community: the harmonic mean of the share of the community that has it and the
    /// share of those who have it that is in the community. By lift alone the name of a handful would stand before that
    /// of everybody.
    func fit(_ code: Int, of rank: Int) -> Double {
      2 * Double(count(code, of: rank)) / Double(people[rank] + all[code])
    }

    /// The share inside by the share among everybody.
    func lift(_ code: Int, of rank: Int) -> Double? {
      guard people[rank] > 0, all[code] > 0 else { return nil }
      let share = Double(count(code, of: rank)) / Double(people[rank])
      return share * Double(allPeople) / Double(all[code])
    }
  }
}
