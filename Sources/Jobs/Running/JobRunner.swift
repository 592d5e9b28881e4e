import Foundation
import GraphStorage
import People
import Reports

/// Runs a job file: every step in order, one line of progress each, all results into the job's folder.
///
/// A step that fails ends the job; what earlier steps wrote stays, whole. The manifest is written last, so a folder
/// with a manifest is the folder of a finished run.
public struct JobRunner: Sendable {
  public struct Outcome: Sendable {
    public let manifest: RunManifest
    /// Every file written, in order, with its full path.
    public let files: [String]
  }

  private let job: JobFile
  private let folder: String
  private let output: String
  private let executable: String
  private let memoryBudget: Int
  private let context: RunContext

  /// - Parameters:
  ///   - path: the job file.
  ///   - output: takes the place of the job's own folder.
  ///   - executable: Kith's own binary, for layouts.
  ///   - memoryBudget: bytes that a kernel and its graph may take; three quarters of the machine's where nothing is said.
  public init(
    path: String, output: String? = nil, executable: String, memoryBudget: Int? = nil, context: RunContext
  ) throws(Failure) {
    job = try JobFile.read(path)
    folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    self.executable = executable
    self.memoryBudget = memoryBudget ?? GraphRoom.standard
    self.context = context
    self.output = output ?? JobRun.resolve(job.output, in: folder)
  }

  /// What every step states before anything runs, and the bytes of memory that all need at most.
  public func estimate() throws(Failure) -> JobEstimate {
    var paths: [String] = []
    for step in job.steps {
      if let step = step as? ImportStep { paths.append(step.path) }
      if let step = step as? AppendStep { paths += step.events }
    }
    let inputs = try paths.map { path throws(Failure) in JobRun.resolve(try JobRun.expand(path), in: folder) }
    return JobEstimate(inputPaths: inputs, steps: job.steps.map(\.verb))
  }

  public func run() throws(Failure) -> Outcome {
    try prepareFolder()
    let clock = ContinuousClock()
    let begun = clock.now
    let started = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    var run = JobRun(
      job: job, folder: folder, output: output, executable: executable, memoryBudget: memoryBudget, context: context,
      manifest: RunManifest(kithVersion: KithVersion.text, job: job.name, seed: Self.seed))
    var timings: [RunTimings.Step] = []
    for (index, step) in job.steps.enumerated() {
      try context.checkCancellation()
      let before = clock.now
      do {
        try step.run(&run)
      } catch {
        throw error.category == .cancelled ? error : error.at("step \(index + 1), \(step.verb)")
      }
      let seconds = (clock.now - before).seconds
      timings.append(RunTimings.Step(name: step.verb, seconds: seconds))
      let figures = run.manifest.steps.last?.figures.map { "\($0.name) \($0.value)" }.joined(separator: ", ") ?? ""
      context.tell("[\(index + 1)/\(job.steps.count)] \(step.verb): \(figures) (\(fixed(seconds, 2)) s)")
    }
    try run.write(Array(run.manifest.jsonText.utf8), "manifest.json", listed: false)
    let record = RunTimings(
      runID: "\(started.milliseconds)-\(ProcessInfo.processInfo.processIdentifier)", started: started.description,
      threads: context.threads.value, seconds: (clock.now - begun).seconds, peakMemoryBytes: peakMemoryBytes(),
      steps: timings)
    try run.write(Array(record.jsonText.utf8), "timings.json", listed: false)
    return Outcome(manifest: run.manifest, files: run.files)
  }

  /// Draws of masked labels; stands in the manifest.
  private static let seed: UInt64 = 1

  private func prepareFolder() throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      throw Failure(.io, "\(output): the folder for the results cannot be made")
    }
    // A manifest says that a run is finished; this one is not.
    try? FileManager.default.removeItem(atPath: output + "/manifest.json")
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// A number with a fixed count of places.
func fixed(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
