import Inference
import Reports

extension EvaluationReport.Bin {
  init(_ bin: CalibrationMetrics.Bin) {
    self.init(
      lower: bin.lower, upper: bin.upper, count: bin.cases, meanConfidence: bin.meanConfidence, accuracy: bin.accuracy)
  }
}

extension ReliabilityReport {
  init(name: String, _ figures: ProbabilityFigures) {
    self.init(
      name: name, cases: figures.cases, baseRate: figures.baseRate, ece: figures.ece, brier: figures.brier,
      brierOfBaseRate: figures.brierOfBaseRate, bins: figures.bins.map(EvaluationReport.Bin.init))
  }
}
