import Ingest

/// Where the dataset came from, and words about all of it.
enum ProvenanceRows {
  private static let files = ["name", "bytes", "sha256", "rows", "rejected"]
  private static let words = ["name", "text"]

  static func write(_ provenance: Provenance, basis: String, _ session: WriteSession) throws {
    try session.table("input_files", files) { table in
      for file in provenance.files {
        table.put(file.name)
        table.put(Int64(file.bytes))
        table.put(file.sha256)
        table.put(Int64(file.rows))
        table.put(Int64(file.rejected))
        try table.endRow()
      }
    }
    try session.table("notes", ["note"]) { table in
      for note in provenance.notes {
        table.put(note)
        try table.endRow()
      }
    }
    try session.table("words", words) { table in
      for (name, text) in [("format", provenance.format), ("basis", basis)] {
        table.put(name)
        table.put(text)
        try table.endRow()
      }
    }
  }

  /// - Returns: the provenance, and the declared basis in words.
  static func read(_ session: ReadSession) throws -> (Provenance, basis: String) {
    var provenance = Provenance(format: "", files: [], notes: [])
    try session.table("input_files", files) { row in
      let (name, bytes, sha256) = (try row.text(), try row.count(), try row.text())
      let (rows, rejected) = (try row.count(), try row.count())
      // So that no sum of them overflows.
      guard max(bytes, rows, rejected) <= 1 << 53 else { throw row.damaged("a number out of range") }
      provenance.files.append(
        InputRecord(name: name, bytes: bytes, sha256: sha256, rows: rows, rejected: rejected))
    }
    try session.table("notes", ["note"]) { row in provenance.notes.append(try row.text()) }
    var found: [String: String] = [:]
    try session.table("words", words) { row in found[try row.text()] = try row.text() }
    guard let format = found["format"], let basis = found["basis"] else {
      throw SnapshotError.damaged(path: session.path, what: "table words: a missing word")
    }
    provenance.format = format
    return (provenance, basis)
  }
}
