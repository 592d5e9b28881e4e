import CZlib

/// The bytes of a gzip file, member after member (RFC 1952), each with its checksum and length verified by zlib.
///
/// Used by one thread at a time: the reader hands it on between batches.
@safe final class GzipStream: ByteStream, @unchecked Sendable {
  private let input: StoredBytes
  private let name: String
  private let limit: Int
  private let stream: UnsafeMutablePointer<z_stream>
  private var produced = 0
  private var insideMember = false
  private var ended = false

  init(_ input: StoredBytes, name: String, limits: ReadLimits) throws(IngestError) {
    self.input = input
    self.name = name
    limit = limits.decompressed
    // SAFETY: zlib keeps the stream's address, so it lives on the heap from here to `deinit`.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for "gzip only".
    let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .unreadable(file: name, reason: "zlib does not start") }
  }

  deinit {
    // SAFETY: ends and frees exactly what `init` made; `inflateEnd` accepts a stream whose start failed.
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
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
    // A stream that ended exactly at the block's end must still be proved whole.
    return !ended
  }

  /// One call of `inflate`: returns how many bytes it wrote from `place` to the end of `buffer`.
  private func step(_ buffer: inout [UInt8], from place: Int) throws(IngestError) -> Int {
    let available = min(try input.available(), 1 << 28)
    guard available > 0 else {
      guard input.consumed > 0, !insideMember else { throw .truncatedGzip(file: name) }
      ended = true
      return 0
    }
    if !insideMember {
      if input.consumed > 0 {
        guard try input.peek(2) == [0x1F, 0x8B] else { throw .trailingBytes(file: name) }
        // SAFETY: the stream was started in `init`.
        unsafe inflateReset(stream)
      }
      insideMember = true
    }
    let room = min(buffer.count - place, 1 << 28)
    var status: Int32 = Z_OK
    var offered = 0
    input.withBytes(1 << 28) { source in
      offered = source.count
      // SAFETY: zlib reads the bytes at hand and writes at most `room` bytes from `place` on,
      // both alive during the call; it does not write to its input, whose pointer is not const by history.
      unsafe source.withUnsafeBufferPointer { source in
        unsafe buffer.withUnsafeMutableBufferPointer { target in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(source.count)
          unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + place }
          unsafe stream.pointee.avail_out = UInt32(room)
          status = unsafe inflate(stream, Z_NO_FLUSH)
        }
      }
    }
    // SAFETY: plain counters of the stream.
    let used = offered - Int(unsafe stream.pointee.avail_in)
    let written = room - Int(unsafe stream.pointee.avail_out)
    input.consume(used)
    produced += written
    guard produced <= limit else { throw .tooLarge(file: name, limit: limit) }
    switch status {
    case Z_STREAM_END:
      insideMember = false
      ended = try input.available() == 0
    case Z_OK: break
    case Z_BUF_ERROR where used == 0 && written == 0: throw .truncatedGzip(file: name)
    case Z_BUF_ERROR: break
    default: throw .corruptGzip(file: name)
    }
    return written
  }
}
