/// Copies rows one after the other: in another order, their targets renumbered, or only without the gaps.
enum RowReordering {
  /// - Parameters:
  ///   - offsets: where the copied rows start, by new number, and where the last one ends.
  ///   - relabelling: nil where vertices keep their numbers.
  static func run(
    _ rows: LooseRows, offsets: Column<Int>, _ relabelling: Relabelling?, into output: ArcColumns, _ control: RunControl
  ) throws(GraphError) {
    try uncancelled { () throws(Cancelled) in
      try parallelRanges(offsets.count - 1, grain: 1 << 12, control) { range in
        copy(range, rows, offsets, relabelling, output)
      }
    }
  }

  private static func copy(
    _ range: Range<Int>, _ rows: LooseRows, _ offsets: Column<Int>, _ relabelling: Relabelling?, _ output: ArcColumns
  ) {
    // SAFETY: rows lie inside their columns, the copies inside theirs; targets are vertices, of which the relabelling
    // is a permutation.
    let starts = unsafe rows.starts.base
    let places = unsafe offsets.base
    let targets = unsafe rows.targets.base
    let copies = unsafe output.targets.base
    let weights = unsafe rows.weights?.base
    let times = unsafe rows.times?.base
    let copiedWeights = unsafe output.weights?.base
    let copiedTimes = unsafe output.times?.base
    let oldOfNew = unsafe relabelling?.oldOfNew.base
    let newOfOld = unsafe relabelling?.newOfOld.base
    for row in range {
      let place = unsafe places[row]
      let length = unsafe places[row &+ 1] &- place
      let first: Int
      if let oldOfNew = unsafe oldOfNew, let newOfOld = unsafe newOfOld {
        first = unsafe starts[Int(oldOfNew[row])]
        for arc in 0..<length { unsafe copies[place &+ arc] = newOfOld[Int(targets[first &+ arc])] }
      } else {
        first = unsafe starts[row]
        unsafe (copies + place).update(from: targets + first, count: length)
      }
      // SAFETY: the columns beside the arcs are as long as they.
      if let weights = unsafe weights, let out = unsafe copiedWeights {
        unsafe (out + place).update(from: weights + first, count: length)
      }
      if let times = unsafe times, let out = unsafe copiedTimes {
        unsafe (out + place).update(from: times + first, count: length)
      }
    }
  }
}
