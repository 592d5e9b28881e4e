import GraphStorage

/// What a small graph's matrix says by brute force: the other way round from every kernel.
struct MatrixOracle {
  let count: Int
  /// Weight of the arc from row to column, 0 where there is none.
  let weights: [[Double]]
  let distances: [[Double]]
  /// Shortest paths from row to column.
  let paths: [[Double]]

  /// Distances by Floyd and Warshall; paths by adding up over the last arc, nearest target first.
  init(_ graph: Graph, weighted: Bool = false) {
    let count = graph.vertexCount
    var weights = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for vertex in 0..<count {
      for arc in graph.row(vertex) {
        weights[vertex][Int(graph.targets[arc])] = weighted ? graph.weights?[arc] ?? 1 : 1
      }
    }
    var distances = weights.map { row in row.map { $0 > 0 ? $0 : Double.infinity } }
    for vertex in 0..<count { distances[vertex][vertex] = 0 }
    for middle in 0..<count {
      for first in 0..<count where distances[first][middle] < .infinity {
        for second in 0..<count {
          distances[first][second] = min(distances[first][second], distances[first][middle] + distances[middle][second])
        }
      }
    }
    var paths = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for source in 0..<count {
      paths[source][source] = 1
      let nearest = (0..<count).filter { $0 != source && distances[source][$0] < .infinity }
        .sorted { distances[source][$0] < distances[source][$1] }
      for target in nearest {
        for last in 0..<count
        where weights[last][target] > 0 && distances[source][last] + weights[last][target] == distances[source][target]
        {
          paths[source][target] += paths[source][last]
        }
      }
    }
    self.count = count
    self.weights = weights
    self.distances = distances
    self.paths = paths
  }

  /// Over ordered pairs of others, not scaled.
  func betweenness(_ vertex: Int) -> Double {
    var sum = 0.0
    for source in 0..<count where source != vertex {
      for target in 0..<count
      where target != vertex && target != source && distances[source][target] < .infinity
        && distances[source][vertex] + distances[vertex][target] == distances[source][target]
      {
        sum += paths[source][vertex] * paths[vertex][target] / paths[source][target]
      }
    }
    return sum
  }

  /// Over ordered pairs, of one arc, not scaled.
  func betweenness(from first: Int, to second: Int) -> Double {
    var sum = 0.0
    for source in 0..<count {
      for target in 0..<count
      where target != source && distances[source][target] < .infinity
        && distances[source][first] + weights[first][second] + distances[second][target] == distances[source][target]
      {
        sum += paths[source][first] * paths[second][target] / paths[source][target]
      }
    }
    return sum
  }

  /// Solves x = damping × (transition ᵀ x) + (1 − damping) × restart, rows without arcs leading to `restart`, by
  /// elimination.
  func ranks(restart: [Double], damping: Double) -> [Double] {
    var rows = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
    for source in 0..<count {
      let total = weights[source].reduce(0, +)
      for target in 0..<count {
        let share = total > 0 ? weights[source][target] / total : restart[target]
        rows[target][source] = (source == target ? 1 : 0) - damping * share
      }
      rows[source][count] = (1 - damping) * restart[source]
    }
    for pivot in 0..<count {
      // Diagonally dominant by columns: no exchange of rows is needed.
      for row in 0..<count where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        if factor == 0 { continue }
        for column in pivot...count { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }
}

func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
  first.count == second.count ? zip(first, second).map { abs($0 - $1) }.max() ?? 0 : .infinity
}
