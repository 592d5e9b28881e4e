import GraphStorage

/// One input table: a file, plain, gzip, zstd or zip, told apart by the end of its name; or a pipe.
public struct InputFile: Hashable, Sendable {
  public enum Form: Hashable, Sendable {
    case plain
    case gzip
    case zstd
    /// With one member.
    case zip
    /// Standard input, or a named pipe: read once; whether it is compressed, its first bytes tell.
    case pipe
  }

  public let path: String
  public let form: Form
  /// What errors and rejected rows show: the name without its folder, unless another was given.
  public let name: String

  /// - Parameter name: nil for the name without its folder.
  public init(path: String, name: String? = nil) {
    self.path = path
    form =
      path.hasSuffix(".gz")
      ? .gzip : path.hasSuffix(".zst") ? .zstd : path.hasSuffix(".zip") ? .zip : isPipe(path) ? .pipe : .plain
    self.name = name ?? String(path.split(separator: "/").last ?? "")
  }

  private init(standardInput name: String) { (path, form, self.name) = ("-", .pipe, name) }

  public static let standardInput = InputFile(standardInput: "standard-input")

  static let compressions = [".gz", ".zst", ".zip"]

  /// What the name says the text is; nil where it says nothing.
  var format: TableFormat? { form == .pipe ? nil : TableFormat(fileName: withoutCompression(path)) }

  /// `name`, or that with `.gz`, `.zst` or `.zip`, in `folder`.
  /// - Returns: nil when none of them exists.
  /// - Throws: `ambiguous` when more than one does.
  public static func find(_ name: String, in folder: String) throws(IngestError) -> InputFile? {
    let found = ([""] + compressions).map { InputFile(path: "\(folder)/\(name)\($0)", name: name + $0) }
      .filter { isReachable($0.path) }
    guard let first = found.first else { return nil }
    if found.count > 1 { throw .ambiguous(file: first.name, other: found[1].name) }
    return first
  }

  /// Like `find`, but the table must be there.
  /// - Throws: `notFound`, `ambiguous`.
  public static func require(_ name: String, in folder: String) throws(IngestError) -> InputFile {
    guard let file = try find(name, in: folder) else { throw .notFound(file: name) }
    return file
  }

  func map() throws(IngestError) -> MappedFile {
    do {
      return try MappedFile(path: path)
    } catch {
      throw IngestError(error, name: name)
    }
  }

  /// nil for a pipe.
  func stamp() throws(IngestError) -> FileStamp? {
    if form == .pipe { return nil }
    do {
      return try FileStamp(path: path)
    } catch {
      throw IngestError(error, name: name)
    }
  }

  /// To be called when all of the file was read.
  /// - Throws: `changed` where the file is not what it was at the time of `stamp`.
  func requireUnchanged(since stamp: FileStamp?) throws(IngestError) {
    guard let stamp else { return }
    guard let now = try? FileStamp(path: path), now == stamp else { throw .changed(file: name) }
  }

  /// Opens the pipe; nil for a file.
  func openPipe() throws(IngestError) -> PipeInput? {
    form == .pipe ? try PipeInput(path: path == "-" ? nil : path, name: name) : nil
  }

  /// The bytes of a compressed file or of a pipe, decompressed.
  func stream(_ limits: ReadLimits, pipe: PipeInput? = nil) throws(IngestError) -> any ByteStream {
    if let pipe {
      let stored = StoredBytes(pipe)
      let magic = try stored.peek(4)
      if magic.starts(with: [0x1F, 0x8B]) { return try GzipStream(stored, name: name, limits: limits) }
      if magic == [0x28, 0xB5, 0x2F, 0xFD] { return try ZstdStream(stored, name: name, limits: limits) }
      return PlainStream(stored, name: name, limits: limits)
    }
    // Mapping first gives the same system errors for all forms.
    let mapped = try map()
    switch form {
    case .gzip: return try GzipStream(StoredBytes(mapped), name: name, limits: limits)
    case .zstd: return try ZstdStream(StoredBytes(mapped), name: name, limits: limits)
    default: return try ZipStream(path: path, name: name, limits: limits)
    }
  }
}

extension IngestError {
  init(_ error: FileError, name: String) {
    switch error {
    case .system(_, _, let code) where code == noSuchFile: self = .notFound(file: name)
    case .system(_, _, let code): self = .unreadable(file: name, reason: systemErrorText(code))
    case .notARegularFile: self = .unreadable(file: name, reason: "not a regular file")
    }
  }
}
