/// `sum[k] += factor * rows[base + k]` for k in `0..<width`: the inner loop of the propagating kernels.
@inline(__always)
func addScaledRow(_ sum: inout [Double], _ factor: Double, _ rows: [Double], base: Int, width: Int) {
  precondition(base >= 0 && base + width <= rows.count && width <= sum.count, "a row outside its table")
  // SAFETY: every index below is inside both buffers by the precondition above.
  unsafe sum.withUnsafeMutableBufferPointer { sum in
    unsafe rows.withUnsafeBufferPointer { rows in
      var index = 0
      while index < width {
        // SAFETY: both indices are inside their buffers by the precondition above.
        unsafe sum[index] += factor * rows[base &+ index]
        index &+= 1
      }
    }
  }
}

/// Takes the own label's return out of a row. Where next to nothing is left beside it, nothing is: what rounding leaves of
/// the own class, and what it hides of it, would tell the label that is taken out.
func takeOwn(_ row: inout [Double], _ own: Int, _ part: Double) {
  let rest = row[own] - part
  row[own] = rest > 1e-13 * part ? rest : 0
  var total = 0.0
  for value in row { total += value }
  if total <= 1e-9 * part {
    for index in row.indices { row[index] = 0 }
  }
}
