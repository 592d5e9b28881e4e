/// Room for arcs: 4 bytes each, with 8 more for a weight and for a time.
struct ArcColumns: Sendable {
  let targets: MutableColumn<UInt32>
  let weights: MutableColumn<Double>?
  let times: MutableColumn<Int64>?

  init(count: Int, weighted: Bool, timed: Bool) {
    // SAFETY: every pass of a build writes each place it reads later; any bits are a number.
    unsafe targets = MutableColumn(unwritten: count)
    unsafe weights = weighted ? MutableColumn(unwritten: count) : nil
    unsafe times = timed ? MutableColumn(unwritten: count) : nil
  }

  /// The first `count` arcs as finished rows; the memory behind them is given back.
  func rows(_ starts: Column<Int>, count: Int) -> LooseRows {
    LooseRows(
      starts: starts, targets: targets.trimmed(count), weights: weights?.trimmed(count), times: times?.trimmed(count))
  }
}

/// Arcs that lie bucket by bucket of their row's vertex.
struct BucketedArcs: Sendable {
  /// The low 16 bits of the row's vertex.
  let keys: MutableColumn<UInt16>
  let others: ArcColumns
}
