import CZstd

/// The bytes of a zstd file, frame after frame (RFC 8878), each with its checksum verified where it has one. Needs memory
/// for one window, at most 128 MiB.
///
/// Used by one thread at a time: the reader hands it on between batches.
@safe final class ZstdStream: ByteStream, @unchecked Sendable {
  private let input: StoredBytes
  private let name: String
  private let limit: Int
  private let context: OpaquePointer
  private var produced = 0
  private var frames = 0
  private var insideFrame = false
  private var ended = false

  init(_ input: StoredBytes, name: String, limits: ReadLimits) throws(IngestError) {
    (self.input, self.name, limit) = (input, name, limits.decompressed)
    // SAFETY: a plain library call; freed in `deinit`.
    guard let context = unsafe ZSTD_createDCtx() else { throw .unreadable(file: name, reason: "zstd does not start") }
    unsafe self.context = context
    unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
  }

  deinit {
    // SAFETY: frees exactly what `init` made, once.
    unsafe ZSTD_freeDCtx(context)
  }

  var consumed: Int { input.consumed }

  func read(_ count: Int, into buffer: inout [UInt8]) throws(IngestError) -> Bool {
    let before = buffer.count
    var filled = 0
    while filled < count && !ended {
      // Room is made step by step: a short stream does not pay for a long block.
      if buffer.count == before + filled { buffer.append(contentsOf: emptyRoom.prefix(count - filled)) }
      filled += try step(&buffer, from: before + filled)
    }
    buffer.removeLast(buffer.count - before - filled)
    return !ended
  }

  /// One call of the library: returns how many bytes it wrote from `place` to the end of `buffer`.
  private func step(_ buffer: inout [UInt8], from place: Int) throws(IngestError) -> Int {
    let available = try input.available()
    // Bytes of the last block may wait inside the library when the input has ended.
    if available == 0 && !insideFrame {
      guard frames > 0 else { throw .zstd(file: name, problem: .truncated) }
      ended = true
      return 0
    }
    var used = 0
    var written = 0
    var result = 0
    input.withBytes(1 << 24) { source in
      // SAFETY: the library reads the bytes at hand and writes from `place` on to the end of the array, both alive
      // during the call.
      unsafe source.withUnsafeBufferPointer { source in
        unsafe buffer.withUnsafeMutableBufferPointer { target in
          var from = unsafe ZSTD_inBuffer(src: UnsafeRawPointer(source.baseAddress), size: source.count, pos: 0)
          var to = unsafe ZSTD_outBuffer(dst: UnsafeMutableRawPointer(target.baseAddress), size: target.count, pos: place)
          result = unsafe ZSTD_decompressStream(context, &to, &from)
          (used, written) = unsafe (from.pos, to.pos - place)
        }
      }
    }
    // SAFETY: plain library calls on a number.
    if ZSTD_isError(result) != 0 { throw .zstd(file: name, problem: problem(ZSTD_getErrorCode(result))) }
    input.consume(used)
    produced += written
    guard produced <= limit else { throw .tooLarge(file: name, limit: limit) }
    if result == 0 {
      insideFrame = false
      frames += 1
    } else {
      insideFrame = true
      if available == 0 && written == 0 { throw .zstd(file: name, problem: .truncated) }
    }
    return written
  }

  private func problem(_ code: ZSTD_ErrorCode) -> ZstdProblem {
    switch code {
    case ZSTD_error_prefix_unknown: frames > 0 && !insideFrame ? .trailingBytes : .corrupt
    case ZSTD_error_frameParameter_windowTooLarge: .window
    case ZSTD_error_dictionary_wrong: .dictionary
    default: .corrupt
    }
  }
}
