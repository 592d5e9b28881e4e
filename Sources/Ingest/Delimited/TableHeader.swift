/// Reads the first row of the table and moves `position` behind it.
func readHeader(
  _ source: inout WindowSource, _ position: inout ReadPosition, file: String, dialect: Dialect, limits: ReadLimits
) throws(IngestError) -> [String] {
  let maximumColumns = 16_384
  let parser = RecordParser(file: file, dialect: dialect, limits: limits, expected: 1...maximumColumns, names: [])
  while true {
    var found: [String] = []
    var record = parser.makeRecord()
    var rejecter = Rejecter(parser: parser, log: RejectLog())
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
    if let row = rejecter.log.rows.first { throw .header(row) }
    position = stop
    if !found.isEmpty { return found }
    if source.isFinal { throw .empty(file: file) }
    try source.advance(past: &position)
  }
}

/// Every column has a name of its own, and the required ones are there.
func checkHeader(_ header: [String], required: [String], file: String) throws(IngestError) {
  var first: [String: Int] = [:]
  for (index, name) in header.enumerated() {
    if name.isEmpty { throw .unnamedColumn(file: file, column: index + 1) }
    if let earlier = first[name] { throw .duplicateColumn(file: file, first: earlier + 1, second: index + 1) }
    first[name] = index
  }
  for name in required where first[name] == nil { throw .missingColumn(file: file, column: name) }
}

private func trimmed(_ text: String) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
  var rest = text.drop(while: isBlank)
  while let last = rest.last, isBlank(last) { rest.removeLast() }
  return String(rest)
}
