import GraphStorage

/// How many ordered pairs of different vertices are 1, 2, 3, … steps apart, from all vertices or from a sample.
///
/// Breadth-first searches from 64 sources at a time (Then et al. 2014). The effective diameter is that of Leskovec,
/// Kleinberg and Faloutsos (2005): the distance, interpolated between whole numbers, within which 90 % of the connected
/// pairs lie.
/// Measured (Kronecker scale 20, one thread): 64 sources take about 15 times as long as one search of its own. Pieces of
/// equally many arcs instead of equally many vertices take as long on one thread (the first vertices of a degree order
/// hold most arcs), and the longest stretch without a question whether to stop falls from 10 ms to 0.4.
/// - Complexity: O(samples / 64 × levels × (vertices + arcs)).
public enum DistanceHistogram {
  public struct Histogram: Equatable, Sendable {
    /// `pairs[d]`: pairs of a sampled source and another vertex `d` steps away; `pairs[0]` is 0.
    public let pairs: [Int]
    /// How many sources were taken; all vertices make the histogram exact.
    public let sources: Int

    /// The longest distance found: the diameter (of connected pairs) where all vertices were sources, else a lower
    /// bound of it.
    public var longest: Int { pairs.count - 1 }
    public var connectedPairs: Int { pairs.reduce(0, +) }

    /// Mean distance of connected pairs; 0 where there are none.
    public var mean: Double {
      let connected = connectedPairs
      guard connected > 0 else { return 0 }
      return Double(pairs.enumerated().reduce(0) { $0 + $1.offset * $1.element }) / Double(connected)
    }

    /// The interpolated distance within which `share` of the connected pairs lie; 0 where there are none.
    public func quantile(_ share: Double) -> Double {
      let wanted = share * Double(connectedPairs)
      var before = 0
      for (distance, count) in pairs.enumerated() where count > 0 {
        if Double(before + count) >= wanted {
          return max(0, Double(distance - 1) + (wanted - Double(before)) / Double(count))
        }
        before += count
      }
      return Double(max(0, longest))
    }
  }

  static let entry = KernelEntry(
    "distance-histogram", family: "traversal", summary: "How many pairs are 1, 2, 3, … steps apart",
    parameters: [
      .integer("samples", "sources to take; 0 takes every vertex, for exact counts", 0...Int.max, default: 256),
      .integer("seed", "chooses the sources", 0...Int.max, default: 1),
    ],
    bytes: 28 * .n, operations: 0.1 * (.n * .m) + .m
  ) { graph, values, control throws(KernelError) in
    let found = try run(
      graph, samples: values.integer("samples"), seed: UInt64(values.integer("seed")), control)
    return KernelResult(
      rows: .list(count: found.pairs.count),
      columns: [
        ("distance", .integers(found.pairs.indices.map(Int64.init))), ("pairs", .integers(found.pairs.map(Int64.init))),
      ],
      figures: [
        ("sources", .integer(found.sources)), ("connected_pairs", .integer(found.connectedPairs)),
        ("mean_distance", .real(found.mean)), ("median_distance", .real(found.quantile(0.5))),
        ("effective_diameter", .real(found.quantile(0.9))), ("longest", .integer(max(0, found.longest))),
      ])
  }

  /// - Parameters:
  ///   - samples: how many sources, drawn without repetition; 0, or as many as there are vertices, takes all.
  ///   - seed: chooses them.
  public static func run(
    _ graph: Graph, samples: Int, seed: UInt64 = 1, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Histogram {
    precondition(samples >= 0, "a number of samples is not negative")
    let vertexCount = graph.vertexCount
    let sources = VertexSample.ascending(samples, of: vertexCount, seed: seed)
    var pairs: [Int] = vertexCount > 0 ? [0] : []
    do throws(Cancelled) {
      let search = try BitParallelSearch(out: graph.outRows, back: graph.inRows, control)
      for start in stride(from: 0, to: sources.count, by: 64) {
        let end = min(start + 64, sources.count)
        try search.run(sources: sources[start..<end]) { depth, new throws(Cancelled) in
          guard depth > 0 else { return }
          // Nobody knows how many levels follow.
          let level = Double(end - start) * (1 - 1 / Double(depth + 1))
          control.report((Double(start) + level) / Double(sources.count))
          let counter = AtomicWords(repeating: 0, count: 1)
          try parallelRanges(vertexCount, grain: 32_768, control) { range in
            var sum = 0
            // SAFETY: ranges cover the vertices.
            for vertex in range { sum &+= unsafe new[unchecked: vertex].nonzeroBitCount }
            counter.add(sum)
          }
          if pairs.count == depth { pairs.append(0) }
          pairs[depth] += Int(counter.values[0])
        }
        control.report(Double(end) / Double(sources.count))
      }
    } catch { throw KernelError(error) }
    return Histogram(pairs: pairs, sources: sources.count)
  }
}
