import Synchronization

/// Counts pieces of work that several threads finish, and tells a run how far they are.
public final class WorkProgress: Sendable {
  private struct State {
    var done = 0
    var reported = 0
  }

  private let total: Int
  private let control: RunControl
  private let state = Mutex(State())

  /// - Parameter total: what `add` is given in all; the progress is that of `control`, or of a part of it.
  public init(total: Int, _ control: RunControl) {
    self.total = max(total, 1)
    self.control = control
  }

  /// From any thread; a report is made for each thousandth of the whole.
  public func add(_ amount: Int = 1) {
    state.withLock { state in
      state.done += amount
      let thousandths = min(state.done, total) * 1_000 / total
      if thousandths <= state.reported { return }
      state.reported = thousandths
      // Under the lock, so that reports come one after the other and never fall.
      control.report(Double(thousandths) / 1_000)
    }
  }
}
