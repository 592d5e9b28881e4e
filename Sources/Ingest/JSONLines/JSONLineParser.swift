import GraphStorage

/// Cuts JSON Lines into rows: one object a line, its members by name. Allocates nothing for a row.
///
/// The rules:
/// - A line is an object of RFC 8259 in UTF-8, strictly, or blank. A line feed ends it wherever it stands, so a malformed
///   row costs its line and no more.
/// - The value of a column is a text, a number, taken as it is written and never through a floating-point number, a truth
///   value, read as `true` or `false`, or `null`, which is an empty value as is a member that is missing. For tables
///   whose members all count, a list of such values stands for a set.
/// - Members that are not asked for are passed over, whatever they hold; what is wrong in them rejects the row as well.
/// - A name that is asked for may stand once. Nesting goes to depth 64.
/// - Half a surrogate pair, and NUL, which CSV cannot hold either, reject the row.
/// - The first fault in byte order gives the reason; then UTF-8 is checked.
struct JSONLineParser: Sendable {
  let file: String
  let limits: ReadLimits
  let takesLists: Bool
  private let columns: JSONColumns
  var names: [String] { columns.names }

  init(file: String, limits: ReadLimits, names: [String], takesLists: Bool) {
    (self.file, self.limits, self.takesLists) = (file, limits, takesLists)
    columns = JSONColumns(names)
  }

  func makeRecord() -> Record { Record(capacity: names.count) }

  /// As `RecordParser.parse`: the rows that begin in `position.offset..<until`.
  /// - Complexity: O(bytes read), and O(columns) for a member that the row before did not have at the same place.
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
    // The column of the first, second … member of the row before: rows mostly have the same order.
    var expected = [Int](repeating: -1, count: 64)
    while start < until {
      var scanner = JSONScanner(at: start)
      scanner.skipBlanks(bytes)
      var fault: Int?
      var isRow = false
      var column = -1
      if scanner.byte(bytes) != lineFeed || (scanner.place >= bytes.count && !isFinal) {
        record.clear(at: start)
        isRow = object(bytes, &scanner, &record, start, &expected, &column)
        if isRow {
          column = -1
          scanner.skipBlanks(bytes)
          isRow = scanner.byte(bytes) == lineFeed
          if !isRow { scanner.problem = .malformed }
        }
        if !isRow { fault = scanner.place }
      }
      if scanner.place >= bytes.count && !isFinal {
        guard bytes.count - start > limits.row else {
          return ReadPosition(offset: start, line: line, state: .incomplete)
        }
        fault = bytes.count
      }
      if let fault {
        if fault - start > limits.row {
          rejects.append(.rowTooLong(limit: limits.row), line: line, column: 1, field: nil)
        } else {
          rejects.append(
            scanner.problem.reason, line: line, column: fault - start + 1, field: column < 0 ? nil : column)
        }
        guard let end = firstIndex(of: lineFeed, in: bytes, from: min(fault, bytes.count)) else {
          return ReadPosition(offset: bytes.count, line: line, state: isFinal ? .ready : .skipping)
        }
        start = end + 1
        line += 1
        continue
      }
      if isRow {
        record.count = names.count
        record.start = start
        record.line = line
        if scanner.place - start > limits.row {
          rejects.append(.rowTooLong(limit: limits.row), line: line, column: 1, field: nil)
        } else if scanner.high != 0, !isUTF8(bytes, start..<scanner.place) {
          let bad = record.firstInvalid(bytes)
          var place = (line: line, column: 1)
          if let bad { place = record.position(bad, in: bytes) }
          rejects.append(.invalidUTF8, line: place.line, column: place.column, field: bad)
        } else {
          row(bytes, record, &rejects)
        }
      }
      start = scanner.place + 1
      line += 1
    }
    return ReadPosition(offset: min(start, bytes.count), line: line, state: .ready)
  }

  /// One object, from its bracket behind its other one.
  /// - Parameter column: that of the member at hand, -1 for none: whose value is at fault when this returns false.
  @inline(__always)
  private func object(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ record: inout Record, _ start: Int, _ expected: inout [Int],
    _ column: inout Int
  ) -> Bool {
    guard scanner.byte(bytes) == UInt8(ascii: "{") else { return scanner.fail(.notAnObject) }
    scanner.place &+= 1
    scanner.skipBlanks(bytes)
    if scanner.byte(bytes) == UInt8(ascii: "}") {
      scanner.place &+= 1
      return true
    }
    var member = 0
    while true {
      column = -1
      guard scanner.byte(bytes) == quoteByte else { return scanner.fail(.malformed) }
      let nameStart = scanner.place &+ 1
      var isEscaped = false
      guard scanner.text(bytes, isEscaped: &isEscaped) else { return false }
      let name = nameStart..<(scanner.place &- 1)
      let slot = member & 63
      column = expected[slot]
      if column < 0 || isEscaped || !columns.isEqual(column, bytes, name) {
        column = columns.column(bytes, name, isEscaped: isEscaped)
        if column >= 0 { expected[slot] = column }
      }
      if column >= 0 && record.fields[column].start != start {
        scanner.place = name.lowerBound &- 1
        return scanner.fail(.nameTwice)
      }
      member &+= 1
      scanner.skipBlanks(bytes)
      guard scanner.byte(bytes) == 0x3A else { return scanner.fail(.malformed) }
      scanner.place &+= 1
      scanner.skipBlanks(bytes)
      let first = scanner.place
      let byte = scanner.byte(bytes)
      if byte == quoteByte {
        var isEscaped = false
        guard scanner.text(bytes, isEscaped: &isEscaped) else { return false }
        if column >= 0 {
          record.fields[column] = Record.Field(
            start: first &+ 1, end: scanner.place &- 1, escape: isEscaped ? .json : .none, isQuoted: true)
        }
      } else if byte &- 0x30 <= 9 || byte == 0x2D {
        guard scanner.number(bytes) else { return false }
        if column >= 0 {
          record.fields[column] = Record.Field(start: first, end: scanner.place)
        }
      } else {
        guard other(bytes, &scanner, &record, column) else { return false }
      }
      scanner.skipBlanks(bytes)
      let next = scanner.byte(bytes)
      if next == 0x2C {
        scanner.place &+= 1
        scanner.skipBlanks(bytes)
      } else if next == UInt8(ascii: "}") {
        scanner.place &+= 1
        return true
      } else {
        return scanner.fail(.malformed)
      }
    }
  }

  /// A value that is neither text nor number.
  @inline(never)
  private func other(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ record: inout Record, _ column: Int
  ) -> Bool {
    let first = scanner.place
    let byte = scanner.byte(bytes)
    let isList = byte == UInt8(ascii: "[")
    if column < 0 { return scanner.value(bytes, depth: 1) }
    if byte == UInt8(ascii: "{") || (isList && !takesLists) {
      // What is not even JSON is told first, at its place.
      guard scanner.value(bytes, depth: 1) else { return false }
      scanner.place = first
      return scanner.fail(.nestedValue)
    }
    guard isList ? scanner.list(bytes) : scanner.value(bytes, depth: 1) else { return false }
    let end = byte == UInt8(ascii: "n") ? first : scanner.place
    record.fields[column] = Record.Field(start: first, end: end, escape: isList ? .json : .none)
    return true
  }

  @inline(never)
  private func isUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    (try? UTF8Span(validating: bytes.extracting(range))) != nil
  }
}

extension Record {
  /// Every field is empty and stands at the row's beginning, where no value of an object can.
  @inline(__always)
  fileprivate mutating func clear(at start: Int) {
    for index in 0..<fields.count { fields[index] = Field(start: start, end: start) }
  }

  fileprivate borrowing func firstInvalid(_ bytes: Span<UInt8>) -> Int? {
    (0..<count).first { (try? UTF8Span(validating: bytes.extracting(self[$0]))) == nil }
  }
}
