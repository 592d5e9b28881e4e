#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes whole files so that a reader sees the old bytes or the new ones, never part of them.
public enum AtomicFile {
  /// Writes `bytes` beside `path`, forces them to disk, and renames the file into place. On any error the old file is
  /// untouched and the new one gone. The file has mode 0600: what Kith writes is about people.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let replacement = try FileReplacement(of: path)
    try replacement.append(bytes)
    try replacement.synchronise()
    try replacement.takePlace()
  }
}
