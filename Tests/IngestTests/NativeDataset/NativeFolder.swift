import GraphStorage
import Ingest

/// Writes some files into a fresh folder and reads it as a dataset.
func readFolder(
  _ files: [String: String], threads: Int = 2, policy: RejectPolicy = .tolerate
) throws -> ImportResult {
  let scratch = try Scratch()
  for (name, text) in files { try scratch.write(name, Array(text.utf8)) }
  return try NativeDataset.read(
    folder: scratch.path, options: ImportOptions(rejects: policy, threads: ThreadCount(threads)))
}

/// The error that reading gives; nil where it gives none.
func folderError(_ files: [String: String], policy: RejectPolicy = .tolerate) throws -> String? {
  do {
    _ = try readFolder(files, policy: policy)
    return nil
  } catch let error as IngestError {
    return error.description
  }
}

/// The rejected rows as they print.
func folderRejects(_ files: [String: String]) throws -> [String] {
  try readFolder(files).rejects.rows.map(\.description)
}

/// Three people and a group.
let smallFolder = [
  "people.csv": "id,name,city\nann,Ann,Kiel\nbob,Bob,Bonn\ncid,,\n",
  "groups.csv": "id,name,kind\nchess,Chess club,group\n",
]

extension [String: String] {
  func adding(_ name: String, _ text: String) -> [String: String] {
    merging([name: text]) { $1 }
  }
}
