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
  private let state = Mutex(State.idle)
  private let taken = Mutex(0)
  private let done = DispatchSemaphore(value: 0)

  private enum State: Sendable {
    case idle
    /// For whoever comes first: a free thread, or the one that needs the block. So nobody waits for a thread to come free.
    case offered
    case running
    case made(Result<Block, IngestError>)
  }

  init(_ stream: any ByteStream, blockSize: Int, isAsynchronous: Bool) {
    (self.stream, self.blockSize, self.isAsynchronous) = (stream, blockSize, isAsynchronous)
  }

  var consumed: Int { taken.withLock { $0 } }

  /// Not to be called again behind the last block.
  func next() throws(IngestError) -> Block {
    let isRunning = state.withLock { state in
      if case .offered = state { state = .idle }
      if case .idle = state { return false }
      return true
    }
    var ready: Result<Block, IngestError>?
    if isRunning {
      done.wait()
      ready = state.withLock { state in
        defer { state = .idle }
        if case .made(let result) = state { return result }
        return nil
      }
    }
    let block = try (ready ?? make()).get()
    taken.withLock { $0 = stream.consumed }
    if !block.isLast && isAsynchronous {
      state.withLock { $0 = .offered }
      DispatchQueue.global().async { [self] in
        let isMine = state.withLock { state in
          guard case .offered = state else { return false }
          state = .running
          return true
        }
        guard isMine else { return }
        let result = make()
        state.withLock { $0 = .made(result) }
        done.signal()
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
