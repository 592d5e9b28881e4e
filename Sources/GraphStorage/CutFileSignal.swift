#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ends the process in one line where a mapped file was cut short by another program: the system then answers the next
/// look behind its end with SIGBUS, which nothing can be read after.
///
/// For a program, not a library: the handler is the process's. A file that is being written stays unfinished beside
/// the old one, which is whole; the next writer takes it over.
public enum CutFileSignal {
  /// The exit code, that of an input/output error.
  public static let exitCode: Int32 = 74
  static let message: StaticString = "error: a file was cut short by another program while it was read\n"

  public static func install() {
    // SAFETY: the handler calls nothing but `write` and `_exit`, which signal handlers may, on constant bytes.
    signal(SIGBUS) { _ in
      _ = unsafe write(2, CutFileSignal.message.utf8Start, CutFileSignal.message.utf8CodeUnitCount)
      _exit(CutFileSignal.exitCode)
    }
  }
}
