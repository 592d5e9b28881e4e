/// Decompressed bytes, in order.
protocol ByteStream: AnyObject, Sendable {
  /// Appends at most `count` bytes; fewer only at the end.
  /// - Returns: false when the stream has ended and is known to be whole.
  func read(_ count: Int, into buffer: inout [UInt8]) throws(IngestError) -> Bool

  /// How many stored bytes were taken, for the progress; 0 where that is not known.
  var consumed: Int { get }
}

/// What a stream's buffer grows by.
let emptyRoom = [UInt8](repeating: 0, count: 1 << 17)
