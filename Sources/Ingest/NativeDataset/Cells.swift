import Contacts
import People

// Values of single cells. Cells are taken as they are: blanks around a value belong to it.

extension Record {
  /// Calls `body` with the bytes of a cell, doubled quotes made single.
  @inline(__always)
  borrowing func withCell<Result, Failure: Error>(
    _ cell: Int, in bytes: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if !isEscaped(cell) { return try body(bytes.extracting(self[cell])) }
    var copy: [UInt8] = []
    appendText(cell, in: bytes, to: &copy)
    return try body(copy.span)
  }

  /// Whether there is such a column and a value in it.
  @inline(__always)
  borrowing func has(_ cell: Int?) -> Bool {
    guard let cell else { return false }
    return !isEmpty(cell)
  }

  /// The text of a cell; nil where there is no such column or nothing in it.
  borrowing func optionalText(_ cell: Int?, in bytes: Span<UInt8>) -> String? {
    guard let cell, !isEmpty(cell) else { return nil }
    return text(cell, in: bytes)
  }

  borrowing func optionalTime(
    _ cell: Int?, in bytes: Span<UInt8>, _ unit: TimeUnit
  ) throws(FieldFault) -> Timestamp? {
    guard let cell, !isEmpty(cell) else { return nil }
    if unit == .bySize, let year = bareYear(bytes.extracting(self[cell])), (1900...2100).contains(year) {
      throw FieldFault("a bare year is no time; state a day", cell)
    }
    do throws(RejectReason) {
      return try withCell(cell, in: bytes) { text throws(RejectReason) in
        Timestamp(milliseconds: try FieldParsing.timestamp(text, unit: unit))
      }
    } catch {
      throw FieldFault(error, cell)
    }
  }

  /// - Throws: also when `until` lies before `since`.
  borrowing func period(since: Int?, until: Int?, in bytes: Span<UInt8>, _ unit: TimeUnit) throws(FieldFault)
    -> Period
  {
    let start = try optionalTime(since, in: bytes, unit)
    let end = try optionalTime(until, in: bytes, unit)
    if let start, let end, end < start, let until { throw FieldFault("until lies before since", until) }
    return Period(since: start, until: end)
  }

  /// The person whom a cell names.
  @inline(__always)
  borrowing func person(_ cell: Int, in bytes: Span<UInt8>, _ people: IDTable) throws(FieldFault) -> PersonIndex {
    guard let index = withCell(cell, in: bytes, { people.index(of: $0) }) else {
      throw isEmpty(cell) ? FieldFault(.emptyValue, cell) : FieldFault("unknown person", cell)
    }
    return PersonIndex(index)
  }

  borrowing func group(_ cell: Int, in bytes: Span<UInt8>, _ groups: IDTable) throws(FieldFault) -> GroupIndex {
    guard let index = withCell(cell, in: bytes, { groups.index(of: $0) }) else {
      throw isEmpty(cell) ? FieldFault(.emptyValue, cell) : FieldFault("unknown group", cell)
    }
    return GroupIndex(index)
  }

  /// One of the names of a closed set; `standard` where there is no such column or nothing in it.
  borrowing func choice<Choice: RawRepresentable>(
    _ cell: Int?, in bytes: Span<UInt8>, standard: Choice, otherwise phrase: String
  ) throws(FieldFault) -> Choice where Choice.RawValue == String {
    guard let cell, !isEmpty(cell) else { return standard }
    guard let choice = Choice(rawValue: text(cell, in: bytes)) else { throw FieldFault(phrase, cell) }
    return choice
  }

  /// `YYYY` or `YYYY-MM-DD`.
  borrowing func birth(_ cell: Int?, in bytes: Span<UInt8>) throws(FieldFault) -> Birth? {
    guard let cell, !isEmpty(cell) else { return nil }
    return try withCell(cell, in: bytes) { value throws(FieldFault) in
      if value.count == 4, let year = try? FieldParsing.uint32(value), year >= 1 { return .year(Int(year)) }
      guard value.count == 10, value[4] == UInt8(ascii: "-"), let time = try? FieldParsing.timestamp(value) else {
        throw FieldFault("not a year or a day (YYYY or YYYY-MM-DD)", cell)
      }
      return .day(Timestamp(milliseconds: time).date)
    }
  }

  /// Channels with `;` between them, or `none`; all where the cell is empty.
  borrowing func discoverability(_ cell: Int?, in bytes: Span<UInt8>) throws(FieldFault) -> Discoverability {
    guard let cell, !isEmpty(cell) else { return .all }
    guard let found = Discoverability(text(cell, in: bytes)) else {
      throw FieldFault("not email, phone, email;phone or none", cell)
    }
    return found
  }

  /// Yes or no, as `FieldParsing.boolean`; no where the cell is empty.
  borrowing func flag(_ cell: Int?, in bytes: Span<UInt8>) throws(FieldFault) -> Bool {
    guard let cell, !isEmpty(cell) else { return false }
    return try withCell(cell, in: bytes) { value throws(FieldFault) in
      do throws(RejectReason) { return try FieldParsing.boolean(value) } catch { throw FieldFault(error, cell) }
    }
  }

  /// A decimal number without exponent; nil where the cell is empty.
  borrowing func number(_ cell: Int, in bytes: Span<UInt8>) throws(FieldFault) -> ExactDecimal? {
    guard !isEmpty(cell) else { return nil }
    return try withCell(cell, in: bytes) { value throws(FieldFault) in
      guard let number = ExactDecimal(utf8: value) else {
        throw FieldFault("not a decimal number of at most \(ExactDecimal.digitLimit) digits", cell)
      }
      return number
    }
  }

  /// A day, or a moment whose day in UTC counts. A bare year is no day.
  borrowing func day(_ cell: Int?, in bytes: Span<UInt8>, _ unit: TimeUnit) throws(FieldFault) -> CivilDate? {
    guard let cell, !isEmpty(cell) else { return nil }
    if self[cell].count <= 4 { throw FieldFault("not a day or a time", cell) }
    return try optionalTime(cell, in: bytes, unit)?.date
  }

  borrowing func email(_ cell: Int?, in bytes: Span<UInt8>, _ pepper: Pepper) throws(FieldFault) -> IdentifierKey? {
    guard let cell, !isEmpty(cell) else { return nil }
    do throws(EmailAddress.Invalid) {
      return try withCell(cell, in: bytes) { text throws(EmailAddress.Invalid) in
        try IdentifierKey(email: text, pepper: pepper)
      }
    } catch {
      throw FieldFault(error.description, cell)
    }
  }

  borrowing func phone(
    _ cell: Int?, in bytes: Span<UInt8>, _ region: PhoneNumber.Region?
  ) throws(FieldFault) -> PhoneNumber? {
    guard let cell, !isEmpty(cell) else { return nil }
    do throws(PhoneNumber.Invalid) {
      return try withCell(cell, in: bytes) { text throws(PhoneNumber.Invalid) in
        try PhoneNumber(utf8: text, region: region)
      }
    } catch {
      throw FieldFault(error.description, cell)
    }
  }
}

/// The value, or nil and a rejected field: for fields whose loss does not cost the row.
@inline(__always)
func valueOrRejectedField<Value>(
  _ rejecter: inout Rejecter, _ record: borrowing Record, _ bytes: Span<UInt8>,
  _ read: (borrowing Record) throws(FieldFault) -> Value?
) -> Value? {
  do throws(FieldFault) {
    return try read(record)
  } catch {
    rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
    return nil
  }
}

/// Four digits and nothing else: more likely a year than a second of 1970.
private func bareYear(_ cell: Span<UInt8>) -> UInt32? {
  cell.count == 4 ? try? FieldParsing.uint32(cell) : nil
}
