import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calls a handler when somebody tells the process to end (Control-C, SIGTERM).
///
/// Unfinished files are removed first; finished ones were renamed into place whole. The handler runs on a thread of
/// its own, so it does not wait for any kernel, and it should end the process.
public final class Interruption: @unchecked Sendable {
  /// Written once, by `init`.
  private let sources: [any DispatchSourceSignal]

  public init(_ handler: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      // The default action must not end the process before the source is asked.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "kith.interruption"))
      source.setEventHandler {
        TemporaryFiles.removeAll()
        handler()
      }
      source.resume()
      return source
    }
  }
}
