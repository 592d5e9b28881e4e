import GraphStorage

/// How many arcs ahead a loop over the arcs of `rows` asks for what it will read at their targets; 0 near the end of all
/// arcs, where there are none.
///
/// Of a loop that reads at random the processor sees some twenty arcs ahead, and fewer where rows end in places that it
/// does not foretell. A fetch waits for nothing, so it reaches further: a sweep of PageRank over a uniform graph of scale
/// 20 takes 16 ms instead of 23, over communities of a hundred 12.5 instead of 17.5, over a Kronecker graph 12.5 as before
/// (a C loop; 40 arcs ahead take 5 % more, 80 a fifth more). Rows that lie anywhere need other means (`RowLook`). Sums of
/// doubles, lanes of betweenness and core numbers gained nothing by it; Louvain looks up whole rows (`LinkSums`).
func arcsAhead(of rows: Range<Int>, _ offsets: Column<Int>) -> Int {
  let ahead = 24
  return offsets[rows.upperBound] + ahead <= offsets[offsets.count - 1] ? ahead : 0
}

/// Asks for the elements of a column at the targets of a row, of a long one at those it begins with: what the processor
/// does not see ahead in rows that lie anywhere.
// SAFETY: the caller knows the row to lie in the column of targets.
@inline(__always) @unsafe
func fetchTargets<Element>(_ row: Range<Int>, _ targets: Column<UInt32>, in column: MutableColumn<Element>) {
  let places = column.places
  var arc = row.lowerBound
  let end = min(row.upperBound, arc &+ 128)
  while arc < end {
    // SAFETY: the caller's promise.
    unsafe places.fetch(Int(truncatingIfNeeded: targets[unchecked: arc]))
    arc &+= 1
  }
}
