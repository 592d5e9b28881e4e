import Inference
import Ingest

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

  var jobName: String { job.name }

  /// - Throws: `Failure` of category `data` with file, line and column, for the first thing that does not hold.
  mutating func run() throws(Failure) {
    guard !job.name.isEmpty, !job.name.contains("/"), !job.name.hasPrefix(".") else {
      throw failure(["name"], "name: not a plain name; the snapshot is called after it")
    }
    guard let first = job.steps.first else { throw failure(["steps"], "the job has no steps") }
    guard first is ImportStep else {
      throw failure(
        ["steps", "0"], "the first step must be an import", hint: "- import: {format: dataset, path: .}")
    }
    for (index, step) in job.steps.enumerated() {
      if index > 0, step is ImportStep { throw failure(["steps", "\(index)"], "a job imports once") }
      try step.check(&self, at: ["steps", "\(index)", step.verb])
    }
  }

  // MARK: - For steps

  /// A file of results that a step writes: a plain name that nothing else writes.
  mutating func claim(
    _ file: String?, _ path: [String], _ key: String = "output", endings: [String] = [".csv", ".json"]
  ) throws(Failure) {
    guard let file else { return }
    let path = path + [key]
    guard !file.isEmpty, !file.contains("/"), !file.hasPrefix(".") else {
      throw failure(path, "'\(file)' is not a plain file name; results go into the job's output folder")
    }
    guard endings.contains(where: { file.hasSuffix($0) }) else {
      throw failure(path, "'\(file)' should end in \(endings.joined(separator: " or "))")
    }
    guard taken.insert(file).inserted else { throw failure(path, "'\(file)' would be written twice") }
  }

  func threshold(_ value: Double?, _ path: [String]) throws(Failure) {
    try placed(path + ["threshold"]) { () throws(Failure) in _ = try PublicationRule.checked(threshold: value) }
  }

  func time(_ text: String?, _ path: [String], _ key: String = "as_of") throws(Failure) {
    guard let text else { return }
    try placed(path + [key]) { () throws(Failure) in _ = try TimeArgument.parse(text, option: key) }
  }

  func window(_ text: String?, _ path: [String]) throws(Failure) {
    guard let text else { return }
    try placed(path + ["window"]) { () throws(Failure) in _ = try WindowArgument.parse(text, option: "window") }
  }

  /// - Parameter words: the range, as a person says it.
  func number(
    _ value: Int?, in range: some RangeExpression<Int>, _ words: String, _ path: [String], _ key: String
  ) throws(Failure) {
    if let value, !range.contains(value) { throw failure(path + [key], "\(key): \(words)") }
  }

  /// What is wrong usage on a command line is wrong data in a file.
  func placed(_ path: [String], _ body: () throws(Failure) -> Void) throws(Failure) {
    do {
      try body()
    } catch {
      throw failure(path, error.message, hint: error.hint)
    }
  }

  func failure(_ path: [String], _ problem: String, hint: String? = nil) -> Failure {
    let place = YAMLPlace(of: path, in: bytes).map { ":\($0)" } ?? ":"
    return Failure(.data, "\(file)\(place) \(problem)", hint: hint)
  }
}
