import GraphStorage
import People

/// The tables of one LDBC folder, by their names without numbers of parts: `person_0_0.csv` is part of `person`.
struct LDBCTables {
  private let parts: [String: [InputFile]]

  /// Every file that is read, sorted by path.
  let files: [InputFile]

  static let names = [
    "person", "person_isLocatedIn_place", "person_hasInterest_tag", "person_studyAt_organisation",
    "person_workAt_organisation", "person_knows_person", "person_likes_post", "person_likes_comment", "place",
    "place_isPartOf_place", "organisation", "tag", "forum", "forum_hasMember_person", "forum_hasModerator_person",
    "forum_containerOf_post", "post", "post_hasCreator_person", "post_hasTag_tag", "comment",
    "comment_hasCreator_person", "comment_hasTag_tag", "comment_replyOf_post", "comment_replyOf_comment",
  ]

  /// - Throws: `notFound` where there is no table of people, `unreadable`.
  init(_ path: String) throws(IngestError) {
    guard isReachable(path) else { throw .notFound(file: path) }
    guard isFolder(path) else { throw .unreadable(file: path, reason: "not a folder") }
    let wanted = Set(Self.names)
    var parts: [String: [InputFile]] = [:]
    for folder in [path, "\(path)/dynamic", "\(path)/static"] where isReachable(folder) {
      for name in try fileNames(in: folder) {
        let plain = withoutCompression(name)
        guard plain.hasSuffix(".csv") else { continue }
        var words = plain.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
        while let last = words.last, !last.isEmpty, last.utf8.allSatisfy({ $0 &- 0x30 <= 9 }) { words.removeLast() }
        let table = words.joined(separator: "_")
        if wanted.contains(table) { parts[table, default: []].append(InputFile(path: "\(folder)/\(name)")) }
      }
    }
    guard parts["person"] != nil else {
      let found = try Self.foldersWithPeople(in: path, depth: 3)
      guard !found.isEmpty else { throw .notFound(file: "\(path)/dynamic/person_0_0.csv") }
      throw .tablesElsewhere(folder: path, table: "person", found: found)
    }
    self.parts = parts
    files = Self.names.flatMap { parts[$0] ?? [] }
  }

  /// Folders below `path` that hold a table of people, or whose `dynamic` does; the first ones, sorted.
  private static func foldersWithPeople(in path: String, depth: Int) throws(IngestError) -> [String] {
    var found: [String] = []
    for name in try fileNames(in: path) where isFolder("\(path)/\(name)") && found.count < 3 {
      let folder = "\(path)/\(name)"
      let names =
        try fileNames(in: folder) + (isFolder("\(folder)/dynamic") ? try fileNames(in: "\(folder)/dynamic") : [])
      if names.contains(where: { $0.hasPrefix("person_0_0.csv") || $0 == "person.csv" }) {
        found.append(folder)
      } else if depth > 1 {
        found += try foldersWithPeople(in: folder, depth: depth - 1)
      }
    }
    return found
  }

  /// The rows of a table for which `parse` gives one; none where the table is not there.
  /// - Parameters:
  ///   - columns: names in the header. A name that stands there twice is named twice here.
  ///   - parse: gets the places of those columns. Rows for which it throws are rejected.
  func rows<Row: Sendable>(
    _ table: String, _ columns: [String], _ reading: inout ForeignReading,
    _ parse: @escaping @Sendable (Span<UInt8>, borrowing Record, [Int]) throws(FieldFault) -> Row
  ) throws(IngestError) -> [Row] {
    var all: [Row] = []
    for file in parts[table] ?? [] {
      guard let header = try TextSample(file, remarks: []).lines.first else { throw .empty(file: file.name) }
      let names = header.cells(.byte(0x7C))
      var cells: [Int] = []
      for column in columns {
        guard let cell = names.indices.first(where: { names[$0] == column && !cells.contains($0) }) else {
          throw .missingColumn(file: file.name, column: column)
        }
        cells.append(cell)
      }
      let places = cells
      let headerLine = header.number
      let pieces = try reading.read(
        file, shape: .fields(names.count...names.count), dialect: Dialect(separator: .byte(0x7C), quoting: false),
        start: { [Row]() },
        row: { piece, bytes, record, rejecter in
          if record.line == headerLine { return }
          do throws(FieldFault) {
            piece.append(try parse(bytes, record, places))
          } catch {
            rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
          }
        },
        rows: { $0.count })
      for piece in pieces { all += piece }
    }
    return all
  }

  /// A table of two ids (and a time), with what each id means.
  func links<First: Sendable, Second: Sendable>(
    _ table: String, _ columns: [String], _ reading: inout ForeignReading,
    _ first: [Int64: First], _ second: [Int64: Second]
  ) throws(IngestError) -> [(first: First, second: Second, time: Timestamp?)] {
    try rows(table, columns, &reading) { bytes, record, cells throws(FieldFault) in
      let one = try known(bytes, record, cells[0], first)
      let other = try known(bytes, record, cells[1], second)
      let time: Timestamp? = cells.count > 2 ? try moment(bytes, record, cells[2]) : nil
      return (first: one, second: other, time: time)
    }
  }
}

func number(_ bytes: Span<UInt8>, _ record: borrowing Record, _ cell: Int) throws(FieldFault) -> Int64 {
  do throws(RejectReason) {
    return try FieldParsing.int64(bytes.extracting(record[cell]))
  } catch {
    throw FieldFault(error, cell)
  }
}

/// Milliseconds since 1970, or ISO 8601.
func moment(_ bytes: Span<UInt8>, _ record: borrowing Record, _ cell: Int) throws(FieldFault) -> Timestamp {
  let range = record[cell]
  let value: Int64
  if range.count > 4 && bytes[range.lowerBound + 4] == UInt8(ascii: "-") {
    do throws(RejectReason) {
      value = try FieldParsing.timestamp(bytes.extracting(range))
    } catch {
      throw FieldFault(error, cell)
    }
  } else {
    value = try number(bytes, record, cell)
  }
  guard value >= -62_135_596_800_000 && value <= lastSecond * 1000 else { throw FieldFault(.outOfRange, cell) }
  return Timestamp(milliseconds: value)
}

/// The time of an event.
func eventTime(_ bytes: Span<UInt8>, _ record: borrowing Record, _ cell: Int) throws(FieldFault) -> Timestamp {
  let time = try moment(bytes, record, cell)
  if time.milliseconds < 0 { throw FieldFault(.timeBefore1970, cell) }
  if time.milliseconds >= endOfEvents { throw FieldFault(.timeAfter2199, cell) }
  return time
}

/// What an id means.
func known<Value>(
  _ bytes: Span<UInt8>, _ record: borrowing Record, _ cell: Int, _ values: [Int64: Value]
) throws(FieldFault) -> Value {
  guard let value = values[try number(bytes, record, cell)] else { throw FieldFault("unknown id", cell) }
  return value
}
