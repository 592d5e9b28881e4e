import Foundation
import Ingest
import Reports
import Synchronization

/// How far an import is, on standard error: one line that is written over, ten times a second, where that is a terminal;
/// elsewhere a line every ten seconds, the first after two.
final class ProgressLine: Sendable {
  private struct State {
    var isShown = false
    var next: ContinuousClock.Instant
  }

  private let begun = ContinuousClock.now
  private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
  private let state: Mutex<State>

  init() { state = Mutex(State(next: .now + (isTerminal ? .milliseconds(200) : .seconds(2)))) }

  func show(_ status: ReadingStatus) {
    let now = ContinuousClock.now
    let isTerminal = isTerminal
    state.withLock { state in
      guard now >= state.next else { return }
      let passed = now - begun
      let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
      let text = ProgressText.line(
        table: status.table, bytes: status.bytes, total: status.total, rows: status.rows, seconds: seconds)
      if isTerminal {
        write("\r\u{1B}[K" + text)
        state = State(isShown: true, next: now + .milliseconds(100))
      } else {
        write(text + "\n")
        state.next = now + .seconds(10)
      }
    }
  }

  /// Takes the line away, so that something else can be written.
  func clear() {
    state.withLock { state in
      if state.isShown { write("\r\u{1B}[K") }
      state.isShown = false
    }
  }

  private func write(_ text: String) {
    // Where nobody can be told, there is nobody to tell.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
