/// The steps of a calibration, each with its lower bound, and the threshold of publication.
func calibrationDiagram(of report: InferenceReport) -> HTML {
  var diagram = Diagram()
  diagram.limit(report.threshold, name: "published from \(Numbers.fixed(report.threshold, 2))")
  for block in report.calibration.blocks {
    let middle = (block.lower + block.upper) / 2
    diagram.line("bound", from: (middle, block.wilson), to: (middle, block.accuracy))
    diagram.line("step", from: (block.lower, block.accuracy), to: (block.upper, block.accuracy))
  }
  let words = report.calibration.blocks.map { block in
    "\(Numbers.fixed(block.lower, 2)) to \(Numbers.fixed(block.upper, 2)): right \(Numbers.percent(block.accuracy)) of "
      + "\(Numbers.count(block.cases, "case", "cases")), lower bound \(Numbers.fixed(block.wilson, 2))"
  }
  return diagram.html(
    horizontal: "confidence claimed by the method", vertical: "share of right answers",
    label: "Calibration of \(report.attribute). " + words.joined(separator: "; ") + ".")
}

/// The confidence shown against the share of right answers: a mark a bin, its area by the number of cases, and through
/// it the range in which 95 % of such shares lie by chance were the confidence exactly right.
func reliabilityDiagram(of report: EvaluationReport, labels: String, bins all: [EvaluationReport.Bin]) -> HTML {
  var diagram = Diagram()
  if report.setRows.isEmpty {
    diagram.limit(report.threshold, name: "published from \(Numbers.fixed(report.threshold, 2))")
  }
  let bins = all.filter { $0.count > 0 && $0.meanConfidence.isFinite && $0.accuracy.isFinite }
  let most = bins.map(\.count).max() ?? 1
  for bin in bins {
    let spread = 1.96 * (bin.meanConfidence * (1 - bin.meanConfidence) / Double(bin.count)).squareRoot()
    diagram.line(
      "bound", from: (bin.meanConfidence, max(0, bin.meanConfidence - spread)),
      to: (bin.meanConfidence, min(1, bin.meanConfidence + spread)))
  }
  for bin in bins {
    let radius = max(2.5, 11 * (Double(bin.count) / Double(most)).squareRoot())
    diagram.add(
      """
      <circle class="mark" cx="\(Diagram.x(bin.meanConfidence))" cy="\(Diagram.y(bin.accuracy))" \
      r="\(Numbers.fixed(radius, 1))"><title>\(Numbers.count(bin.count, "case", "cases")): confidence \
      \(Numbers.fixed(bin.meanConfidence, 2)), right \(Numbers.percent(bin.accuracy))</title></circle>

      """)
  }
  let words = bins.map { bin in
    "confidence \(Numbers.fixed(bin.meanConfidence, 2)): right \(Numbers.percent(bin.accuracy)) of "
      + Numbers.count(bin.count, "case", "cases")
  }
  return diagram.html(
    horizontal: "confidence shown", vertical: "share of right answers",
    label: "Reliability of \(report.attribute), \(EvaluationReport.labelText(labels)). "
      + words.joined(separator: "; ") + ".")
}
