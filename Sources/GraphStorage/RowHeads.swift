import Synchronization

/// The first entry of every row, in a column of its own: the least neighbour of each vertex, which is its greatest hub
/// where vertices are numbered by degree.
///
/// Searches and components ask most vertices for nothing else. In the rows each answer is a line of memory of its own; in
/// a column sixteen share one. Builders and checked readers make the column with the graph; of a file that is mapped
/// without a check it is made when it is first asked for.
public final class RowHeads: Sendable {
  private let offsets: Column<Int>
  private let targets: Column<UInt32>
  private let made = Mutex<Column<UInt32>?>(nil)

  init(offsets: Column<Int>, targets: Column<UInt32>) {
    (self.offsets, self.targets) = (offsets, targets)
  }

  /// One entry a row; the number of rows for an empty one. O(rows) when first asked, O(1) then.
  public func column(_ control: RunControl) throws(Cancelled) -> Column<UInt32> {
    if let column = made.withLock({ $0 }) { return column }
    let column = try firsts(control)
    // Who came first does not matter: all make the same.
    made.withLock { $0 = column }
    return column
  }

  private func firsts(_ control: RunControl) throws(Cancelled) -> Column<UInt32> {
    let count = offsets.count - 1
    // SAFETY: the loop below writes every place.
    let heads = unsafe MutableColumn<UInt32>(unwritten: count)
    let (offsets, targets) = (offsets, targets)
    try parallelRanges(count, grain: 1 << 14, control) { rows in
      for row in rows {
        // SAFETY: rows lie inside the arcs (established by `Graph`).
        let first = unsafe offsets[unchecked: row]
        let isEmpty = unsafe first == offsets[unchecked: row &+ 1]
        unsafe heads[unchecked: row] = isEmpty ? UInt32(truncatingIfNeeded: count) : targets[unchecked: first]
      }
    }
    return heads.frozen()
  }
}
