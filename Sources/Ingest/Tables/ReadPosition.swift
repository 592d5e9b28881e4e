/// Where reading goes on in a window of bytes.
struct ReadPosition: Equatable, Sendable {
  enum State: Sendable {
    /// At the start of a line that begins a row.
    case ready
    /// Inside a line that is already rejected or a remark: everything to its end is dropped.
    case skipping
    /// At the start of a row whose end lies beyond the window.
    case incomplete
  }

  var offset: Int
  /// The physical line of `offset`, from 1.
  var line: Int
  var state: State
}
