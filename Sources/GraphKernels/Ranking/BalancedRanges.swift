import GraphStorage

/// Ranges of vertices, in order, that cover all of them with about equally many arcs each.
///
/// The cut depends on the rows alone, so a reduction with one slot a range has one order for any number of threads.
/// A piece is at most about a millisecond of arc reads, one vertex of very many arcs excepted.
struct BalancedRanges: Sendable {
  private let bounds: [Int]

  var count: Int { bounds.count - 1 }

  subscript(piece: Int) -> Range<Int> { bounds[piece]..<bounds[piece + 1] }

  /// - Parameter weight: vertices and arcs in a range, at least, but for the last.
  /// - Complexity: O(ranges × log vertices).
  init(_ offsets: Column<Int>, weight: Int = 1 << 15) {
    let vertexCount = offsets.count - 1
    var bounds = [0]
    while let start = bounds.last, start < vertexCount {
      let goal = offsets[start] + start + weight
      var low = start + 1
      var high = vertexCount
      while low < high {
        let middle = (low &+ high) &>> 1
        if offsets[middle] &+ middle >= goal { high = middle } else { low = middle &+ 1 }
      }
      bounds.append(low)
    }
    self.bounds = bounds
  }
}
