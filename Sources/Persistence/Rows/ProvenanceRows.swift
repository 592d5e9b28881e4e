import Ingest
import People
import Privacy

/// Where the dataset came from, and words about all of it.
enum ProvenanceRows {
  private static let files = ["name", "bytes", "sha256", "rows", "rejected"]
  private static let words = ["name", "text"]

  /// What begins the names of words about how events are read.
  private static let (column, keepDays) = ("events.columns.", "events.keep_days.")
  private static let (times, until) = ("events.times", "events.until")

  static func write(_ dataset: Dataset, _ session: WriteSession) throws {
    try write(dataset.provenance, session)
    try session.table("words", words) { table in
      let whole = [("format", dataset.provenance.format), ("basis", dataset.consents.declared.words)]
      for (name, text) in whole + words(dataset.eventReading) {
        table.put(name)
        table.put(text)
        try table.endRow()
      }
    }
  }

  /// Files and notes.
  static func write(_ provenance: Provenance, _ session: WriteSession) throws {
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
  }

  /// Only what is not the standard; in the order of their names.
  private static func words(_ reading: EventReading) -> [(String, String)] {
    var words = reading.columns.map { (column + $0.key, $0.value) }
    words += reading.keepDays.map { (keepDays + $0.key, "\($0.value)") }
    if reading.times != .bySize { words.append((times, reading.times.rawValue)) }
    if let time = reading.until { words.append((until, "\(time.milliseconds)")) }
    return words.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }

  /// nil for words that say nothing.
  private static func reading(_ found: [String: String]) -> EventReading? {
    var reading = EventReading.standard
    for (name, text) in found {
      if name.hasPrefix(column) {
        reading.columns[String(name.dropFirst(column.count))] = text
      } else if name.hasPrefix(keepDays) {
        guard let days = Int(text), EventReading.keepRange.contains(days) else { return nil }
        reading.keepDays[String(name.dropFirst(keepDays.count))] = days
      } else if name == times {
        guard let unit = TimeUnit(rawValue: text) else { return nil }
        reading.times = unit
      } else if name == until {
        guard let time = Int64(text).map(Timestamp.init(milliseconds:)), Timestamp.range.contains(time) else {
          return nil
        }
        reading.until = time
      }
    }
    return reading
  }

  /// - Returns: the provenance, the declared basis in words, and how events are read.
  static func read(_ session: ReadSession) throws -> (Provenance, basis: String, events: EventReading) {
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
    guard let format = found["format"], let basis = found["basis"], let events = reading(found) else {
      throw SnapshotError.damaged(path: session.path, what: "table words: a missing word")
    }
    provenance.format = format
    return (provenance, basis, events)
  }
}
