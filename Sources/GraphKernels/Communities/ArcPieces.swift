import GraphStorage

/// Runs of consecutive rows with about equally many arcs, as pieces of a parallel loop. They depend on the rows only.
struct ArcPieces: Sendable {
  private let starts: [Int]

  var count: Int { starts.count - 1 }

  subscript(piece: Int) -> Range<Int> { starts[piece]..<starts[piece + 1] }

  /// - Parameters:
  ///   - arcs: a piece ends with the row that brings it to so many.
  ///   - rows: and has at most so many rows, a multiple of `alignment`.
  ///   - alignment: pieces begin at multiples of it.
  init(_ offsets: Column<Int>, arcs: Int = 1 << 16, rows: Int = 1 << 13, alignment: Int = 1) {
    let count = offsets.count - 1
    var starts = [0]
    var first = 0
    while first < count {
      var low = first + alignment
      var high = min(first + rows, count)
      // The first multiple at which the piece is full.
      let limit = offsets[first] + arcs
      while low < high {
        let middle = (low + high) / 2 / alignment * alignment
        if middle <= first || offsets[middle] < limit { low = max(middle, first) + alignment } else { high = middle }
      }
      first = min(low, count)
      starts.append(first)
    }
    self.starts = starts
  }

  /// The same for rows that lie anywhere, with `arcsOf(row)` arcs each.
  init(count: Int, arcs: Int, rows: Int, _ arcsOf: (Int) -> Int) {
    var starts = [0]
    var sum = 0
    for row in 0..<count {
      sum &+= arcsOf(row)
      if sum >= arcs || row + 1 - starts[starts.count - 1] == rows || row + 1 == count {
        starts.append(row + 1)
        sum = 0
      }
    }
    self.starts = starts
  }
}
