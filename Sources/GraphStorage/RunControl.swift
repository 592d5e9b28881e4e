import Synchronization

/// A run was told to stop before its end; nothing was written.
public struct Cancelled: Error, Equatable, Sendable, CustomStringConvertible {
  public init() {}
  public var description: String { "cancelled" }
}

/// Says once, from any thread, that work should stop.
public final class Cancellation: Sendable {
  private let requested = Atomic<Bool>(false)
  private let asked: (@Sendable () -> Bool)?

  /// - Parameter asked: called each time a run asks whether to stop, which it does once this says true; for tests and
  ///   measurements, which count the questions and the time between them. May be called by several threads at once.
  public init(asked: (@Sendable () -> Bool)? = nil) { self.asked = asked }

  public func request() { requested.store(true, ordering: .relaxed) }

  public var isRequested: Bool {
    if requested.load(ordering: .relaxed) { return true }
    guard let asked, asked() else { return false }
    request()
    return true
  }
}

/// What a long computation is given beside its input: how many threads, whom to tell how far it is, and whether to stop.
///
/// Shared between the threads of the run and whoever started it. The result never depends on it.
public final class RunControl: Sendable {
  public let threads: ThreadCount
  let cancellation: Cancellation
  private let observer: (@Sendable (Double) -> Void)?

  /// - Parameter progress: called with the share done, 0 to 1, never falling; from one thread at a time, not always the same.
  public init(
    threads: ThreadCount = .available, cancellation: Cancellation = Cancellation(),
    progress: (@Sendable (Double) -> Void)? = nil
  ) {
    self.threads = threads
    self.cancellation = cancellation
    observer = progress
  }

  /// Asks the run to stop; it throws `Cancelled` within 50 ms.
  public func cancel() { cancellation.request() }

  /// To be asked at least every few milliseconds; cheap enough for each row of a graph's hundreds.
  public var isCancelled: Bool { cancellation.isRequested }

  public func checkCancelled() throws(Cancelled) {
    if isCancelled { throw Cancelled() }
  }

  /// The same run without its progress, for a step whose own progress is not that of the whole.
  public var silent: RunControl { RunControl(threads: threads, cancellation: cancellation) }

  /// For a part of this run: the same threads, stopped with it, its progress laid into `share`.
  public func part(_ share: ClosedRange<Double>) -> RunControl {
    RunControl(threads: threads, cancellation: cancellation) { [self] done in
      report(share.lowerBound + done * (share.upperBound - share.lowerBound))
    }
  }

  /// Reports the share done. To be called outside parallel loops (inside, `WorkProgress` does), with values that do
  /// not fall.
  public func report(_ share: Double) { observer?(min(max(share, 0), 1)) }
}

/// Calls `body` with ranges that cover `0..<count`, by at most `control.threads` threads, in no fixed order.
///
/// Ranges are at most `grain` long and start at multiples of it, so a reduction into one slot per range has an order
/// of its own for any number of threads. Between ranges the run may be cancelled: choose `grain` so that one range
/// takes less than about 10 ms.
/// - Parameter reporting: the progress of `control` is that of the ranges.
/// - Throws: `Cancelled`; some ranges may then not have been visited.
public func parallelRanges(
  _ count: Int, grain: Int, _ control: RunControl, reporting: Bool = false, _ body: @Sendable (Range<Int>) -> Void
) throws(Cancelled) {
  try parallelPieces((count &+ grain &- 1) / max(grain, 1), control, reporting: reporting) { piece, _ in
    body(piece &* grain..<min(count, (piece &+ 1) &* grain))
  }
}

/// Calls `body(piece, worker)` for each piece in `0..<count`, handed out dynamically; `worker` is below
/// `control.threads` and the same for all calls on one thread, so that each may own scratch memory.
/// - Parameter reporting: the progress of `control` is that of the pieces.
/// - Throws: `Cancelled`; some pieces may then not have been visited.
public func parallelPieces(
  _ count: Int, _ control: RunControl, reporting: Bool = false,
  _ body: @Sendable (_ piece: Int, _ worker: Int) -> Void
) throws(Cancelled) {
  let progress = reporting ? WorkProgress(total: count, control) : nil
  let workers = min(control.threads.value, count)
  if workers <= 1 {
    for piece in 0..<max(count, 0) {
      try control.checkCancelled()
      body(piece, 0)
      progress?.add()
    }
  } else {
    let next = TicketCounter()
    concurrently(workers) { worker in
      while !control.isCancelled {
        let piece = next.take()
        guard piece < count else { return }
        body(piece, worker)
        progress?.add()
      }
    }
  }
  try control.checkCancelled()
}
