import Contacts
import FoundationEssentials
import GraphStorage
import People
import Privacy

/// What all readers of foreign data share: the rejected rows, the files read, the notes, and the basis.
struct ForeignReading {
  let format: ImportFormat
  let options: ImportOptions
  private(set) var rejects: RejectLog
  var notes: [String] = []
  private let files: [InputFile]
  private let sizes: [Int]
  private let digests: InputDigests
  private var counts: [(rows: Int, rejected: Int)]

  /// - Parameter files: all that will be read; each is digested.
  /// - Throws: where one of them cannot be opened.
  init(_ format: ImportFormat, _ files: [InputFile], _ options: ImportOptions) throws(IngestError) {
    (self.format, self.files, self.options) = (format, files, options)
    rejects = RejectLog(policy: options.rejects)
    counts = files.map { _ in (0, 0) }
    var sizes: [Int] = []
    for file in files { sizes.append(try file.map().count) }
    self.sizes = sizes
    digests = InputDigests(files, threads: options.threads)
  }

  /// Reads one table; `finish` takes its pieces in file order. Says how far the reading is, and counts rejected rows.
  /// - Parameter rows: how many rows of a piece were accepted.
  @inline(__always)
  mutating func read<Piece: Sendable>(
    _ file: InputFile, shape: TableShape, dialect: Dialect,
    start: @Sendable () -> Piece,
    row: @Sendable (inout Piece, Span<UInt8>, borrowing Record, inout Rejecter) -> Void,
    rows: (Piece) -> Int
  ) throws(IngestError) -> [Piece] {
    let reader = try RowReader(file, shape: shape, dialect: dialect, threads: options.threads)
    let number = files.firstIndex(of: file) ?? 0
    let before = sizes[..<number].reduce(0, +)
    let total = sizes.reduce(0, +)
    let rejectedBefore = rejects.total
    var pieces: [Piece] = []
    try reader.read(rejects: &rejects, start: start, row: row) { piece in
      pieces.append(piece)
      options.progress(before + reader.bytesRead, total)
    }
    options.progress(before + sizes[number], total)
    counts[number].rows += pieces.reduce(0) { $0 + rows($1) }
    counts[number].rejected += rejects.total - rejectedBefore
    return pieces
  }

  /// Rejects rows that were accepted at first, and are found wrong beside others.
  mutating func reject(_ rows: [RejectedRow], of file: InputFile) throws(IngestError) {
    var log = RejectLog(detailLimit: rejects.detailLimit)
    for row in rows { log.append(row) }
    try rejects.merge(log)
    if let number = files.firstIndex(of: file) {
      counts[number].rows -= rows.count
      counts[number].rejected += rows.count
    }
  }

  /// An error where nothing of a table could be read.
  func requireRows(_ file: InputFile, form: String) throws(IngestError) {
    guard let number = files.firstIndex(of: file), counts[number].rows == 0 else { return }
    guard let first = rejects.rows.first(where: { $0.file == file.name }) else {
      throw .document(file: file.name, line: 0, column: 0, problem: "no rows; expected \(form)")
    }
    throw .document(
      file: file.name, line: first.line, column: first.column,
      problem: "\(first.reason); no row could be read, expected \(form)")
  }

  /// The end: everything stands under the basis of research data.
  func result(_ graph: SocialGraph) throws(IngestError) -> ImportResult {
    var records: [InputRecord] = []
    for (index, digest) in try digests.get().enumerated() {
      records.append(
        InputRecord(
          name: files[index].name, bytes: digest.bytes, sha256: digest.sha256, rows: counts[index].rows,
          rejected: counts[index].rejected))
    }
    records.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let basis = DeclaredBasis.researchDataset
    let note = "basis: \(basis.words); everybody counts as having allowed everything but advertising"
    return ImportResult(
      dataset: Dataset(
        graph: graph, books: .empty, consents: ConsentRegister([], declared: basis),
        provenance: Provenance(format: format.rawValue, files: records, notes: [note] + notes)),
      rejects: rejects)
  }
}

/// Names in a folder, sorted by their bytes.
/// - Throws: `notFound`, `unreadable`.
func fileNames(in folder: String) throws(IngestError) -> [String] {
  guard isReachable(folder) else { throw .notFound(file: folder) }
  do {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  } catch {
    throw .unreadable(file: folder, reason: "the folder cannot be listed")
  }
}

func isFolder(_ path: String) -> Bool {
  var isFolder = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
}

/// The folder of a file, and its name.
func splitPath(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return (".", path) }
  let folder = String(path[..<slash])
  return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
}

/// The name without `.gz`, `.zst` or `.zip`.
func withoutCompression(_ name: String) -> String {
  for ending in InputFile.compressions where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
  return name
}
