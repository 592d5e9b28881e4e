import Inference
import Ingest
import Pictures

/// What must hold of a job before the first step runs, so that no step fails for it after others have worked.
struct JobFileCheck {
  private let job: JobFile
  private let file: String
  private let bytes: [UInt8]
  private var taken: Set<String> = ["manifest.json", "timings.json", "rejected.csv"]

  /// - Parameters:
  ///   - file: the job file's name, for errors.
  ///   - bytes: its text, in which errors find their line.
  init(_ job: JobFile, file: String, bytes: [UInt8]) {
    (self.job, self.file, self.bytes) = (job, file, bytes)
  }

  /// - Throws: `Failure` of category `data` with file, line and column, for the first thing that does not hold.
  mutating func run() throws(Failure) {
    guard !job.name.isEmpty, !job.name.contains("/"), !job.name.hasPrefix(".") else {
      throw failure(["name"], "name: not a plain name; the snapshot is called after it")
    }
    guard let first = job.steps.first else { throw failure(["steps"], "the job has no steps") }
    guard case .import = first else {
      throw failure(
        ["steps", "0"], "the first step must be an import", hint: "- import: {format: dataset, path: .}")
    }
    for (index, step) in job.steps.enumerated() {
      if index > 0, case .import = step { throw failure(["steps", "\(index)"], "a job imports once") }
      try check(step, at: ["steps", "\(index)", step.name])
    }
  }

  private mutating func check(_ step: JobFile.Step, at path: [String]) throws(Failure) {
    switch step {
    case .import(let step):
      guard ImportFormat(rawValue: step.format) != nil else {
        throw failure(
          path + ["format"], "format: no import format '\(step.format)'",
          hint: "formats: \(ImportFormat.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      try claim(step.into ?? "\(job.name).kith", path + ["into"], endings: [".kith"])
      if let limit = step.maxRejects, limit < 1 {
        throw failure(path + ["max_rejects"], "max_rejects: is 1 or more")
      }
    case .rank(let step):
      try claim(step.output, path + ["output"], endings: [".csv", ".json"])
      if let top = step.top, top < 1 { throw failure(path + ["top"], "top: is 1 or more") }
      try time(step.asOf, path)
    case .infer(let step):
      try claim(step.output, path + ["output"], endings: [".csv", ".json"])
      try threshold(step.threshold, path)
      try time(step.asOf, path)
    case .suggest(let step):
      try claim(step.output, path + ["output"], endings: [".csv", ".json"])
      if let top = step.top, !SuggestJob.tops.contains(top) {
        throw failure(path + ["top"], "top: lies in 1 … 100")
      }
      try time(step.asOf, path)
    case .evaluate(let step):
      try claim(step.output, path + ["output"], endings: [".json"])
      try threshold(step.threshold, path)
      if let seeds = step.seeds, !(1...1000).contains(seeds) {
        throw failure(path + ["seeds"], "seeds: lies in 1 … 1000")
      }
      for (index, text) in (step.labels ?? []).enumerated() {
        try placed(path + ["labels", "\(index)"]) { () throws(Failure) in _ = try RevealedArgument.parse(text) }
      }
    case .draw(let step):
      try claim(step.output, path + ["output"], endings: [".svg", ".png", ".dot"])
      if let top = step.top, !(1...149).contains(top) { throw failure(path + ["top"], "top: lies in 1 … 149") }
      try time(step.asOf, path)
    case .report(let step): try claim(step.output, path + ["output"], endings: [".html"])
    case .kernel(let step): try check(step, path)
    case .insights(let step):
      try claim(step.output, path + ["output"], endings: [".csv", ".json"])
      try placed(path) { () throws(Failure) in _ = try step.request(grid: .standard) }
    }
  }

  private mutating func check(_ step: JobFile.Kernel, _ path: [String]) throws(Failure) {
    try claim(step.output, path + ["output"], endings: [".csv", ".json"])
    try placed(path + ["name"]) { () throws(Failure) in _ = try KernelJob.entry(step.name) }
    try placed(path + ["purpose"]) { () throws(Failure) in _ = try SocialProjection.purpose(named: step.purpose) }
    try placed(path + ["edges"]) { () throws(Failure) in _ = try SocialProjection.edges(named: step.edges) }
    try time(step.asOf, path)
    try placed(path + ["parameters"]) { () throws(Failure) in
      try KernelJob.check(step.request(memoryBudget: 0), try step.projection())
    }
    guard step.intoSnapshot == true else { return }
    try placed(path + ["into_snapshot"]) { () throws(Failure) in
      try DerivedJob.requireKeepable(step.request(memoryBudget: 0), try step.projection())
    }
  }

  private mutating func claim(_ file: String?, _ path: [String], endings: [String]) throws(Failure) {
    guard let file else { return }
    guard !file.isEmpty, !file.contains("/"), !file.hasPrefix(".") else {
      throw failure(path, "'\(file)' is not a plain file name; results go into the job's output folder")
    }
    guard endings.contains(where: { file.hasSuffix($0) }) else {
      throw failure(path, "'\(file)' should end in \(endings.joined(separator: " or "))")
    }
    guard taken.insert(file).inserted else { throw failure(path, "'\(file)' would be written twice") }
  }

  private func threshold(_ value: Double?, _ path: [String]) throws(Failure) {
    try placed(path + ["threshold"]) { () throws(Failure) in _ = try PublicationRule.checked(threshold: value) }
  }

  private func time(_ text: String?, _ path: [String]) throws(Failure) {
    guard let text else { return }
    try placed(path + ["as_of"]) { () throws(Failure) in _ = try TimeArgument.parse(text, option: "as_of") }
  }

  /// What is wrong usage on a command line is wrong data in a file.
  private func placed(_ path: [String], _ body: () throws(Failure) -> Void) throws(Failure) {
    do {
      try body()
    } catch {
      throw failure(path, error.message, hint: error.hint)
    }
  }

  private func failure(_ path: [String], _ problem: String, hint: String? = nil) -> Failure {
    let place = YAMLPlace(of: path, in: bytes).map { ":\($0)" } ?? ":"
    return Failure(.data, "\(file)\(place) \(problem)", hint: hint)
  }
}
