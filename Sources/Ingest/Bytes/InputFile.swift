import GraphStorage

/// One input table on disk: plain, gzip or zip, told apart by the end of its name.
public struct InputFile: Hashable, Sendable {
  public enum Form: Hashable, Sendable {
    case plain
    case gzip
    /// With one member.
    case zip
  }

  public let path: String
  public let form: Form

  public init(path: String) {
    self.path = path
    form = path.hasSuffix(".gz") ? .gzip : path.hasSuffix(".zip") ? .zip : .plain
  }

  /// The name without its folder: what errors and rejected rows show.
  public var name: String {
    String(path.split(separator: "/").last ?? "")
  }

  /// `name`, `name.gz` or `name.zip` in `folder`.
  /// - Returns: nil when none of them exists.
  /// - Throws: `ambiguous` when more than one does.
  public static func find(_ name: String, in folder: String) throws(IngestError) -> InputFile? {
    let found = ["", ".gz", ".zip"].map { InputFile(path: "\(folder)/\(name)\($0)") }.filter { isReachable($0.path) }
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

  func stamp() throws(IngestError) -> FileStamp {
    do {
      return try FileStamp(path: path)
    } catch {
      throw IngestError(error, name: name)
    }
  }

  /// To be called when all of the file was read.
  /// - Throws: `changed` where the file is not what it was at the time of `stamp`.
  func requireUnchanged(since stamp: FileStamp) throws(IngestError) {
    guard let now = try? FileStamp(path: path), now == stamp else { throw .changed(file: name) }
  }

  /// The decompressed bytes of a gzip or zip file.
  func stream(_ limits: ReadLimits) throws(IngestError) -> any ByteStream {
    // Mapping first gives the same system errors for both forms.
    let mapped = try map()
    if form == .gzip { return try GzipStream(mapped, name: name, limits: limits) }
    return try ZipStream(path: path, name: name, limits: limits)
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
