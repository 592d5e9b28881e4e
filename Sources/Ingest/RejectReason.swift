/// Why one row was rejected. Never holds the text of a cell.
public enum RejectReason: Error, Hashable, Sendable, CustomStringConvertible {
  // Structure.
  case loneQuote
  case textAfterQuote
  case quoteNeverClosed
  case carriageReturn
  case nulByte
  case invalidUTF8
  case fieldCount(expected: Int, found: Int)
  /// In bytes.
  case rowTooLong(limit: Int)
  // Values.
  case emptyValue
  case notAnInteger
  case notANumber
  case outOfRange
  case notATime
  case timeWithoutZone
  case timeBefore1970
  /// Of an event: no log of what happened reaches so far, and one such row would set the time of every ranking.
  case timeAfter2199
  case notABoolean
  /// A fixed phrase of the reader that stands above, such as `not a phone number`.
  case phrase(String)

  public var description: String {
    switch self {
    case .loneQuote: "a quote inside an unquoted field"
    case .textAfterQuote: "text after the closing quote"
    case .quoteNeverClosed: "quote never closed"
    case .carriageReturn: "a carriage return that ends no line"
    case .nulByte: "NUL byte"
    case .invalidUTF8: "not valid UTF-8"
    case .fieldCount(let expected, let found): "\(found) fields, expected \(expected)"
    case .rowTooLong(let limit):
      limit.isMultiple(of: 1 << 20) ? "row longer than \(limit >> 20) MiB" : "row longer than \(limit) bytes"
    case .emptyValue: "empty"
    case .notAnInteger: "not an integer"
    case .notANumber: "not a number"
    case .outOfRange: "out of range"
    case .notATime: "not a time"
    case .timeWithoutZone: "time without a zone"
    case .timeBefore1970: "time before 1970"
    case .timeAfter2199: "time after 2199"
    case .notABoolean: "not a yes or no"
    case .phrase(let text): text
    }
  }
}
