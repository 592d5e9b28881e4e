import Foundation
import GraphStorage
import Ingest
import People
import Reports

/// What the steps of one run work on: the graph as it is by now, the report and the manifest as they grow, and the
/// folder that results go into.
struct JobRun {
  let job: JobFile
  /// Of the job file.
  let folder: String
  let output: String
  /// Kith's own binary, for layouts.
  let executable: String
  /// Bytes that a kernel and its graph may take.
  let memoryBudget: Int
  let context: RunContext

  var manifest: RunManifest
  var document = ReportDocument(title: "")
  /// Values published by inference steps: attribute, then person.
  var inferred: [String: [String: String]] = [:]
  /// Every file written, in order, with its full path.
  private(set) var files: [String] = []
  private var loaded: Dataset?
  /// Of the snapshot's file when `loaded` was read from it.
  private var stamp: FileStamp?

  init(
    job: JobFile, folder: String, output: String, executable: String, memoryBudget: Int, context: RunContext,
    manifest: RunManifest
  ) {
    (self.job, self.folder, self.output) = (job, folder, output)
    (self.executable, self.memoryBudget, self.context) = (executable, memoryBudget, context)
    self.manifest = manifest
  }

  // MARK: - The graph

  /// - Throws: `Failure`, a bug, before the import.
  func dataset() throws(Failure) -> Dataset {
    guard let loaded else { throw Failure(.bug, "a step ran before the import") }
    return loaded
  }

  var snapshot: String {
    let name = (job.steps.first as? ImportStep)?.into ?? "\(job.name).kith"
    return output + "/" + name
  }

  /// The snapshot was written by somebody else's hand: it is read back, not remembered.
  mutating func readSnapshot() throws(Failure) {
    stamp = SnapshotJob.stamp(of: snapshot)
    try takeUp(try SnapshotJob.read(snapshot, context))
  }

  /// The snapshot as it is from now on.
  mutating func replaceSnapshot(_ dataset: Dataset) throws(Failure) {
    try SnapshotJob.write(dataset, to: snapshot, unchangedSince: stamp, context)
    stamp = SnapshotJob.stamp(of: snapshot)
    try takeUp(dataset)
  }

  private mutating func takeUp(_ dataset: Dataset) throws(Failure) {
    loaded = dataset
    document.snapshot = SnapshotJob.describeForReport(dataset)
    manifest.inputs = dataset.provenance.files.map { Reports.InputFile($0) }
    // It may be another file than before.
    let name = URL(fileURLWithPath: snapshot).lastPathComponent
    manifest.outputs.removeAll { $0.file == name }
    let path = snapshot
    files.removeAll { $0 == path }
    try note(file: path)
  }

  // MARK: - Files

  /// A file that a step reads: one that an earlier step wrote, or else one beside the job file.
  func input(_ path: String) throws(Failure) -> String {
    if !path.contains("/"), files.contains(output + "/" + path) { return output + "/" + path }
    return Self.resolve(try Self.expand(path), in: folder)
  }

  /// Rows in the form that the file's name asks for; the check of the job file has seen to it that it asks for one of
  /// the two. Only that one is made: a ranking of everybody is large. Nothing where no file was asked for.
  mutating func write(
    _ name: String?, csv: @autoclosure () -> String, json: @autoclosure () -> String
  ) throws(Failure) {
    guard let name else { return }
    try write(Array((name.hasSuffix(".json") ? json() : csv()).utf8), name)
  }

  mutating func write(_ bytes: [UInt8], _ name: String, listed: Bool = true) throws(Failure) {
    do throws(FileError) {
      try AtomicFile.write(bytes, to: output + "/" + name)
    } catch {
      throw Failure(writing: error)
    }
    files.append(output + "/" + name)
    if listed {
      manifest.outputs.append(
        RunManifest.OutputFile(file: name, bytes: bytes.count, sha256: ContentDigest.of(bytes).description))
    }
  }

  /// Lists a file that stands in the folder already.
  mutating func note(file path: String) throws(Failure) {
    do throws(FileError) {
      let file = try MappedFile(path: path)
      manifest.outputs.append(
        RunManifest.OutputFile(
          file: URL(fileURLWithPath: path).lastPathComponent, bytes: file.count,
          sha256: ContentDigest.of(file).description))
      files.append(path)
    } catch {
      throw Failure(error)
    }
  }

  /// What a step did, for the manifest; the figures are told as the step ends, too.
  mutating func record(_ step: String, parameters: [Entry] = [], figures: [Entry]) {
    manifest.steps.append(RunManifest.Step(name: step, parameters: parameters, figures: figures))
  }

  static func resolve(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : URL(fileURLWithPath: folder + "/" + path).standardized.path
  }

  /// Puts the environment's `KITH_DATASETS` for `${KITH_DATASETS}` at the start of a path.
  static func expand(_ path: String) throws(Failure) -> String {
    let name = "${KITH_DATASETS}"
    guard path.hasPrefix(name) else { return path }
    guard let root = ProcessInfo.processInfo.environment["KITH_DATASETS"] else {
      throw Failure(.noInput, "KITH_DATASETS is not set, and the job reads \(path)")
    }
    let absolute = root.hasPrefix("/") ? root : FileManager.default.currentDirectoryPath + "/" + root
    return absolute + path.dropFirst(name.count)
  }
}
