import GraphStorage

/// The amounts that one thread collects at the vertices two hops away from one vertex, all nothing in between.
struct TwoHopTally<Amount: TwoHopAmount>: Sendable {
  let amounts: MutableColumn<Amount>
  /// Room for all vertices and one; may be shared by the tallies of one thread.
  let touched: MutableColumn<UInt32>
  /// Start, end and first target of the rows to be walked next.
  private let ahead: MutableColumn<Int>

  private static var block: Int { 64 }

  init(vertexCount: Int, touched: MutableColumn<UInt32>) {
    amounts = MutableColumn(repeating: Amount.nothing, count: vertexCount)
    self.touched = touched
    ahead = MutableColumn(repeating: 0, count: 3 * Self.block)
  }

  /// Walks all ways of two hops from `vertex`, then sets the vertex and its neighbours back to nothing.
  ///
  /// Ways are walked in the order of rows, so sums of shares have one order. Middles of more than `hubCap` arcs are
  /// not walked through.
  /// - Parameter share: what a middle of the given degree, at least 2, adds to each vertex behind it.
  /// - Returns: how many vertices are touched, or nil where the run was told to stop; the tally is then of no use.
  @inline(__always)
  func collect(
    _ graph: Graph, _ vertex: Int, hubCap: Int, _ control: RunControl, share: (_ degree: Int) -> Amount
  ) -> Int? {
    let offsets = graph.offsets
    let targets = graph.targets
    let amounts = amounts
    let touched = touched
    var held = 0
    var walked = 0
    let row = graph.row(vertex)
    let ahead = ahead
    var next = row.lowerBound
    while next < row.upperBound {
      let stop = min(next &+ Self.block, row.upperBound)
      // Many rows are asked for at once, so that their waits for memory overlap.
      var rows = 0
      while next < stop {
        // SAFETY: arcs of a row are in bounds, and so are the targets and their rows: `Graph` keeps both. A middle has
        // an arc, the one back; `ahead` has three places for each of a block.
        let middle = unsafe Int(targets[unchecked: next])
        let start = unsafe offsets[unchecked: middle]
        let end = unsafe offsets[unchecked: middle &+ 1]
        unsafe ahead[unchecked: rows] = start
        unsafe ahead[unchecked: rows &+ Self.block] = end
        let first = unsafe targets[unchecked: start]
        let line = unsafe targets[unchecked: min(start &+ 16, end &- 1)]
        let last = unsafe targets[unchecked: min(start &+ 32, end &- 1)]
        unsafe ahead[unchecked: rows &+ 2 &* Self.block] = Int(first ^ line ^ last)
        // A middle of one arc only leads back.
        rows &+= end &- start > 1 && end &- start <= hubCap ? 1 : 0
        next &+= 1
      }
      for place in 0..<rows {
        // SAFETY: places of `ahead` that were written above.
        var second = unsafe ahead[unchecked: place]
        let end = unsafe ahead[unchecked: place &+ Self.block]
        let added = share(end &- second)
        walked &+= end &- second
        while second < end {
          // SAFETY: as above. A vertex is put into `touched` only when it had nothing, so at most `vertexCount` are, and
          // the place behind them may be written.
          let other = unsafe targets[unchecked: second]
          let amount = unsafe amounts[unchecked: Int(other)]
          unsafe touched[unchecked: held] = other
          unsafe amounts[unchecked: Int(other)] = amount.adding(added)
          held &+= amount == .nothing ? 1 : 0
          second &+= 1
        }
        if walked > 1 << 18 {
          if control.isCancelled { return nil }
          walked = 0
        }
      }
    }
    amounts[vertex] = .nothing
    for arc in row {
      // SAFETY: arcs of a row are in bounds, and so are their targets.
      unsafe amounts[unchecked: Int(targets[unchecked: arc])] = .nothing
    }
    return held
  }
}
