import GraphStorage

/// The arcs of a graph in one direction, so that a search can be written once and run along them or against them.
struct ArcRows: Sendable {
  let offsets: Column<Int>
  let targets: Column<UInt32>
  let heads: RowHeads

  var vertexCount: Int { offsets.count - 1 }
}

extension Graph {
  var outRows: ArcRows { ArcRows(offsets: offsets, targets: targets, heads: heads) }
  var inRows: ArcRows { ArcRows(offsets: inOffsets, targets: inSources, heads: inHeads) }
}
