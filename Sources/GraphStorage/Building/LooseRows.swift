/// Rows in one long column, with or without gaps between them, their arcs in any order.
struct LooseRows: Sendable {
  /// Where each row starts.
  let starts: Column<Int>
  let targets: Column<UInt32>
  let weights: Column<Double>?
  let times: Column<Int64>?
}
