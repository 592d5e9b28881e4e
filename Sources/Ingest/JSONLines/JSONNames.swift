import GraphStorage

/// The names that the objects of a table have, in the order in which they come up; lines that are no objects give none.
///
/// - Returns: of the whole file for `.objects(all: true)`, otherwise of the lines that begin in its first mebibyte. Left
///   out are the empty name and, for `all`, those that stand before nested objects only.
/// - Throws: `document` for more than 16,384 names, or where a pipe would have to be read twice.
func memberNames(
  _ window: ByteWindow, isFinal: Bool, from position: ReadPosition, of file: InputFile, _ shape: TableShape,
  _ limits: ReadLimits
) throws(IngestError) -> [String] {
  guard case .objects(_, _, true) = shape, !isFinal || file.form == .plain else {
    var names = FoundNames()
    let isAll = shape.takesLists
    _ = window.withBytes { bytes in
      names.read(bytes, from: position.offset, until: isAll ? bytes.count : position.offset + 1 << 20, isFinal: isFinal)
    }
    return try names.list(all: isAll, file: file.name)
  }
  if file.form == .pipe {
    throw .document(
      file: file.name, line: 0, column: 0,
      problem: "JSON objects of any names must be read twice, which a pipe cannot be: write them to a file")
  }
  var source = try WindowSource(file, limits: limits, blockSize: 16 << 20, readsAhead: false)
  var place = position
  var names = FoundNames()
  while true {
    let end = source.window.withBytes { bytes in
      names.read(bytes, from: place.offset, until: bytes.count, isFinal: source.isFinal)
    }
    if source.isFinal { return try names.list(all: true, file: file.name) }
    // A line that is too long is dropped piece by piece; the reader rejects it.
    place.offset = source.window.count - end > limits.row ? source.window.count : end
    try source.advance(past: &place)
  }
}

private struct FoundNames {
  private var positions: [[UInt8]: Int] = [:]
  private var names: [[UInt8]] = []
  private var isValue: [Bool] = []
  /// The number of the first, second … name of the line before.
  private var expected: [Int] = []

  /// - Returns: where the line begins that is not whole, or the end.
  mutating func read(_ bytes: Span<UInt8>, from first: Int, until: Int, isFinal: Bool) -> Int {
    var start = first
    while start < min(until, bytes.count) {
      guard let end = firstIndex(of: lineFeed, in: bytes, from: start) ?? (isFinal ? bytes.count : nil) else {
        return start
      }
      line(bytes.extracting(start..<end))
      start = end + 1
    }
    return min(start, bytes.count)
  }

  private mutating func line(_ bytes: Span<UInt8>) {
    var scanner = JSONScanner(at: 0)
    scanner.skipBlanks(bytes)
    guard scanner.byte(bytes) == UInt8(ascii: "{") else { return }
    var check = scanner
    guard check.value(bytes, depth: 0), check.high == 0 || (try? UTF8Span(validating: bytes)) != nil else { return }
    check.skipBlanks(bytes)
    guard check.place == bytes.count else { return }
    scanner.place += 1
    scanner.skipBlanks(bytes)
    var member = 0
    while scanner.byte(bytes) == quoteByte {
      let start = scanner.place + 1
      var isEscaped = false
      _ = scanner.text(bytes, isEscaped: &isEscaped)
      let number = number(bytes.extracting(start..<(scanner.place - 1)), isEscaped: isEscaped, member)
      scanner.skipBlanks(bytes)
      scanner.place += 1
      scanner.skipBlanks(bytes)
      if scanner.byte(bytes) != UInt8(ascii: "{") { isValue[number] = true }
      _ = scanner.value(bytes, depth: 1)
      scanner.skipBlanks(bytes)
      if scanner.byte(bytes) == 0x2C { scanner.place += 1 }
      scanner.skipBlanks(bytes)
      member += 1
    }
  }

  private mutating func number(_ name: Span<UInt8>, isEscaped: Bool, _ member: Int) -> Int {
    if !isEscaped, member < expected.count, isEqual(names[expected[member]], name) { return expected[member] }
    var text: [UInt8] = []
    appendJSONText(name, to: &text)
    let number = positions[text] ?? names.count
    if number == names.count && names.count <= 16_384 {
      positions[text] = number
      names.append(text)
      isValue.append(false)
    }
    // Beyond the limit, which is an error in the end, it does not matter which.
    let kept = min(number, names.count - 1)
    if member < expected.count { expected[member] = kept } else if member == expected.count { expected.append(kept) }
    return kept
  }

  private func isEqual(_ name: [UInt8], _ text: Span<UInt8>) -> Bool {
    name.count == text.count && text.indices.allSatisfy { name[$0] == text[$0] }
  }

  func list(all: Bool, file: String) throws(IngestError) -> [String] {
    if names.count > 16_384 {
      throw .document(file: file, line: 0, column: 0, problem: "objects of more than 16,384 different names")
    }
    return names.indices.filter { !names[$0].isEmpty && (!all || isValue[$0]) }
      .map { String(decoding: names[$0], as: UTF8.self) }
  }
}

/// A file that holds one array of objects, which is a usual mistake, is told from one of broken lines.
func refuseArray(_ window: ByteWindow, _ position: ReadPosition, file: String) throws(IngestError) {
  let isArray = window.withBytes { bytes in
    var place = position.offset
    while place < bytes.count, [0x20, 0x09, lineFeed, carriageReturn].contains(bytes[place]) { place += 1 }
    return place < bytes.count && bytes[place] == UInt8(ascii: "[")
  }
  if isArray {
    throw .document(
      file: file, line: 1, column: 1, problem: "a JSON array; write one object a line (jq -c '.[]' makes them)")
  }
}
