#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ends the process in one line where a mapped file can no longer be read: the system answers a look behind the end of
/// a file that was cut short with SIGBUS, after which no code may go on. Without this the process ends all the same, by
/// the signal and without a word.
///
/// Only a program may install it, once, at its start; nothing in the library does, because the handler is the process's.
/// A file that is being written stays unfinished beside the old one, which is whole; the next writer takes it over.
public enum CutFileSignal {
  /// The exit code, that of an input/output error.
  public static let exitCode: Int32 = 74
  static let message: StaticString =
    "error: a file could no longer be read: another program cut it short, or its disk fails\n"

  public static func install() {
    // SAFETY: the handler calls nothing but `write` and `_exit`, which signal handlers may, on constant bytes.
    signal(SIGBUS) { _ in
      _ = unsafe write(2, CutFileSignal.message.utf8Start, CutFileSignal.message.utf8CodeUnitCount)
      _exit(CutFileSignal.exitCode)
    }
  }
}
