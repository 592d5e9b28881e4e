import Foundation
import GraphStorage

#if canImport(Glibc)
  import Glibc
#endif

/// A child process with its three standard streams, all non-blocking on this side.
///
/// The streams are sockets: they close on `exec` from the start, so no other child of this process keeps them open, and
/// writing to a child that has ended is an error to be read (`MSG_NOSIGNAL`) and not a signal to this whole process.
final class ChildProcess {
  private let process: pid_t
  private var input: Int32
  private var output: Int32
  private var errors: Int32
  /// Set once the child was waited for; its number may then belong to another.
  private var status: Int32?

  init(executable: String, arguments: [String]) throws(PictureError) {
    var ends: [Int32] = []
    func failed(_ call: String, _ code: Int32) -> PictureError {
      for end in ends { Glibc.close(end) }
      return .childFailed("\(call): \(systemErrorText(code))")
    }
    for _ in 0..<3 {
      var pair: [Int32] = [-1, -1]
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      // SAFETY: fills exactly the two descriptors of `pair`.
      guard unsafe socketpair(AF_UNIX, kind, 0, &pair) == 0 else { throw failed("socketpair", errno) }
      ends += pair
    }
    let (ours, theirs) = ([ends[0], ends[2], ends[4]], [ends[1], ends[3], ends[5]])
    for end in ours { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }

    var started: pid_t = 0
    // SAFETY: actions and attributes are initialised before use and destroyed once; the argument vectors are
    // NULL-terminated, own their texts, and outlive the call.
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    for (target, end) in theirs.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, end, Int32(target))
    }
    // The child starts with no signal blocked and with the default answer to those that Kith may handle or ignore.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE, SIGALRM] { unsafe sigaddset(&signals, signal) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let environment = ProcessInfo.processInfo.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var vector = unsafe ([executable] + arguments).map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    let code = unsafe posix_spawn(&started, executable, &actions, &attributes, &vector, &variables)
    for index in unsafe vector.indices { unsafe free(vector[index]) }
    for index in unsafe variables.indices { unsafe free(variables[index]) }
    guard code == 0 else { throw failed("start", code) }
    for end in theirs { Glibc.close(end) }
    (process, input, output, errors) = (started, ours[0], ours[1], ours[2])
  }

  deinit { end() }

  /// True until the child has closed its standard output and standard error.
  var hasOutput: Bool { output >= 0 || errors >= 0 }

  /// Returns when a stream is ready or the time is over.
  func wait(milliseconds: Int32) {
    var streams = [
      pollfd(fd: input, events: Int16(POLLOUT), revents: 0), pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
    ]
    // SAFETY: `poll` writes `revents` of these three; negative descriptors are passed over.
    _ = unsafe poll(&streams, 3, milliseconds)
  }

  /// - Returns: how many bytes were taken; all of them where the child no longer reads, because nobody will.
  func write(_ bytes: ArraySlice<UInt8>) -> Int {
    guard input >= 0 else { return bytes.count }
    // SAFETY: the buffer is alive for the call, and no more than its count is read.
    let count = unsafe bytes.withUnsafeBytes {
      unsafe send(input, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    if count >= 0 { return count }
    return errno == EAGAIN || errno == EINTR ? 0 : bytes.count
  }

  func closeInput() { Self.close(&input) }

  /// Appends what is there.
  func read(into text: inout [UInt8], errors message: inout [UInt8]) {
    Self.drain(&output, into: &text)
    Self.drain(&errors, into: &message)
  }

  /// Nil while the child runs; its exit status, or the negative number of the signal that ended it.
  func exitStatus() -> Int32? {
    if let status { return status }
    var code: Int32 = 0
    // SAFETY: `waitpid` writes one number; the child was not waited for before.
    let ended = unsafe waitpid(process, &code, WNOHANG)
    guard ended == process else { return nil }
    status = code & 0x7F == 0 ? (code >> 8) & 0xFF : -(code & 0x7F)
    return status
  }

  /// Kills the child if it still runs, waits for it and closes the streams.
  func end() {
    if exitStatus() == nil {
      kill(process, SIGKILL)
      var code: Int32 = 0
      // SAFETY: as in `exitStatus`; a killed process ends at once.
      while unsafe waitpid(process, &code, 0) < 0 && errno == EINTR {}
      status = -SIGKILL
    }
    Self.close(&input)
    Self.close(&output)
    Self.close(&errors)
  }

  private static func close(_ end: inout Int32) {
    if end >= 0 { Glibc.close(end) }
    end = -1
  }

  /// Reads at most 1 MiB, so that the caller gets to look at its deadline; closes the stream at its end.
  private static func drain(_ end: inout Int32, into text: inout [UInt8]) {
    guard end >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 0..<16 {
      // SAFETY: at most the buffer's count is written.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(end, $0.baseAddress, $0.count) }
      if count > 0 {
        text += buffer[..<count]
      } else {
        if count == 0 || (errno != EAGAIN && errno != EINTR) { close(&end) }
        return
      }
    }
  }
}
