import GraphStorage

/// The first lines of a table without a stated form, by which its form is told.
struct TextSample {
  struct Line {
    /// From 1.
    let number: Int
    let bytes: [UInt8]
  }

  /// At most eight, without remarks, empty lines and line ends.
  let lines: [Line]

  /// - Parameter remarks: the bytes with which lines begin that are no data.
  /// - Throws: what opening and decompressing give.
  init(_ file: InputFile, remarks: [UInt8]) throws(IngestError) {
    var lines: [Line] = []
    var size = 1 << 16
    while true {
      let (bytes, isWhole) = try Self.beginning(file, size)
      try refuseUTF16(Array(bytes.prefix(4)), file: file.name)
      lines = Self.lines(bytes, isWhole: isWhole, remarks: remarks)
      // Long remarks or lines: look further, up to 16 MiB.
      if lines.count >= 2 || isWhole || size >= 1 << 24 { break }
      size *= 16
    }
    self.lines = lines
  }

  private static func beginning(_ file: InputFile, _ size: Int) throws(IngestError) -> (bytes: [UInt8], isWhole: Bool) {
    if file.form == .plain {
      let mapped = try file.map()
      return (mapped.bytes(0..<min(size, mapped.count)), mapped.count <= size)
    }
    var bytes: [UInt8] = []
    let goesOn = try file.stream(ReadLimits()).read(size, into: &bytes)
    return (bytes, !goesOn)
  }

  private static func lines(_ bytes: [UInt8], isWhole: Bool, remarks: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var number = 0
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count && lines.count < 8 {
      number += 1
      let end = bytes[start...].firstIndex(of: lineFeed) ?? bytes.count
      if end == bytes.count && !isWhole { break }
      var line = Array(bytes[start..<end])
      if line.last == carriageReturn { line.removeLast() }
      if let first = line.first, !remarks.contains(first), line.contains(where: { $0 != 0x20 && $0 != 0x09 }) {
        lines.append(Line(number: number, bytes: line))
      }
      start = end + 1
    }
    return lines
  }
}

extension TextSample.Line {
  /// The cells of the line, cut plainly: good enough to count columns and read names.
  func cells(_ separator: Dialect.Separator) -> [String] {
    let cells =
      switch separator {
      case .byte(let byte): bytes.split(separator: byte, omittingEmptySubsequences: false)
      case .blanks: bytes.split { $0 == 0x20 || $0 == 0x09 }
      }
    return cells.map { cell in
      let isFrame: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == quoteByte }
      let text = Array(cell.drop(while: isFrame).reversed().drop(while: isFrame).reversed())
      return String(decoding: text, as: UTF8.self)
    }
  }
}
