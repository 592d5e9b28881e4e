/// Arcs that lie bucket by bucket of their row's vertex: 6 bytes each, with 8 more for a weight and for a time.
struct BucketedArcs: Sendable {
  /// The low 16 bits of the row's vertex.
  let keys: MutableColumn<UInt16>
  let others: MutableColumn<UInt32>
  let weights: MutableColumn<Double>?
  let times: MutableColumn<Int64>?

  init(count: Int, weighted: Bool, timed: Bool) {
    // SAFETY: the partition writes every place before the grouping reads it.
    unsafe keys = MutableColumn(unwritten: count)
    unsafe others = MutableColumn(unwritten: count)
    unsafe weights = weighted ? MutableColumn(unwritten: count) : nil
    unsafe times = timed ? MutableColumn(unwritten: count) : nil
  }
}
