import Foundation
import GraphStorage

/// A folder written under a temporary name beside its place and renamed when complete: a reader sees the old state
/// or the whole new one, and a failure leaves what was there before.
final class OutputFolder {
  /// First line of `dataset.yaml` in every generated folder: how a folder of our own is recognised.
  static let mark = "# Written by `kith generate`."

  private let target: URL
  private let draft: URL
  private let files = FileManager.default
  private(set) var written: [GenerationSummary.File] = []

  /// Refuses a folder that must not be replaced, and makes the draft.
  init(_ path: String, overwrite: Bool) throws(GenerationError) {
    target = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    draft = parent.appendingPathComponent(".\(target.lastPathComponent).kith-draft", isDirectory: true)
    if files.fileExists(atPath: target.path) {
      let kind = try attempt(path) { try files.attributesOfItem(atPath: target.path)[.type] as? FileAttributeType }
      guard kind == .typeDirectory else { throw .notAFolder(path: path) }
      let present = try attempt(path) { try files.contentsOfDirectory(atPath: target.path) }
      if !present.isEmpty {
        guard overwrite else { throw .folderNotEmpty(path: path) }
        guard isMarked() else { throw .foreignFolder(path: path) }
      }
    }
    try attempt(path) {
      if files.fileExists(atPath: draft.path) { try files.removeItem(at: draft) }
      UnfinishedFolders.add(draft.path)
      try files.createDirectory(at: draft, withIntermediateDirectories: true)
    }
  }

  private func isMarked() -> Bool {
    guard let yaml = try? String(contentsOf: target.appendingPathComponent("dataset.yaml"), encoding: .utf8) else {
      return false
    }
    return yaml.hasPrefix(Self.mark)
  }

  /// Writes a file of `pieces` pieces, each made by `piece` on any thread, in order, a few at a time in memory.
  func write(
    _ name: String, header: String, pieces: Int, threads: ThreadCount,
    _ piece: @Sendable (Int) -> (rows: Int, bytes: [UInt8])
  ) throws(GenerationError) {
    let place = draft.appendingPathComponent(name)
    try attempt(name) {
      try Data().write(to: place)
      let handle = try FileHandle(forWritingTo: place)
      defer { try? handle.close() }
      try handle.write(contentsOf: Data(header.utf8))
      var rows = 0
      var bytes = header.utf8.count
      var first = 0
      while first < pieces {
        let count = min(16, pieces - first)
        let start = first
        for part in parallelMap(count: count, threads: threads, { piece(start + $0) }) {
          try handle.write(contentsOf: Data(part.bytes))
          rows += part.rows
          bytes += part.bytes.count
        }
        first += count
      }
      try handle.synchronize()
      written.append(GenerationSummary.File(name: name, rows: rows, bytes: bytes))
    }
  }

  /// Writes a text file; it counts no rows.
  func write(_ name: String, text: String) throws(GenerationError) {
    try attempt(name) {
      try Data(text.utf8).write(to: draft.appendingPathComponent(name))
      written.append(GenerationSummary.File(name: name, rows: 0, bytes: text.utf8.count))
    }
  }

  /// Puts the draft in its place. Files of the old folder that this run does not write (a job file laid beside the
  /// data, say) are carried over.
  func publish() throws(GenerationError) {
    try attempt(target.path) {
      guard files.fileExists(atPath: target.path) else {
        try files.moveItem(at: draft, to: target)
        UnfinishedFolders.remove(draft.path)
        return
      }
      let names = Set(written.map(\.name))
      for other in try files.contentsOfDirectory(atPath: target.path).sorted() where !names.contains(other) {
        try files.copyItem(at: target.appendingPathComponent(other), to: draft.appendingPathComponent(other))
      }
      // In one step, where the file system can: what stands under the draft's name then is the old folder.
      if (try? exchangePaths(draft.path, target.path)) != nil {
        try files.removeItem(at: draft)
        UnfinishedFolders.remove(draft.path)
        return
      }
      let old = draft.deletingLastPathComponent()
        .appendingPathComponent(".\(target.lastPathComponent).kith-old", isDirectory: true)
      if files.fileExists(atPath: old.path) { try files.removeItem(at: old) }
      try files.moveItem(at: target, to: old)
      do {
        try files.moveItem(at: draft, to: target)
      } catch {
        try files.moveItem(at: old, to: target)
        throw error
      }
      UnfinishedFolders.remove(draft.path)
      try files.removeItem(at: old)
    }
  }

  /// Removes the draft after a failure.
  func discard() {
    UnfinishedFolders.remove(draft.path)
    try? files.removeItem(at: draft)
  }

  @discardableResult
  private func attempt<Value>(_ path: String, _ body: () throws -> Value) throws(GenerationError) -> Value {
    do {
      return try body()
    } catch {
      let text = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.localizedDescription
      throw GenerationError.fileSystem(path: path, reason: text ?? (error as NSError).localizedDescription)
    }
  }
}
