import GraphStorage

/// Cuts bytes into rows and fields, 64 bytes a step, allocating nothing for a row.
///
/// The rules:
/// - LF and CR LF end a line; a carriage return elsewhere outside quotes makes the row malformed. Empty lines are skipped.
/// - A quote opens a quoted field only at the start of a field. A quote later in an unquoted field, or text after a
///   closing quote, makes the row malformed.
/// - A quoted field may hold separators, doubled quotes and line ends, within `ReadLimits.quotedField` bytes and
///   `ReadLimits.quotedLines` lines; beyond them, or at the end of the file, the quote was never closed.
/// - **A malformed row costs its first physical line and no more**: reading goes on at the line after the one on which
///   the row began. So a stray quote loses one row, never the rest of the file.
/// - The first fault in byte order gives the reason; then the number of fields is checked, then UTF-8. A row with no
///   fault and no end in its first `ReadLimits.row` bytes is too long.
///
/// Where a row ends thus follows from where it begins, and rows begin only at line starts: pieces of a file can be read
/// in parallel from guessed starts, which are right when the piece before ends there (see `RowReader`).
struct RecordParser: Sendable {
  let file: String
  let dialect: Dialect
  let limits: ReadLimits
  /// How many fields a row must have.
  let expected: ClosedRange<Int>
  /// The header, for rejected rows; may be empty.
  let names: [String]
  /// The columns of the rows that are handed over, where they are others than `names`, and the place of each in the file.
  private(set) var columns: [String]?
  private var places: [Int]?

  init(file: String, dialect: Dialect, limits: ReadLimits, expected: ClosedRange<Int>, names: [String]) {
    (self.file, self.dialect, self.limits, self.expected, self.names) = (file, dialect, limits, expected, names)
  }

  mutating func arrange(_ columns: [String]) {
    if columns == names { return (self.columns, places) = (nil, nil) }
    self.columns = columns
    places = columns.map { names.firstIndex(of: $0) ?? -1 }
  }

  func makeRecord() -> Record {
    Record(capacity: max(expected.upperBound, columns?.count ?? 0))
  }

  /// Reads the rows that begin in `position.offset..<until`, the last of them to its end, at most to the end of `bytes`.
  ///
  /// - Parameters:
  ///   - isFinal: true when the input ends with `bytes`.
  ///   - row: called for each whole, well-formed row with valid UTF-8.
  /// - Returns: where the next row begins.
  /// - Complexity: O(bytes read); rows with quotes that are never closed are scanned again, at most
  ///   `ReadLimits.quotedLines` times.
  @inline(__always)
  func parse(
    _ bytes: Span<UInt8>, from position: ReadPosition, until: Int, isFinal: Bool,
    _ record: inout Record, _ rejects: inout Rejecter,
    _ row: (Span<UInt8>, borrowing Record, inout Rejecter) -> Void
  ) -> ReadPosition {
    var start = position.offset
    var line = position.line
    if position.state == .skipping {
      guard let end = firstIndex(of: lineFeed, in: bytes, from: start) else {
        return ReadPosition(offset: bytes.count, line: line, state: isFinal ? .ready : .skipping)
      }
      start = end + 1
      line += 1
    }
    let separator: UInt8 = if case .byte(let byte) = dialect.separator { byte } else { 0x20 }
    let blanks = dialect.separator == .blanks
    let quoting = dialect.quoting
    // A line feed stands for "none": an empty line is skipped anyway.
    let comment = dialect.comment ?? lineFeed
    let otherComment = dialect.otherComment ?? lineFeed
    var stops = StopScanner(separator: separator)
    stops.seek(start, bytes)

    while start < until {
      if bytes[start] == comment || bytes[start] == otherComment {
        guard skipLine(bytes, &start, &line) else {
          return ReadPosition(offset: bytes.count, line: line, state: isFinal ? .ready : .skipping)
        }
        stops.seek(start, bytes)
        continue
      }
      record.start = start
      record.line = line
      var count = 0
      var fieldStart = start
      var innerLines = 0
      var fault: RejectReason?
      var end = bytes.count  // of the row, without its line end
      var next = bytes.count
      var incompleteFrom: Int?  // where the next fault or end could lie, when the window ends first

      fields: while true {
        let place = stops.next(bytes)
        if place == bytes.count {
          if !isFinal { incompleteFrom = place }
          if !blanks || place > fieldStart {
            record.add(Record.Field(start: fieldStart, end: place), &count)
          }
          break fields
        }
        let byte = bytes[place]
        if byte == separator || (blanks && byte == 0x09) {
          if !blanks || place > fieldStart {
            record.add(Record.Field(start: fieldStart, end: place), &count)
          }
          fieldStart = place &+ 1
        } else if byte == lineFeed || byte == carriageReturn {
          if byte == carriageReturn {
            if place &+ 1 == bytes.count {
              if !isFinal {
                incompleteFrom = place
                break fields
              }
            } else if bytes[place &+ 1] != lineFeed {
              fault = .carriageReturn
              end = place
              break fields
            }
          }
          if !blanks || place > fieldStart {
            record.add(Record.Field(start: fieldStart, end: place), &count)
          }
          end = place
          next = place &+ 1
          if byte == carriageReturn && next < bytes.count { next = stops.next(bytes) &+ 1 }  // the line feed, a stop too
          break fields
        } else if byte == quoteByte {
          if !quoting { continue fields }
          if place > fieldStart {
            fault = .loneQuote
            end = place
            break fields
          }
          let quoted = scanQuoted(bytes, from: place &+ 1, isFinal: isFinal)
          stops.high |= quoted.high
          innerLines += quoted.lines
          switch quoted.outcome {
          case .incomplete:
            incompleteFrom = place
            break fields
          case .fault(let reason):
            fault = reason
            end = reason == .quoteNeverClosed ? place : quoted.end
            break fields
          case .closed:
            break
          }
          record.add(
            Record.Field(
              start: place &+ 1, end: quoted.end, escape: quoted.isEscaped ? .doubledQuotes : .none, isQuoted: true),
            &count)
          let after = quoted.end &+ 1
          if after == bytes.count {
            end = after
            break fields
          }
          let follower = bytes[after]
          if follower == separator || (blanks && follower == 0x09) {
            fieldStart = after &+ 1
            stops.seek(fieldStart, bytes)
          } else if follower == lineFeed {
            end = after
            next = after &+ 1
            stops.seek(next, bytes)
            break fields
          } else if follower == carriageReturn {
            if after &+ 1 == bytes.count {
              if isFinal { end = after } else { incompleteFrom = after }
              break fields
            }
            guard bytes[after &+ 1] == lineFeed else {
              fault = .carriageReturn
              count &-= 1
              end = after
              break fields
            }
            end = after
            next = after &+ 2
            stops.seek(next, bytes)
            break fields
          } else {
            fault = follower == 0 ? .nulByte : .textAfterQuote
            count &-= 1
            end = after
            break fields
          }
        } else if byte == 0 {
          fault = .nulByte
          end = place
          break fields
        }
        // Anything else that stopped the scanner (a space, a control character, "!") is text.
      }

      if let reached = incompleteFrom {
        guard reached - start > limits.row else {
          return ReadPosition(offset: start, line: line, state: .incomplete)
        }
        fault = .rowTooLong(limit: limits.row)
        fieldStart = start
      } else if end - start > limits.row {
        fault = .rowTooLong(limit: limits.row)
        fieldStart = start
      }
      if let fault {
        let field = fault == .rowTooLong(limit: limits.row) ? nil : count
        reject(fault, at: fieldStart, field: field, rowStart: start, line: line, bytes, &rejects)
        guard skipLine(bytes, &start, &line) else {
          return ReadPosition(offset: bytes.count, line: line, state: isFinal ? .ready : .skipping)
        }
        stops.seek(start, bytes)
        continue
      }

      if count == 0 || (count == 1 && end == start) {
        // An empty line, or one of blanks alone.
      } else if count < expected.lowerBound || count > expected.upperBound {
        let wanted = count < expected.lowerBound ? expected.lowerBound : expected.upperBound
        reject(
          .fieldCount(expected: wanted, found: count), at: start, field: nil, rowStart: start, line: line, bytes,
          &rejects)
      } else {
        record.count = count
        if stops.high != 0, let bad = firstInvalidField(bytes, record) {
          let place = record.position(bad, in: bytes)
          rejects.append(.invalidUTF8, line: place.line, column: place.column, field: bad)
        } else {
          if let places { record.arrange(places) }
          row(bytes, record, &rejects)
        }
      }
      line += 1 + innerLines
      start = next
      stops.forgetHigh()
    }
    return ReadPosition(offset: start, line: line, state: .ready)
  }

  /// Moves `start` to the next line; false when the bytes end first.
  private func skipLine(_ bytes: Span<UInt8>, _ start: inout Int, _ line: inout Int) -> Bool {
    guard let end = firstIndex(of: lineFeed, in: bytes, from: start) else { return false }
    start = end + 1
    line += 1
    return true
  }

  @inline(never)
  private func reject(
    _ reason: RejectReason, at offset: Int, field: Int?, rowStart: Int, line: Int, _ bytes: Span<UInt8>,
    _ rejects: inout Rejecter
  ) {
    let place = textPosition(offset, rowStart: rowStart, rowLine: line, bytes)
    rejects.append(reason, line: place.line, column: place.column, field: field)
  }

  @inline(never)
  private func firstInvalidField(_ bytes: Span<UInt8>, _ record: borrowing Record) -> Int? {
    for index in 0..<record.count where (try? UTF8Span(validating: bytes.extracting(record[index]))) == nil {
      return index
    }
    return nil
  }
}

extension Record {
  /// Notes the next field; those beyond the capacity are only counted.
  @inline(__always)
  mutating func add(_ field: Field, _ count: inout Int) {
    if count < fields.count { fields[count] = field }
    count &+= 1
  }
}
