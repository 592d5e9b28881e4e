import GraphStorage

/// The whole contents of a gzip file in memory, for readers that look at a text from several places at once.
public enum UnpackedText {
  /// - Parameters:
  ///   - limit: bytes; more contents are an error.
  ///   - cancellation: asked for every megabyte.
  /// - Returns: nil where it was cancelled.
  /// - Throws: `IngestError`: a file that cannot be read, is no gzip, is cut or damaged, or holds more than `limit`.
  public static func gzip(
    _ path: String, limit: Int, _ cancellation: Cancellation
  ) throws(IngestError) -> MappedFile? {
    let file = InputFile(path: path)
    var limits = ReadLimits()
    limits.decompressed = limit
    let stream = try GzipStream(StoredBytes(try file.map()), name: file.name, limits: limits)
    var bytes: [UInt8] = []
    while try stream.read(1 << 20, into: &bytes) { if cancellation.isRequested { return nil } }
    do throws(FileError) { return try MappedFile(path: path, contents: bytes) } catch {
      throw IngestError(error, name: file.name)
    }
  }
}
