import FoundationEssentials
import GraphStorage

/// The files of one dataset folder: what each is read as, and what is not read.
struct DatasetFolder {
  let path: String
  let description: DatasetDescription
  /// The tables that are there.
  let tables: [NativeTable: InputFile]
  /// `dataset.yaml`, where there is one.
  let document: InputFile?
  /// Names of files that nothing reads, sorted.
  let strangers: [String]

  /// - Throws: `notFound` or `unreadable` for the folder, `notFound` for people.csv and renamed files, `ambiguous`,
  ///   `document`.
  init(_ path: String) throws(IngestError) {
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

    var tables: [NativeTable: InputFile] = [:]
    for table in NativeTable.allCases {
      let renamed = description.files[table.fileName]
      let name = renamed ?? table.fileName
      if renamed != nil || table == .people {
        tables[table] = try InputFile.require(name, in: path)
      } else {
        tables[table] = try InputFile.find(name, in: path)
      }
    }
    let read = Set(tables.values.map(\.name))
    if read.count < tables.count {
      throw .document(file: DatasetDescription.fileName, line: 0, column: 0, problem: "files: one file for two tables")
    }
    strangers = names.filter { name in
      var isSubfolder = false
      return !read.contains(name) && !Self.isExpected(name)
        && FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isSubfolder) && !isSubfolder
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.path = path
    self.description = description
    self.tables = tables
    self.document = hasDocument ? document : nil
  }

  /// Every file that is read, in the order of the tables; `dataset.yaml` last.
  var inputs: [InputFile] {
    NativeTable.allCases.compactMap { tables[$0] } + (document.map { [$0] } ?? [])
  }

  private static func bytes(_ file: InputFile) throws(IngestError) -> [UInt8] {
    let mapped = try file.map()
    return mapped.bytes(0..<mapped.count)
  }

  /// Files that may lie in the folder without being data.
  private static func isExpected(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("README") || name.hasPrefix("LICENSE") || name == DatasetDescription.fileName
      || name == "job.yaml" || name == "rejected.csv"
  }
}
