import FoundationEssentials
import GraphStorage

/// The files of one dataset folder: what each is read as, and what is not read.
struct DatasetFolder {
  let path: String
  let description: DatasetDescription
  /// The tables that are there.
  let tables: [NativeTable: TableParts]
  /// `dataset.yaml`, where there is one.
  let document: InputFile?
  /// Names of files that nothing reads, sorted.
  let strangers: [String]

  /// - Parameter events: where events are read from instead, relative to the working directory; empty for the folder.
  /// - Throws: `notFound` or `unreadable` for the folder, `notFound` for people.csv and renamed files, `ambiguous`,
  ///   `document`.
  init(_ path: String, events: [String] = []) throws(IngestError) {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .notFound(file: path) }
    guard isFolder else { throw .unreadable(file: path, reason: "not a folder") }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadable(file: path, reason: "the folder cannot be listed")
    }
    let document = InputFile(path: "\(path)/\(DatasetDescription.fileName)")
    let hasDocument = names.contains(DatasetDescription.fileName)
    let description = hasDocument ? try DatasetDescription(bytes: try Self.bytes(document)) : DatasetDescription()

    var tables: [NativeTable: TableParts] = [:]
    for table in NativeTable.allCases {
      if table == .events, !events.isEmpty {
        tables[table] = try TableParts(events, in: nil)
      } else if let places = description.files[table.fileName] {
        tables[table] = try TableParts(places, in: path)
      } else {
        tables[table] = try TableParts.find(table, in: path)
      }
    }
    guard tables[.people] != nil else { throw .notFound(file: NativeTable.people.fileName) }
    // By path: a table of the working directory may have the name of another one here.
    let read = tables.values.flatMap(\.files).map(\.path)
    let known = Set(read)
    if known.count < read.count {
      throw .document(file: DatasetDescription.fileName, line: 0, column: 0, problem: "files: one file for two tables")
    }
    let places = known.union(tables.values.flatMap(\.strangers).map { "\(path)/\($0)" })
    strangers =
      (names.filter { name in
        !known.contains("\(path)/\(name)") && !Self.isExpected(name)
          && !(TableParts.isFolder("\(path)/\(name)") && !Self.isUnreadTable(name, path, places))
      } + tables.values.flatMap(\.strangers)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.path = path
    self.description = description
    self.tables = tables
    self.document = hasDocument ? document : nil
  }

  /// Every file that is read, in the order of the tables; `dataset.yaml` last.
  var inputs: [InputFile] {
    NativeTable.allCases.flatMap { tables[$0]?.files ?? [] } + (document.map { [$0] } ?? [])
  }

  private static func bytes(_ file: InputFile) throws(IngestError) -> [UInt8] {
    let mapped = try file.map()
    return mapped.bytes(0..<mapped.count)
  }

  /// A folder that has the name of a table and of which nothing is read.
  private static func isUnreadTable(_ name: String, _ path: String, _ read: Set<String>) -> Bool {
    NativeTable(rawValue: name) != nil && !read.contains { $0.hasPrefix("\(path)/\(name)/") }
  }

  /// Files that may lie in the folder without being data.
  private static func isExpected(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("README") || name.hasPrefix("LICENSE") || name == DatasetDescription.fileName
      || name == "job.yaml" || name == "rejected.csv"
  }
}
