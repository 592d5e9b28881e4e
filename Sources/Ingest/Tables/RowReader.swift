import GraphStorage

/// Reads a table of rows (delimited text or JSON Lines), plain or compressed, from a file or a pipe, in parallel and in
/// bounded memory.
///
/// The input is cut into pieces at guessed row starts: the first line start behind every `pieceSize` bytes. Each piece is
/// read to the end of its last row. A guess is right when the piece before ends exactly there; a wrong one (inside a
/// quoted field with line ends) is found by that comparison, and the piece is read again from the true start. So the rows,
/// their lines and the rejected rows are those of a reader that goes from the first byte to the last, for any size of
/// piece and any number of threads.
public final class RowReader {
  public let file: InputFile
  /// What the text is written in: as the name says, else (a pipe) as its first bytes say.
  public let format: TableFormat
  /// The names in the first row, blanks around them removed; empty for `TableShape.fields`. Of JSON Lines the names that
  /// objects have, in the order in which they come up: all names of the file where the shape is `.objects(all: true)`,
  /// otherwise those of its first mebibyte.
  public let header: [String]
  /// How many rows were handed over so far, rejected ones among them.
  public private(set) var rowCount = 0
  private var parser: RowParser
  private let threads: ThreadCount
  private let pieceSize: Int
  private let stamp: FileStamp?
  private var source: WindowSource
  private var position: ReadPosition

  /// Opens the file and reads its header.
  ///
  /// - Parameters:
  ///   - dialect: of delimited text; nil for what the file's name or first bytes say, which may also be JSON Lines.
  ///   - pieceSize: in bytes; how much one thread reads at a time.
  /// - Throws: what opening and decompressing give; `empty`, `header`, `missingColumn`, `duplicateColumn`,
  ///   `unnamedColumn`, `columnInOtherCase`, `otherSeparator`, `utf16`; `document` for a JSON array.
  public init(
    _ file: InputFile, shape: TableShape, dialect: Dialect? = .csv, limits: ReadLimits = ReadLimits(),
    threads: ThreadCount, pieceSize: Int = 2 << 20
  ) throws(IngestError) {
    precondition(pieceSize >= 1, "a piece has at least one byte")
    self.file = file
    self.threads = threads
    self.pieceSize = pieceSize
    stamp = try file.stamp()
    source = try WindowSource(
      file, limits: limits, blockSize: pieceSize * threads.value * 4, readsAhead: threads.value > 1)
    position = ReadPosition(offset: source.hasByteOrderMark ? 3 : 0, line: 1, state: .ready)
    format =
      dialect != nil
      ? .csv
      : file.format ?? (file.form == .pipe ? source.window.withBytes { TableFormat(start: $0) } : .csv)
    let dialect = dialect ?? format.dialect
    if case .fields(let expected) = shape {
      header = []
      parser = .delimited(
        RecordParser(file: file.name, dialect: dialect, limits: limits, expected: expected, names: []))
      return
    }
    try refuseUTF16(source.window.withBytes { bytes in (0..<min(4, bytes.count)).map { bytes[$0] } }, file: file.name)
    if format == .jsonl {
      try refuseArray(source.window, position, file: file.name)
      header = try memberNames(source.window, isFinal: source.isFinal, from: position, of: file, shape, limits)
      if !header.isEmpty { try checkNames(header, required: shape.required(of: .jsonl), file: file.name) }
      parser = .json(JSONLineParser(file: file.name, limits: limits, names: header, takesLists: shape.takesLists))
    } else {
      header = try readHeader(&source, &position, file: file.name, dialect: dialect, limits: limits)
      try checkHeader(header, required: shape.required(of: format), file: file.name, dialect: dialect)
      parser = .delimited(
        RecordParser(
          file: file.name, dialect: dialect, limits: limits, expected: header.count...header.count, names: header))
    }
  }

  /// Has rows handed over with these columns, in this order, instead of those of `header`. To be called before `read`.
  ///
  /// A column that the table does not have is empty in every row; one that is not named here is not read.
  public func arrange(_ columns: [String]) {
    switch parser {
    case .delimited(var delimited):
      delimited.arrange(columns)
      parser = .delimited(delimited)
    case .json(let json):
      parser = .json(
        JSONLineParser(file: json.file, limits: json.limits, names: columns, takesLists: json.takesLists))
    }
  }

  /// Where the named column stands among the fields of a row; nil when the table does not have it.
  public func column(_ name: String) -> Int? {
    header.firstIndex(of: name)
  }

  /// How many stored bytes the pieces handed over so far took; 0 where that is not known (zip).
  public var bytesRead: Int { file.form == .plain ? position.offset : source.consumed }

  /// How long a pipe was, and the SHA-256 of its bytes as they came; nil for a file. To be called when all was read.
  var pipeDigest: InputDigests.Digest? {
    source.pipe.map { InputDigests.Digest(bytes: $0.count, sha256: $0.sha256) }
  }

  /// Reads all rows. To be called once.
  ///
  /// Rows are gathered piece by piece, in parallel, and the pieces are handed over in file order on the calling thread.
  ///
  /// - Parameters:
  ///   - rejects: receives the malformed rows and those that `row` rejects, in order of lines.
  ///   - start: an empty piece.
  ///   - row: adds one row to a piece. It must depend on nothing but the row: a piece may be read twice, and the first
  ///     reading is then dropped. It may reject the row through `Rejecter`.
  ///   - end: the last chance to work on a piece while its bytes are there: called once, behind its last row.
  ///   - finish: takes the next piece.
  /// - Throws: damage in a compressed stream; `changed` where another program wrote to the file meanwhile; `rejected` or
  ///   `tooManyRejected` after the policy of `rejects`; and what `finish` throws. Pieces handed over before stay handed
  ///   over.
  public func read<Piece: Sendable>(
    rejects: inout RejectLog,
    start makePiece: @Sendable () -> Piece,
    row: @Sendable (inout Piece, Span<UInt8>, borrowing Record, inout Rejecter) -> Void,
    end endPiece: @Sendable (inout Piece, Span<UInt8>, inout Rejecter) -> Void = { _, _, _ in },
    finish: (Piece) throws(IngestError) -> Void
  ) throws(IngestError) {
    let detailLimit = rejects.detailLimit
    let parser = parser
    while true {
      let window = source.window
      let isFinal = source.isFinal
      let end = window.count
      var batchEnd = position.offset
      while position.offset < end && position.state != .incomplete {
        batchEnd = min(end, max(batchEnd, position.offset) + pieceSize * threads.value * 4)
        let cuts = Cuts(window, from: position, to: batchEnd, pieceSize: pieceSize, threads: threads)
        let outcomes = parallelMap(count: cuts.starts.count, threads: threads) { index in
          readPiece(
            window, isFinal, cuts.starts[index], cuts.ends[index], parser, detailLimit, start: makePiece, row: row,
            end: endPiece)
        }
        for (index, guessed) in outcomes.enumerated() {
          guard position.offset < cuts.ends[index] else { continue }
          let outcome =
            guessed.from == position
            ? guessed
            : readPiece(
              window, isFinal, position, cuts.ends[index], parser, detailLimit, start: makePiece, row: row,
              end: endPiece)
          try rejects.merge(outcome.log)
          rowCount += outcome.rows
          position = outcome.stop
          try finish(outcome.piece)
          if position.state == .incomplete { break }
        }
        window.release(before: position.offset)
      }
      if isFinal { return try file.requireUnchanged(since: stamp) }
      try source.advance(past: &position)
    }
  }
}

/// What reading one piece gave.
private struct Outcome<Piece: Sendable>: Sendable {
  let from: ReadPosition
  let stop: ReadPosition
  let piece: Piece
  let log: RejectLog
  let rows: Int
}

@inline(__always)
private func readPiece<Piece: Sendable>(
  _ window: ByteWindow, _ isFinal: Bool, _ from: ReadPosition, _ until: Int, _ parser: RowParser, _ detailLimit: Int,
  start makePiece: () -> Piece,
  row: (inout Piece, Span<UInt8>, borrowing Record, inout Rejecter) -> Void,
  end: (inout Piece, Span<UInt8>, inout Rejecter) -> Void
) -> Outcome<Piece> {
  var piece = makePiece()
  var rejecter = Rejecter(parser: parser, log: RejectLog(detailLimit: detailLimit))
  var record = parser.makeRecord()
  var rows = 0
  let stop = window.withBytes { bytes in
    let stop = parser.parse(bytes, from: from, until: until, isFinal: isFinal, &record, &rejecter) {
      bytes, record, rejecter in
      rows &+= 1
      row(&piece, bytes, record, &rejecter)
    }
    end(&piece, bytes, &rejecter)
    return stop
  }
  return Outcome(from: from, stop: stop, piece: piece, log: rejecter.log, rows: rows)
}

/// Bytes that are worth a piece of their own.
private let smallestPiece = 1 << 16

/// Guessed starts of pieces, with their physical lines.
private struct Cuts: Sendable {
  var starts: [ReadPosition] = []
  var ends: [Int] = []

  /// The first start is `position` itself and right.
  init(_ window: ByteWindow, from position: ReadPosition, to end: Int, pieceSize: Int, threads: ThreadCount) {
    let length = end - position.offset
    // Of a small input, still a piece for each thread.
    let fewest = min(2 * threads.value, length / smallestPiece)
    let ranges = evenRanges(length, pieces: max(1, fewest, (length + pieceSize - 1) / pieceSize))
    let origin = position.offset
    // For each piece: its line ends, and the place behind the first line end from the byte before it on.
    let facts = parallelMap(count: ranges.count, threads: threads) { index in
      window.withBytes { bytes in
        let range = (origin + ranges[index].lowerBound)..<(origin + ranges[index].upperBound)
        let lines = count(of: lineFeed, in: bytes, range)
        guard index > 0 else { return (lines: lines, start: range.lowerBound, inner: 0) }
        let reach = bytes.extracting((range.lowerBound - 1)..<(range.upperBound - 1))
        guard let before = firstIndex(of: lineFeed, in: reach, from: 0) else {
          return (lines: lines, start: range.upperBound, inner: 0)
        }
        return (lines: lines, start: range.lowerBound + before, inner: before > 0 ? 1 : 0)
      }
    }
    var line = position.line
    for (index, fact) in facts.enumerated() {
      let end = origin + ranges[index].upperBound
      starts.append(
        index == 0 ? position : ReadPosition(offset: fact.start, line: line + fact.inner, state: .ready))
      ends.append(end)
      line += fact.lines
    }
  }
}
