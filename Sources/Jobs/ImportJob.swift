import Contacts
import Foundation
import GraphStorage
import Ingest
import Persistence
import Privacy
import Reports

/// Reads data from outside into a snapshot.
public enum ImportJob {
  public struct Request: Sendable {
    public var format: ImportFormat
    public var path: String
    /// Where the snapshot goes; it replaces a file that stands there, once everything was read.
    public var into: String
    public var rejects: RejectPolicy
    /// nil keeps `rejected.csv` beside the snapshot, as `<snapshot's name>.rejected.csv`.
    public var rejectsPath: String?
    public var labels: String?
    public var isDirected: Bool
    /// As `ImportOptions.events`.
    public var events: [String] = []

    public init(
      format: ImportFormat, path: String, into: String, rejects: RejectPolicy = .tolerate, rejectsPath: String? = nil,
      labels: String? = nil, isDirected: Bool = false
    ) {
      self.format = format
      self.path = path
      self.into = into
      self.rejects = rejects
      self.rejectsPath = rejectsPath
      self.labels = labels
      self.isDirected = isDirected
    }
  }

  public struct Outcome: Sendable {
    public let dataset: Dataset
    public let rejected: Int
    /// Where the rejected rows are listed; nil where there are none.
    public let rejectsPath: String?
  }

  /// The environment variable that names the file of the pepper.
  public static let pepperVariable = "KITH_PEPPER_FILE"

  /// On any failure the snapshot that stood at `into` is untouched.
  /// - Parameter status: told how far the reading is, for forms that know.
  /// - Throws: `Failure`.
  public static func run(
    _ request: Request, _ context: RunContext, status: @escaping @Sendable (ReadingStatus) -> Void = { _ in }
  ) throws(Failure) -> Outcome {
    let path = request.rejectsPath ?? defaultRejectsPath(request.into)
    guard path != request.into else {
      throw Failure(.usage, "the snapshot and the list of rejected rows need two files")
    }
    try Failure.requireFolder(of: request.into)
    try Failure.requireFolder(of: path)
    try OutputGuard.snapshot(request.into)
    try OutputGuard.rejectedRows(path)
    var options = ImportOptions(
      rejects: request.rejects, threads: context.threads, pepper: try pepper(), labels: request.labels,
      isDirected: request.isDirected)
    (options.events, options.status) = (request.events, status)
    let result: ImportResult
    do throws(IngestError) {
      result = try Importer.read(request.format, path: request.path, options: options)
    } catch {
      throw Failure(error)
    }
    try context.checkCancellation()
    // The list is made ready first and takes its place last: either both files are new or neither is.
    let list = try result.rejects.total > 0 ? prepared(result.rejects, at: path) : nil
    try write(result.dataset, to: request.into, context)
    if let list {
      do throws(FileError) {
        try list.takePlace()
      } catch {
        throw Failure(writing: error)
      }
    } else if FileManager.default.fileExists(atPath: path) {
      // A list of an earlier import would speak of rows that this one accepted.
      try? FileManager.default.removeItem(atPath: path)
    }
    for note in result.dataset.provenance.notes { context.tell("note: \(note)") }
    tell(result.rejects, listedIn: path, context)
    return Outcome(
      dataset: result.dataset, rejected: result.rejects.total, rejectsPath: result.rejects.total > 0 ? path : nil)
  }

  /// Says how many rows were rejected, and why most of them.
  static func tell(_ rejects: RejectLog, listedIn path: String, _ context: RunContext) {
    guard rejects.total > 0 else { return }
    let (total, listed) = (rejects.total, rejects.rows.count)
    let extent = listed < total ? ", the first \(listed) of them" : ""
    context.tell("\(total) \(total == 1 ? "row" : "rows") rejected, listed in \(path)\(extent)")
    for count in rejects.summary.prefix(8) { context.tell("  \(count.file): \(count.count) × \(count.reason)") }
  }

  /// Writes what was read with the ledger of the snapshot that it replaces: what was released stays released, and an
  /// import must not make a spent budget whole. The ledger is read last and the file must not change after it, so that
  /// no answer of the meantime is lost.
  private static func write(_ dataset: Dataset, to path: String, _ context: RunContext) throws(Failure) {
    let stamp = SnapshotJob.stamp(of: path)
    var dataset = dataset
    let isFolder = (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    // What cannot be replaced holds no ledger either; writing will say what is wrong.
    if stamp != nil, !isFolder {
      do throws(SnapshotError) {
        dataset.releases = try SnapshotStore.releases(path)
      } catch {
        switch error {
        // Nothing that could hold a ledger.
        case .notASnapshot, .older: break
        case .unreadable, .newer, .damaged, .system, .changed:
          throw Failure(
            .data, "\(error); what was released of it is not known, so nothing takes its place",
            hint: "name another file, or move this one away to begin with nothing spent")
        }
      }
    }
    let count = dataset.releases.releases.count
    if count > 0 {
      context.tell("note: \(count) released \(count == 1 ? "answer" : "answers") of \(path) and their cost are kept")
    }
    if isFolder { return try SnapshotJob.write(dataset, to: path, context) }
    try SnapshotJob.write(dataset, to: path, unchangedSince: stamp, context)
  }

  static func prepared(_ rejects: RejectLog, at path: String) throws(Failure) -> FileReplacement {
    do throws(FileError) {
      let list = try FileReplacement(of: path)
      try list.append(rejects.csv)
      try list.synchronise()
      return list
    } catch {
      throw Failure(writing: error)
    }
  }

  static func defaultRejectsPath(_ snapshot: String) -> String {
    (snapshot.hasSuffix(".kith") ? String(snapshot.dropLast(5)) : snapshot) + ".rejected.csv"
  }

  private static func pepper() throws(Failure) -> Pepper {
    guard let path = ProcessInfo.processInfo.environment[pepperVariable] else { return .builtIn }
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path)
    } catch {
      throw Failure(error)
    }
    guard let pepper = Pepper(secret: file.bytes(0..<file.count)) else {
      throw Failure(.usage, "\(pepperVariable): the file holds fewer than 16 bytes")
    }
    return pepper
  }
}
