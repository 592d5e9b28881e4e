import GraphStorage

/// Reads the first row of the table and moves `position` behind it.
func readHeader(
  _ source: inout WindowSource, _ position: inout ReadPosition, file: String, dialect: Dialect, limits: ReadLimits
) throws(IngestError) -> [String] {
  let maximumColumns = 16_384
  let parser = RecordParser(file: file, dialect: dialect, limits: limits, expected: 1...maximumColumns, names: [])
  while true {
    var found: [String] = []
    var record = parser.makeRecord()
    var rejecter = Rejecter(parser: .delimited(parser), log: RejectLog())
    var stop = position
    source.window.withBytes { bytes in
      // One row at a time: `until` just behind the start of the next one. Empty lines before the header are skipped.
      while found.isEmpty && rejecter.log.total == 0 && stop.state == .ready && stop.offset < bytes.count {
        stop = parser.parse(
          bytes, from: stop, until: stop.offset + 1, isFinal: source.isFinal, &record, &rejecter
        ) { bytes, record, _ in
          found = (0..<record.count).map { trimmed(record.text($0, in: bytes)) }
        }
      }
    }
    if let row = rejecter.log.rows.first {
      // `"a";"b"` is a malformed row under commas.
      if dialect == .csv, row.reason == .textAfterQuote {
        let line = source.window.withBytes { bytes in
          let end = firstIndex(of: lineFeed, in: bytes, from: position.offset) ?? bytes.count
          return (position.offset..<min(end, position.offset + (1 << 16))).map { bytes[$0] }
        }
        if let found = otherSeparator(String(decoding: line, as: UTF8.self)) {
          throw .otherSeparator(file: file, found: found)
        }
      }
      throw .header(row)
    }
    position = stop
    if !found.isEmpty { return found }
    if source.isFinal { throw .empty(file: file) }
    try source.advance(past: &position)
  }
}

/// Every column has a name of its own, and the required ones are there.
func checkHeader(_ header: [String], required: [String], file: String, dialect: Dialect) throws(IngestError) {
  if dialect == .csv, let only = header.first, header.count == 1, required.contains(where: { $0 != only }),
    let found = otherSeparator(only)
  {
    throw .otherSeparator(file: file, found: found)
  }
  try checkNames(header, required: required, file: file)
}

func checkNames(_ header: [String], required: [String], file: String) throws(IngestError) {
  var first: [String: Int] = [:]
  for (index, name) in header.enumerated() {
    if name.isEmpty { throw .unnamedColumn(file: file, column: index + 1) }
    if let earlier = first[name] { throw .duplicateColumn(file: file, first: earlier + 1, second: index + 1) }
    first[name] = index
  }
  for name in required where first[name] == nil {
    if let place = header.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
      throw .columnInOtherCase(file: file, column: name, place: place + 1)
    }
    throw .missingColumn(file: file, column: name)
  }
}

/// What seems to separate the names of a header that holds no comma.
private func otherSeparator(_ line: String) -> IngestError.OtherSeparator? {
  if line.utf8.contains(UInt8(ascii: ",")) { return nil }
  return IngestError.OtherSeparator.allCases.first { line.contains($0.rawValue) }
}

/// - Parameter start: the first bytes of a text.
func refuseUTF16(_ start: [UInt8], file: String) throws(IngestError) {
  let isMarked = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
  // Latin letters without the mark: every other byte is zero.
  let zeros = start.prefix(4).map { $0 == 0 }
  if isMarked || zeros == [true, false, true, false] || zeros == [false, true, false, true] {
    throw .utf16(file: file)
  }
}

private func trimmed(_ text: String) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
  var rest = text.drop(while: isBlank)
  while let last = rest.last, isBlank(last) { rest.removeLast() }
  return String(rest)
}
