import Dispatch
import GraphStorage
import Synchronization

/// The windows of one input, one after the other: the whole of a plain file, or blocks of a compressed one or a pipe. Where
/// there is a thread for it, the next block is decompressed while this one is read.
struct WindowSource {
  private(set) var window: ByteWindow
  /// True when nothing follows the window.
  private(set) var isFinal: Bool
  /// What a pipe has given; nil for a file.
  let pipe: PipeInput?
  private let ahead: ReadAhead?

  init(
    _ file: InputFile, limits: ReadLimits, blockSize: Int, readsAhead: Bool
  ) throws(IngestError) {
    if file.form == .plain {
      (ahead, pipe) = (nil, nil)
      window = .mapped(try file.map())
      isFinal = true
    } else {
      pipe = try file.openPipe()
      let ahead = ReadAhead(
        try file.stream(limits, pipe: pipe), blockSize: max(blockSize, 3), isAsynchronous: readsAhead)
      let block = try ahead.next()
      (window, isFinal) = (.block(block.bytes), block.isLast)
      self.ahead = ahead
    }
  }

  var hasByteOrderMark: Bool {
    window.withBytes { $0.count >= 3 && $0[0] == 0xEF && $0[1] == 0xBB && $0[2] == 0xBF }
  }

  /// How many stored bytes of a compressed file or pipe were taken.
  var consumed: Int { ahead?.consumed ?? 0 }

  /// Drops the bytes before `position`, keeps the others and adds the next block.
  mutating func advance(past position: inout ReadPosition) throws(IngestError) {
    guard case .block(let bytes) = window, let ahead else { return }
    // When a row is longer than a block, the steps grow, so that it is not scanned again and again.
    let kept = bytes.count - position.offset
    var next: [UInt8] = []
    if kept > 0 {
      next = Array(bytes[position.offset...])
    }
    window = .block([])
    repeat {
      let block = try ahead.next()
      isFinal = block.isLast
      if next.isEmpty { next = block.bytes } else { next.append(contentsOf: block.bytes) }
    } while !isFinal && next.count < 2 * kept
    window = .block(next)
    position.offset = 0
    if position.state == .incomplete { position.state = .ready }
  }
}

/// The blocks of a stream, the next one made while the last is used.
private final class ReadAhead: Sendable {
  struct Block: Sendable {
    var bytes: [UInt8]
    var isLast: Bool
  }

  private let stream: any ByteStream
  private let blockSize: Int
  private let isAsynchronous: Bool
  private let made = Mutex<Result<Block, IngestError>?>(nil)
  private let taken = Mutex(0)
  private let work = DispatchGroup()

  init(_ stream: any ByteStream, blockSize: Int, isAsynchronous: Bool) {
    (self.stream, self.blockSize, self.isAsynchronous) = (stream, blockSize, isAsynchronous)
  }

  var consumed: Int { taken.withLock { $0 } }

  /// Not to be called again behind the last block.
  func next() throws(IngestError) -> Block {
    work.wait()
    let ready = made.withLock { made in
      defer { made = nil }
      return made
    }
    let block = try (ready ?? make()).get()
    taken.withLock { $0 = stream.consumed }
    if !block.isLast && isAsynchronous {
      DispatchQueue.global().async(group: work) { [self] in
        let block = make()
        made.withLock { $0 = block }
      }
    }
    return block
  }

  private func make() -> Result<Block, IngestError> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(blockSize)
    do throws(IngestError) {
      let goesOn = try stream.read(blockSize, into: &bytes)
      return .success(Block(bytes: bytes, isLast: !goesOn))
    } catch {
      return .failure(error)
    }
  }
}
