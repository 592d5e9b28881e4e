import FoundationEssentials
import GraphStorage

/// The files that one table is read from.
struct TableParts {
  /// What messages call the table: its file's name, or the folder or pattern that gave the files.
  let name: String
  /// Sorted by the bytes of their names.
  let files: [InputFile]
  /// Files in a folder of parts that no known format claims.
  var strangers: [String] = []

  /// The table under its own name: `events.csv`, `.tsv`, `.jsonl`, …, compressed or not, or a folder `events`.
  /// - Returns: nil where there is none of them.
  /// - Throws: `ambiguous` where there are two.
  static func find(_ table: NativeTable, in folder: String) throws(IngestError) -> TableParts? {
    var found: [TableParts] = []
    for ending in TableFormat.allCases.flatMap(\.endings) {
      if let file = try InputFile.find(table.rawValue + ending, in: folder) {
        found.append(TableParts(name: file.name, files: [file]))
      }
    }
    if isFolder("\(folder)/\(table.rawValue)") { found.append(try TableParts(table.rawValue, in: folder)) }
    if found.count > 1 { throw .ambiguous(file: found[0].name, other: found[1].name) }
    return found.first
  }

  /// - Parameters:
  ///   - place: relative to `folder` unless absolute: a file, with or without the end of its compression; a folder, all
  ///     of whose files are meant, those in folders in it too; a pattern with `*` or `?`; or `-`.
  ///   - folder: nil for the working directory.
  /// - Throws: `notFound`, also where a pattern or folder gives nothing; `ambiguous`.
  init(_ place: String, in folder: String?) throws(IngestError) {
    func path(_ name: String) -> String { folder.map { "\($0)/\(name)" } ?? name }
    var trimmed = place
    while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
    if place == "-" {
      (name, files) = (InputFile.standardInput.name, [.standardInput])
    } else if Self.isFolder(path(trimmed)) {
      var names: [String] = []
      var strangers: [String] = []
      try Self.list(path(trimmed), prefix: trimmed, depth: 0, &names, &strangers)
      if names.isEmpty { throw .notFound(file: trimmed + "/*") }
      name = trimmed + "/"
      files = Self.sorted(names.map { InputFile(path: path($0), name: $0) })
      self.strangers = strangers
    } else if !isReachable(path(trimmed)), place.contains(where: { $0 == "*" || $0 == "?" }) {
      let names = try FilePattern(trimmed).matches(in: folder)
      if names.isEmpty { throw .notFound(file: place) }
      name = place
      files = Self.sorted(names.map { InputFile(path: path($0), name: $0) })
    } else {
      let found = ([""] + InputFile.compressions).map { InputFile(path: path(trimmed + $0), name: trimmed + $0) }
        .filter { isReachable($0.path) }
      guard let first = found.first else { throw .notFound(file: place) }
      if found.count > 1 { throw .ambiguous(file: first.name, other: found[1].name) }
      (name, files) = (first.name, [first])
    }
  }

  /// All the places together; a file that several of them give counts once.
  init(_ places: [String], in folder: String?) throws(IngestError) {
    var files: [InputFile] = []
    var strangers: [String] = []
    for place in places {
      let parts = try TableParts(place, in: folder)
      files.append(contentsOf: parts.files)
      strangers.append(contentsOf: parts.strangers)
    }
    let all = Self.sorted(files)
    self.files = all.indices.filter { $0 == 0 || all[$0 - 1].name != all[$0].name }.map { all[$0] }
    self.strangers = strangers
    name = places.count == 1 ? try TableParts(places[0], in: folder).name : places.joined(separator: ", ")
  }

  init(name: String, files: [InputFile]) { (self.name, self.files) = (name, files) }

  private static func sorted(_ files: [InputFile]) -> [InputFile] {
    files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// Names that begin with `.` or `_` are left by tools and are no data.
  private static func list(
    _ path: String, prefix: String, depth: Int, _ names: inout [String], _ strangers: inout [String]
  ) throws(IngestError) {
    let entries: [String]
    do {
      entries = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadable(file: prefix, reason: "the folder cannot be listed")
    }
    for entry in entries where !entry.hasPrefix(".") && !entry.hasPrefix("_") {
      let name = "\(prefix)/\(entry)"
      if isFolder("\(path)/\(entry)") {
        guard depth < 16 else { throw .unreadable(file: name, reason: "folders nested deeper than 16") }
        try list("\(path)/\(entry)", prefix: name, depth: depth + 1, &names, &strangers)
      } else if TableFormat(fileName: withoutCompression(entry)) != nil {
        names.append(name)
      } else {
        strangers.append(name)
      }
    }
  }
}
