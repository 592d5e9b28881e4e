/// What was found behind an opening quote.
struct QuotedField {
  enum Outcome {
    case closed
    case incomplete
    case fault(RejectReason)
  }

  var outcome: Outcome
  /// The place of the closing quote, or of the fault.
  var end: Int
  var isEscaped = false
  /// Line ends inside the quotes.
  var lines = 0
  /// Not zero when a byte above 0x7F stands inside.
  var high: UInt64 = 0
}

extension RecordParser {
  /// Reads on from behind an opening quote to the closing one, within the limits.
  @inline(never)
  func scanQuoted(_ bytes: Span<UInt8>, from first: Int, isFinal: Bool) -> QuotedField {
    var result = QuotedField(outcome: .fault(.quoteNeverClosed), end: first)
    var place = first
    let last = min(bytes.count, first + limits.quotedField)
    while place < last {
      let byte = bytes[place]
      if byte == quoteByte {
        if place + 1 == bytes.count && !isFinal {
          result.outcome = .incomplete
          return result
        }
        guard place + 1 < bytes.count, bytes[place + 1] == quoteByte else {
          result.outcome = .closed
          result.end = place
          return result
        }
        result.isEscaped = true
        place += 2
        continue
      }
      if byte == lineFeed {
        result.lines += 1
        if result.lines > limits.quotedLines { return result }
      } else if byte == 0 {
        result.outcome = .fault(.nulByte)
        result.end = place
        return result
      }
      result.high |= UInt64(byte & 0x80)
      place += 1
    }
    if place >= bytes.count && place < first + limits.quotedField && !isFinal { result.outcome = .incomplete }
    return result
  }
}
