/// A simple undirected graph of people, and what private statistics need of it.
///
/// Vertices are 0 … count − 1. Edges stand in a stable order: taking out a vertex or an edge leaves the order of the
/// others as it is.
struct StatisticsGraph: Sendable {
  let count: Int
  /// Different pairs, in the stable order.
  let edges: [(Int32, Int32)]

  func degrees() -> [Int] {
    var degrees = [Int](repeating: 0, count: count)
    for (first, second) in edges {
      degrees[Int(first)] += 1
      degrees[Int(second)] += 1
    }
    return degrees
  }

  /// The degrees of the graph that keeps an edge, in the stable order, where both of its ends have fewer than `bound`
  /// kept ones.
  ///
  /// One vertex more or less, with all its edges, changes the number of kept edges by at most `bound` (it never falls
  /// when a vertex comes), and the degree histogram by at most 2 `bound` + 1 in sum. Dropping every vertex of a high
  /// degree has no such bound.
  ///
  /// Source: Day, Li and Lyu, "Publishing Graph Degree Distribution with Node Differential Privacy" (2016),
  /// algorithm 1. Deviation: none.
  /// - Complexity: O(vertices + edges).
  func projectedDegrees(bound: Int) -> [Int] {
    var degrees = [Int](repeating: 0, count: count)
    for (first, second) in edges where degrees[Int(first)] < bound && degrees[Int(second)] < bound {
      degrees[Int(first)] += 1
      degrees[Int(second)] += 1
    }
    return degrees
  }
}

/// Declared classes of degrees: the same for every graph.
enum DegreeClasses {
  static let lowest = [0, 1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500]

  static let names: [String] =
    zip(lowest, lowest.dropFirst()).map { $1 - $0 == 1 ? "\($0)" : "\($0)-\($1 - 1)" } + ["500+"]

  /// How many vertices there are of each class.
  static func histogram(_ degrees: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: lowest.count)
    for degree in degrees { counts[(lowest.lastIndex { $0 <= degree }) ?? 0] += 1 }
    return counts
  }
}
