import Reports

/// Fits the parameters of tie strength to the log; later steps may name the file.
struct FitDecayStep: JobStep {
  static let verb = "fit_decay"

  let window: String?
  let cuts: Int?
  let output: String

  enum CodingKeys: String, CodingKey, CaseIterable {
    case window, cuts, output
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".yaml", ".yml"])
    try check.window(window, path)
    try check.number(cuts, in: 1...100, "lies in 1 … 100", path, "cuts")
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let (report, text) = try FitDecayJob.run(
      try run.dataset(), FitDecayJob.Request(windowHours: try hours(window), cuts: cuts ?? 12, file: output), run.context)
    try run.write(Array(text.utf8), output)
    run.record(
      verb, parameters: [Entry("window_hours", "\(report.windowHours)"), Entry("cuts", "\(report.cuts.count)")],
      figures: [
        Entry("parameters", report.parameters), Entry("NDCG@10 held out", fixed(report.chosen.heldOut, 4)),
        Entry("of the default", fixed(report.standard.heldOut, 4)),
      ])
  }
}
