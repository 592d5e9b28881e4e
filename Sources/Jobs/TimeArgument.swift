import GraphStorage
import Ingest
import People

/// A time as a person writes it on a command line or in a job file.
public enum TimeArgument {
  /// - Parameter option: what to call it in an error.
  public static func parse(_ text: String, option: String) throws(Failure) -> Timestamp {
    let bytes = Array(text.utf8)
    if bytes.count <= 4, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      throw Failure(.usage, "\(option): '\(text)' looks like a year; state a day, for example \(text)-12-31")
    }
    do throws(RejectReason) {
      return Timestamp(milliseconds: try FieldParsing.timestamp(bytes.span))
    } catch {
      throw Failure(
        .usage, "\(option): \(error)",
        hint: "a date (2026-11-23), a time with zone (2026-11-23T12:00:00Z) or epoch seconds")
    }
  }
}
