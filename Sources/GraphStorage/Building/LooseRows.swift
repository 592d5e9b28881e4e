/// Rows in one long column, with or without gaps between them, their arcs in any order.
struct LooseRows: Sendable {
  /// Where each row starts; without gaps, also where the last one ends.
  let starts: Column<Int>
  let targets: Column<UInt32>
  let weights: Column<Double>?
  let times: Column<Int64>?
}

extension LooseRows {
  init(_ rows: RowTransposition.Result) {
    self.init(starts: rows.offsets, targets: rows.targets, weights: rows.weights, times: rows.times)
  }
}
