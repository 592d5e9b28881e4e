extension ReliabilityReport {
  /// `the default: on 2,340 cases, 3.1 % of which happened, calibration error 0.012, Brier 0.0291 (base rate alone 0.0300)`
  /// - Parameter event: what may happen, such as `a contact`.
  func words(_ event: String) -> String {
    "\(name): on \(Numbers.count(cases, "case", "cases")), \(Numbers.percent(baseRate)) of them \(event), calibration error "
      + "\(Numbers.fixed(ece, 3)), Brier \(Numbers.fixed(brier, 4)) (base rate alone \(Numbers.fixed(brierOfBaseRate, 4)))"
  }
}

extension TextTable {
  /// Bins of a reliability diagram: where a claim is exactly right, both shares are equal.
  /// - Parameter first: the title of the first column, which tells one diagram from another; nil where there is one.
  static func reliability(
    _ first: String?, _ claim: String, _ truth: String, _ rows: [(name: String, bin: EvaluationReport.Bin)]
  ) -> [String] {
    let names = first.map { [Column(title: $0)] } ?? []
    return lines(
      names + [claim, "cases", "mean \(claim)", truth].map { .init(title: $0, isNumber: true) },
      rows.map { name, bin in
        (first == nil ? [] : [name]) + [
          "\(Numbers.fixed(bin.lower, 3)) to \(Numbers.fixed(bin.upper, 3))", Numbers.grouped(bin.count),
          Numbers.fixed(bin.meanConfidence, 3), Numbers.fixed(bin.accuracy, 3),
        ]
      })
  }
}
