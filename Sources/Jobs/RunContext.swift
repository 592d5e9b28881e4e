import GraphStorage
import Synchronization

/// What every piece of work is given: how many threads, whom to tell, and whether to go on.
public struct RunContext: Sendable {
  public let threads: ThreadCount
  public let cancellation: Cancellation
  private let report: @Sendable (String) -> Void

  /// - Parameter report: takes one line of progress or advice, for a person; may be called from any thread.
  public init(
    threads: ThreadCount = .available, cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (self.threads, self.cancellation, self.report) = (threads, cancellation, report)
  }

  public func tell(_ line: String) { report(line) }

  /// - Throws: `Failure` with category `.cancelled` once somebody has said so.
  public func checkCancellation() throws(Failure) {
    if cancellation.isRequested { throw Failure(.cancelled, "cancelled; nothing was left half-written") }
  }
}

/// Says once, from any thread, that work should stop.
public final class Cancellation: Sendable {
  private let requested = Atomic<Bool>(false)

  public init() {}
  public func request() { requested.store(true, ordering: .relaxed) }
  public var isRequested: Bool { requested.load(ordering: .relaxed) }
}
