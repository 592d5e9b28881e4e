import Ingest

/// What a reader says about one stretch of a table.
enum RowEvent: Equatable, Sendable {
  case row(line: Int, fields: [[UInt8]], places: [[Int]])
  case rejected(line: Int, column: Int, field: String, reason: RejectReason)
}

/// The rules of `RecordParser`, written again as a plain machine of one byte a step over the whole input.
struct RowOracle {
  var separator: UInt8 = 0x2C
  var limits: ReadLimits
  var fieldCount: Int
  var names: [String]

  private enum State { case fieldStart, text, quoted, quoteInQuoted }

  private enum Ending {
    case whole(next: Int)
    case fault(RejectReason, fieldIndex: Int?, at: Int)
  }

  func events(_ input: [UInt8]) -> [RowEvent] {
    var events: [RowEvent] = []
    var start = 0
    while start < input.count {
      var fields: [[UInt8]] = []
      var starts: [Int] = []
      switch row(input, start, &fields, &starts) {
      case .whole(let next):
        let isBlank = fields.count == 1 && fields[0].isEmpty && input[start] != 0x22
        if isBlank {
        } else if fields.count != fieldCount {
          events.append(reject(input, .fieldCount(expected: fieldCount, found: fields.count), nil, start))
        } else if let bad = fields.firstIndex(where: { String(validating: $0, as: UTF8.self) == nil }) {
          events.append(reject(input, .invalidUTF8, bad, starts[bad]))
        } else {
          let places = starts.map { [lineOf(input, $0), columnOf(input, $0)] }
          events.append(.row(line: lineOf(input, start), fields: fields, places: places))
        }
        start = next
      case .fault(let reason, let index, let place):
        events.append(reject(input, reason, index, place))
        start = (input[start...].firstIndex(of: 0x0A) ?? input.count - 1) + 1
      }
    }
    return events
  }

  private func row(_ input: [UInt8], _ start: Int, _ fields: inout [[UInt8]], _ starts: inout [Int]) -> Ending {
    var state = State.fieldStart
    var field: [UInt8] = []
    var opened = start
    var quotedLines = 0
    var place = start
    starts.append(start)
    func fault(_ reason: RejectReason, at event: Int) -> Ending {
      if event - start > limits.row { return .fault(.rowTooLong(limit: limits.row), fieldIndex: nil, at: start) }
      return .fault(reason, fieldIndex: fields.count, at: starts[starts.count - 1])
    }
    func whole(end: Int, next: Int) -> Ending {
      if end - start > limits.row { return .fault(.rowTooLong(limit: limits.row), fieldIndex: nil, at: start) }
      fields.append(field)
      return .whole(next: next)
    }
    while true {
      guard place < input.count else {
        if state == .quoted { return fault(.quoteNeverClosed, at: opened) }
        return whole(end: place, next: place)
      }
      let byte = input[place]
      if state == .quoted {
        if place - opened - 1 >= limits.quotedField { return fault(.quoteNeverClosed, at: opened) }
        if byte == 0 { return fault(.nulByte, at: place) }
        if byte == 0x22 {
          state = .quoteInQuoted
        } else {
          if byte == 0x0A { quotedLines += 1 }
          if quotedLines > limits.quotedLines { return fault(.quoteNeverClosed, at: opened) }
          field.append(byte)
        }
        place += 1
        continue
      }
      if state == .quoteInQuoted && byte == 0x22 {
        field.append(byte)
        state = .quoted
        place += 1
        continue
      }
      if byte == 0 { return fault(.nulByte, at: place) }
      if byte == 0x0A { return whole(end: place, next: place + 1) }
      if byte == 0x0D {
        if place + 1 == input.count { return whole(end: place, next: place + 1) }
        if input[place + 1] == 0x0A { return whole(end: place, next: place + 2) }
        return fault(.carriageReturn, at: place)
      }
      if byte == separator {
        fields.append(field)
        field = []
        state = .fieldStart
        starts.append(place + 1)
      } else if state == .quoteInQuoted {
        return fault(.textAfterQuote, at: place)
      } else if byte == 0x22 {
        if state == .text { return fault(.loneQuote, at: place) }
        state = .quoted
        quotedLines = 0
        opened = place
      } else {
        field.append(byte)
        state = .text
      }
      place += 1
    }
  }

  private func reject(_ input: [UInt8], _ reason: RejectReason, _ index: Int?, _ place: Int) -> RowEvent {
    let name = if let index, index < names.count { names[index] } else { "" }
    return .rejected(line: lineOf(input, place), column: columnOf(input, place), field: name, reason: reason)
  }

  private func lineOf(_ input: [UInt8], _ place: Int) -> Int {
    1 + input[..<place].filter { $0 == 0x0A }.count
  }

  private func columnOf(_ input: [UInt8], _ place: Int) -> Int {
    place - (input[..<place].lastIndex(of: 0x0A) ?? -1)
  }
}
