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
    let stamp = SnapshotJob.stamp(of: request.into)
    let ground = try ground(request.into, context)
    try context.checkCancellation()
    var options = ImportOptions(rejects: request.rejects, threads: context.threads)
    options.status = status
    let batch: EventAppend
    do throws(IngestError) {
      batch = try EventAppend(request.events, to: ground, options: options)
    } catch {
      throw Failure(error)
    }
    try context.checkCancellation()
    let newest = [ground.newest, batch.interactions.newest, batch.placeInteractions.newest].compactMap { $0 }.max()
    var report = AppendReport(
      files: batch.files.map { Reports.InputFile($0) }, known: batch.known, rows: batch.rows,
      rejected: batch.rejects.total, pairs: batch.interactions.pairCount + batch.placeInteractions.pairCount,
      newestEvent: newest?.description)
    if !batch.files.isEmpty {
      let list = try batch.rejects.total > 0 ? ImportJob.prepared(batch.rejects, at: listPath) : nil
      try put(batch, into: request.into, unchangedSince: stamp, context)
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
    for note in batch.provenance.notes.dropFirst(ground.provenance.notes.count) { context.tell("note: \(note)") }
    ImportJob.tell(batch.rejects, listedIn: listPath, context)
    return report
  }

  private static func ground(_ path: String, _ context: RunContext) throws(Failure) -> EventGround {
    let known: EventGround?
    do throws(SnapshotError) {
      known = try SnapshotStore.eventGround(path, threads: context.threads)
    } catch {
      throw Failure(error)
    }
    if let known { return known }
    return EventGround(try SnapshotJob.read(path, context))
  }

  /// Beside the ledgers where there is room, else into them.
  private static func put(
    _ batch: EventAppend, into path: String, unchangedSince stamp: FileStamp?, _ context: RunContext
  ) throws(Failure) {
    do throws(SnapshotError) {
      if try SnapshotStore.append(
        batch.interactions, batch.placeInteractions, provenance: batch.provenance, to: path, unchangedSince: stamp,
        threads: context.threads)
      {
        return
      }
    } catch {
      throw Failure(error)
    }
    let dataset = try SnapshotJob.read(path, context)
    let merged: Dataset
    do throws(IngestError) {
      merged = try batch.merged(into: dataset, threads: context.threads)
    } catch {
      throw Failure(error)
    }
    try context.checkCancellation()
    try SnapshotJob.write(merged, to: path, unchangedSince: stamp, context)
  }

  static func defaultRejectsPath(_ snapshot: String) -> String {
    (snapshot.hasSuffix(".kith") ? String(snapshot.dropLast(5)) : snapshot) + ".append.rejected.csv"
  }
}
