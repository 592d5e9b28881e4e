import GraphStorage

/// A part of an input that is in memory: a whole mapped file, or a decompressed block.
enum ByteWindow: Sendable {
  case mapped(MappedFile)
  case block([UInt8])

  var count: Int {
    switch self {
    case .mapped(let file): file.count
    case .block(let bytes): bytes.count
    }
  }

  @inline(__always)
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .mapped(let file): try file.withBytes(0..<file.count, body)
    case .block(let bytes): try body(bytes.span)
    }
  }

  /// To be called when the bytes before `offset` are read.
  func release(before offset: Int) {
    if case .mapped(let file) = self { file.release(before: offset) }
  }
}
