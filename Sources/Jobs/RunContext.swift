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

  /// For one kernel: the same threads and cancellation, and a line of progress when another tenth is done, but none in
  /// the first second and at most one a second.
  public func control(named name: String) -> RunControl {
    let told = Mutex((tenth: 0, at: ContinuousClock.now))
    return RunControl(threads: threads, cancellation: cancellation) { [report] share in
      let tenth = Int(share * 10)
      let isNew = told.withLock { last in
        let now = ContinuousClock.now
        guard tenth > last.tenth, tenth < 10, now - last.at >= .seconds(1) else { return false }
        last = (tenth, now)
        return true
      }
      if isNew { report("\(name): \(tenth)0 %") }
    }
  }

  /// - Throws: `Failure` with category `.cancelled` once somebody has said so.
  public func checkCancellation() throws(Failure) {
    if cancellation.isRequested { throw Failure(.cancelled, "cancelled; nothing was left half-written") }
  }
}
