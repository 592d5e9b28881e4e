import GraphStorage

/// The windows of one input, one after the other: the whole of a plain file, or blocks of a compressed one.
struct WindowSource {
  private(set) var window: ByteWindow
  /// True when nothing follows the window.
  private(set) var isFinal: Bool
  private let stream: (any ByteStream)?
  private let blockSize: Int

  init(_ file: InputFile, limits: ReadLimits, blockSize: Int) throws(IngestError) {
    self.blockSize = max(blockSize, 3)  // a byte order mark fits
    if file.form == .plain {
      stream = nil
      window = .mapped(try file.map())
      isFinal = true
    } else {
      let stream = try file.stream(limits)
      var block: [UInt8] = []
      isFinal = try !stream.read(self.blockSize, into: &block)
      window = .block(block)
      self.stream = stream
    }
  }

  var hasByteOrderMark: Bool {
    window.withBytes { $0.count >= 3 && $0[0] == 0xEF && $0[1] == 0xBB && $0[2] == 0xBF }
  }

  /// Drops the bytes before `position`, keeps the others and adds the next block.
  mutating func advance(past position: inout ReadPosition) throws(IngestError) {
    guard case .block(let bytes) = window, let stream else { return }
    var next: [UInt8] = []
    next.reserveCapacity(bytes.count - position.offset + blockSize)
    next.append(contentsOf: bytes[position.offset...])
    // When a row is longer than the block, the steps grow, so that it is not scanned again and again.
    isFinal = try !stream.read(max(blockSize, next.count), into: &next)
    window = .block(next)
    position.offset = 0
    if position.state == .incomplete { position.state = .ready }
  }
}
