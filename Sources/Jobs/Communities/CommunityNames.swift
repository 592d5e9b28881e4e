import Ingest
import People
import Privacy

/// Names for communities: values that members state more often than everybody does.
///
/// A name says something about people who state nothing, so only what people state who allow being evidence counts, and
/// only values that at least k of a community state. Sensitive attributes never name anything. How many state a value
/// is not told.
enum CommunityNames {
  /// A value must be this much more frequent inside.
  private static let leastLift = 1.2

  /// - Parameters:
  ///   - positions: the community of each vertex, by size.
  ///   - shown: how many communities, from the first, are named.
  /// - Returns: for each of those at most three names, the highest lift first; then by name.
  /// - Complexity: O(values stated + shown communities · distinct values).
  static func suggest(
    _ dataset: Dataset, _ origin: LoadedGraph.Origin, positions: [Int], shown: Int, minimum: Int
  ) -> [[String]] {
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: origin.projection.asOf)
    let evidence = gate.allowing(.inferenceEvidence)
    let graph = gate.graph(for: origin.projection.purpose).value
    var found = [[(lift: Double, name: String)]](repeating: [], count: shown)
    for column in graph.attributes where column.kind != .sensitive {
      let width = column.values.count
      var counts = [Int](repeating: 0, count: shown * width)
      var stated = [Int](repeating: 0, count: shown)
      var all = [Int](repeating: 0, count: width)
      var allStated = 0
      for (vertex, person) in origin.people.enumerated() where evidence.contains(person) {
        let codes = column.codes(of: person)
        if codes.isEmpty { continue }
        let rank = positions[vertex]
        allStated += 1
        if rank < shown { stated[rank] += 1 }
        for code in codes {
          all[Int(code)] += 1
          if rank < shown { counts[rank * width + Int(code)] += 1 }
        }
      }
      for rank in 0..<shown {
        for code in 0..<width where counts[rank * width + code] >= minimum {
          let share = Double(counts[rank * width + code]) / Double(stated[rank])
          let lift = share * Double(allStated) / Double(all[code])
          if lift >= leastLift { found[rank].append((lift, "\(column.name) \(column.values[code])")) }
        }
      }
    }
    return found.map { names in
      names.sorted { one, other in
        one.lift != other.lift
          ? one.lift > other.lift : one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
      }.prefix(3).map(\.name)
    }
  }
}
