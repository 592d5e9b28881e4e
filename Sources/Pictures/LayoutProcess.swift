import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Runs a layout in a child process, because a layout of Graphviz can only be interrupted by ending its process.
///
/// The child gets the DOT document on standard input and returns the file on standard output. Both are moved at once,
/// a piece at a time, so neither side can block the other. The child is killed when the deadline passes or
/// `isCancelled` says so; both are looked at every 10 ms at least.
public struct LayoutProcess: Sendable {
  /// An executable and its arguments, without the executable's own name.
  public var executable: String
  public var arguments: [String]
  /// From start to the last byte, in seconds; at most a day, which also stands for what is not a number.
  public var deadlineSeconds: Double
  /// The largest output accepted, in bytes.
  public var outputLimit = 256 << 20

  private static let longestSeconds = 86_400.0
  private static let pollMilliseconds: Int32 = 10
  private static let messageLimit = 4_096

  public init(executable: String, arguments: [String], deadlineSeconds: Double) {
    self.executable = executable
    self.arguments = arguments
    self.deadlineSeconds = deadlineSeconds
  }

  /// Kith's own binary with its hidden subcommand: `layout --engine X --format Y`.
  public init(kith executable: String, engine: LayoutEngine, format: PictureFormat, deadlineSeconds: Double) {
    self.init(
      executable: executable, arguments: ["layout", "--engine", engine.rawValue, "--format", format.rawValue],
      deadlineSeconds: deadlineSeconds)
  }

  /// Blocks until the child has ended.
  /// - Returns: all that it wrote to standard output.
  /// - Throws: `timedOut`, `cancelled`, `childFailed` where it could not be started, or `layoutFailed` with the first
  ///   line of its standard error where it failed. The child is gone in every case.
  public func run(dot: String, isCancelled: () -> Bool = { false }) throws(PictureError) -> [UInt8] {
    if isCancelled() { throw .cancelled }
    let start = ContinuousClock.now
    // Written so that NaN, too, takes the second way.
    let seconds = deadlineSeconds < Self.longestSeconds ? max(0, deadlineSeconds) : Self.longestSeconds
    let deadline = start.advanced(by: .seconds(seconds))
    let child = try ChildProcess(executable: executable, arguments: arguments)
    defer { child.end() }
    let input = Array(dot.utf8)
    var written = 0
    var output: [UInt8] = []
    var message: [UInt8] = []
    func check() throws(PictureError) {
      if isCancelled() { throw .cancelled }
      if ContinuousClock.now >= deadline { throw .timedOut(seconds: deadlineSeconds) }
    }
    if input.isEmpty { child.closeInput() }
    while child.hasOutput {
      try check()
      child.wait(milliseconds: Self.pollMilliseconds)
      if written < input.count {
        written += child.write(input[written...])
        if written == input.count { child.closeInput() }
      }
      child.read(into: &output, errors: &message)
      guard output.count <= outputLimit else {
        throw .layoutFailed("it wrote more than \(outputLimit) bytes")
      }
      if message.count > Self.messageLimit { message.removeSubrange(Self.messageLimit...) }
    }
    while true {
      if let status = child.exitStatus() {
        guard status == 0 else { throw .layoutFailed(reason(status, message)) }
        return output
      }
      try check()
      usleep(1_000)
    }
  }

  private func reason(_ status: Int32, _ message: [UInt8]) -> String {
    let text = String(decoding: message, as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason given"
    return status < 0 ? "ended by signal \(-status)" : line
  }
}
