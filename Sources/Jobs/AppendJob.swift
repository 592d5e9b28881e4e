import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Reports

/// Takes a new batch of events into a snapshot.
public enum AppendJob {
  public struct Request: Sendable {
    /// Files, folders or patterns, or `-`.
    public var events: [String]
    public var into: String
    public var rejects: RejectPolicy
    /// nil lists rejected rows beside the snapshot, as `<snapshot's name>.append.rejected.csv`.
    public var rejectsPath: String?

    public init(events: [String], into: String, rejects: RejectPolicy = .tolerate, rejectsPath: String? = nil) {
      (self.events, self.into, self.rejects, self.rejectsPath) = (events, into, rejects, rejectsPath)
    }
  }

  /// On any failure, and where nothing is new, the snapshot is untouched; killed at any moment, it is the old or the new
  /// one.
  /// - Throws: `Failure`.
  public static func run(
    _ request: Request, _ context: RunContext, status: @escaping @Sendable (ReadingStatus) -> Void = { _ in }
  ) throws(Failure) -> AppendReport {
    let listPath = request.rejectsPath ?? defaultRejectsPath(request.into)
    guard listPath != request.into else {
      throw Failure(.usage, "the snapshot and the list of rejected rows need two files")
    }
    try Failure.requireFolder(of: listPath)
    try OutputGuard.rejectedRows(listPath)
    let stamp = try? FileStamp(path: request.into)
    let dataset = try SnapshotJob.read(request.into, context)
    try context.checkCancellation()
    var options = ImportOptions(rejects: request.rejects, threads: context.threads)
    options.status = status
    let batch: EventAppend
    let merged: Dataset
    do throws(IngestError) {
      batch = try EventAppend(request.events, to: dataset, options: options)
      merged = try batch.merged(into: dataset, threads: context.threads)
    } catch {
      throw Failure(error)
    }
    try context.checkCancellation()
    var report = AppendReport(
      files: batch.files.map { Reports.InputFile($0) }, known: batch.known, rows: batch.rows,
      rejected: batch.rejects.total, pairs: batch.interactions.pairCount + batch.placeInteractions.pairCount,
      newestEvent: merged.graph.newestTime?.description)
    if !batch.files.isEmpty {
      let list = try batch.rejects.total > 0 ? ImportJob.prepared(batch.rejects, at: listPath) : nil
      try SnapshotJob.write(merged, to: request.into, unchangedSince: stamp, context)
      if let list {
        do throws(FileError) {
          try list.takePlace()
        } catch {
          throw Failure(writing: error)
        }
        report.rejectsPath = listPath
      }
    }
    for name in batch.known { context.tell("note: \(name): these bytes were read before; nothing of them counts again") }
    for note in merged.provenance.notes.dropFirst(dataset.provenance.notes.count) { context.tell("note: \(note)") }
    ImportJob.tell(batch.rejects, listedIn: listPath, context)
    return report
  }

  static func defaultRejectsPath(_ snapshot: String) -> String {
    (snapshot.hasSuffix(".kith") ? String(snapshot.dropLast(5)) : snapshot) + ".append.rejected.csv"
  }
}
