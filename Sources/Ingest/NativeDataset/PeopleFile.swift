import Contacts
import GraphStorage
import People

/// What people.csv says.
struct PeopleFile {
  var people: PersonTable
  var attributes: [AttributeColumn]
  /// The members' own identifiers, in no order.
  var directory: [AddressBooks.DirectoryEntry]
  /// Those of them by which their member is not to be found.
  var undiscoverable: Set<AddressBooks.DirectoryEntry>
  /// For each person how the national numbers in their address book are read: as `dataset.yaml` says, else as in the
  /// country of their own number; nil where neither tells.
  var regions: [PhoneNumber.Region?]
  /// Rows that define somebody, doubles among them.
  var rows: Int

  /// Columns that the table does not have are empty.
  private struct Piece: Sendable {
    var cells: DefinedRows
    var born: [Birth?] = []
    var joined: [CivilDate?] = []
    var emails: [IdentifierKey?] = []
    var phones: [IdentifierKey?] = []
    var regions: [PhoneNumber.Region?] = []
    var discoverable: [Discoverability] = []
    var restricted: [Bool] = []
  }

  /// A date, number, e-mail address or phone number that cannot be read is rejected on its own: the person stays,
  /// without it; with a `discoverable` that cannot be read, findable by nothing, with such a `restricted`, restricted.
  ///
  /// - Throws: also `document` where an attribute is declared that is no column.
  init(
    _ table: OpenTable, _ description: DatasetDescription, _ options: ImportOptions, _ rejects: inout RejectLog,
    progress: (ReadingStep) -> Void
  ) throws(IngestError) {
    let columns = table.header.count
    let id = table.required("id")
    let born = table.optional("born")
    let joined = table.optional("joined")
    let email = table.optional("email")
    let phone = table.optional("phone")
    let discoverable = table.optional("discoverable")
    let restricted = table.optional("restricted")
    // As an attribute of another spelling it would restrict nobody.
    for (name, cell) in table.cells where name != "restricted" && name.lowercased() == "restricted" {
      throw .columnInOtherCase(file: table.name, column: "restricted", place: cell + 1)
    }
    let pepper = options.pepper
    let region = description.region
    let times = table.times
    let numbers = Self.kinds(table, description).filter { $0.kind == .numeric }.map(\.cell).sorted()
    var pieces: [Piece] = []
    var log = RejectLog(detailLimit: rejects.detailLimit)
    var files: [Int] = []
    try table.read(
      rejects: &log, progress: progress, start: { Piece(cells: DefinedRows(columns: columns)) },
      row: { piece, bytes, record, rejecter in
        guard !record.isEmpty(id) else {
          rejecter.reject(.emptyValue, field: id, of: record, in: bytes)
          return
        }
        piece.cells.append(record, in: bytes, id: id)
        for cell in numbers {
          _ = valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) in
            try record.number(cell, in: bytes)
          }
        }
        if born != nil {
          piece.born.append(
            valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) in
              try record.birth(born, in: bytes)
            } ?? (record.has(born) ? .unreadable : nil))
        }
        if joined != nil {
          piece.joined.append(
            valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) in
              try record.day(joined, in: bytes, times)
            })
        }
        if email != nil {
          piece.emails.append(
            valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) in
              try record.email(email, in: bytes, pepper)
            })
        }
        if phone != nil {
          let number = valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) in
            try record.phone(phone, in: bytes, region)
          }
          piece.phones.append(number.map { IdentifierKey($0, pepper: pepper) })
          piece.regions.append(number.flatMap { PhoneNumber.Region.of($0) })
        }
        if email != nil || phone != nil || discoverable != nil {
          piece.discoverable.append(
            valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) in
              try record.discoverability(discoverable, in: bytes)
            } ?? [])
        }
        if restricted != nil {
          piece.restricted.append(
            valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) in
              try record.flag(restricted, in: bytes)
            } ?? true)
        }
      },
      finish: { piece, number in
        pieces.append(piece)
        files.append(number)
        return piece.cells.count
      })

    let cells = pieces.map(\.cells)
    let defined = Definitions(
      cells, id: id, files: files.map { table.readers[$0].file.name }, field: table.header[id],
      detailLimit: rejects.detailLimit)
    for (number, rows) in zip(files, defined.rejectedRows) { table.reject(rows, ofFile: number) }
    log.interleave(defined.rejected, files: table.readers.map(\.file.name))
    try rejects.merge(log)
    rows = cells.reduce(0) { $0 + $1.count } - defined.rejected.total

    /// What stands in a column, by person.
    func values<Value>(_ column: Int?, _ value: (Definitions.Row, Int) -> Value?) -> [Value?] {
      guard let column else { return Array(repeating: nil, count: defined.rows.count) }
      return defined.rows.map { value($0, column) }
    }
    var held = PersonSet(universe: defined.rows.count)
    if restricted != nil {
      for (index, row) in defined.rows.enumerated() where pieces[row.piece].restricted[row.row] {
        held.insert(PersonIndex(index))
      }
    }
    people = PersonTable(
      ids: defined.ids,
      names: values(table.optional("name")) { row, name in cells[row.piece].string(row.row, name).map { Sensitive($0) } },
      born: values(born) { row, _ in pieces[row.piece].born[row.row] },
      joined: values(joined) { row, _ in pieces[row.piece].joined[row.row] }, restricted: held)
    regions =
      region.map { Array(repeating: $0, count: defined.rows.count) }
      ?? values(phone) { row, _ in pieces[row.piece].regions[row.row] }
    (directory, undiscoverable) = ([], [])
    if email != nil || phone != nil {
      for (index, row) in defined.rows.enumerated() {
        let piece = pieces[row.piece]
        let keys = [
          (email.flatMap { _ in piece.emails[row.row] }, Discoverability.email),
          (phone.flatMap { _ in piece.phones[row.row] }, .phone),
        ]
        for case (let key?, let channel) in keys {
          let entry = AddressBooks.DirectoryEntry(key: key, person: PersonIndex(index))
          directory.append(entry)
          if !piece.discoverable[row.row].contains(channel) { undiscoverable.insert(entry) }
        }
      }
    }
    attributes = try Self.attributes(table, description, cells, defined, options.threads)
  }

  private static func attributes(
    _ table: OpenTable, _ description: DatasetDescription, _ pieces: [DefinedRows], _ defined: Definitions,
    _ threads: ThreadCount
  ) throws(IngestError) -> [AttributeColumn] {
    let columns = kinds(table, description)
    for name in description.attributes.keys.sorted() where !columns.contains(where: { $0.name == name }) {
      throw .document(
        file: DatasetDescription.fileName, line: 0, column: 0,
        problem: "attributes.\(name): \(table.name) has no such column")
    }
    return parallelMap(count: columns.count, threads: threads) { index in
      let (name, kind, cell) = columns[index]
      return AttributeColumn(name: name, kind: kind, cell: cell, of: pieces, defined.rows)
    }
  }

  /// The attributes of the table, by name: what no other column is.
  private static func kinds(_ table: OpenTable, _ description: DatasetDescription)
    -> [(name: String, kind: AttributeKind, cell: Int)]
  {
    let standard = Set(table.table.columns)
    return table.cells.filter { !standard.contains($0.key) }.sorted { $0.key < $1.key }.map { name, cell in
      // A special category stays one under another name.
      let own = AttributeKind.effective(name: table.header[cell], declared: nil)
      let kind = own == .sensitive ? own : AttributeKind.effective(name: name, declared: description.attributes[name])
      return (name, kind, cell)
    }
  }
}

extension AttributeColumn {
  /// One column of people.csv. A set is cut at `;`, and blanks around its values are removed.
  fileprivate init(
    name: String, kind: AttributeKind, cell: Int, of pieces: [DefinedRows], _ rows: [Definitions.Row]
  ) {
    var builder = IDTable.Builder()
    var ends: [UInt32] = []
    var found: [UInt32] = []
    ends.reserveCapacity(rows.count)
    for row in rows {
      pieces[row.piece].withCell(row.row, cell) { value in
        if kind == .set {
          for range in setValues(value) { found.append(UInt32(builder.insert(value.extracting(range)).position)) }
        } else if kind == .numeric {
          // Equal numbers are one value, however they are written; what is no number was rejected when it was read.
          if let number = ExactDecimal(utf8: value) {
            found.append(UInt32(builder.insert(Array(number.description.utf8).span).position))
          }
        } else if value.count > 0 {
          found.append(UInt32(builder.insert(value).position))
        }
      }
      ends.append(UInt32(found.count))
    }
    let (table, positions) = builder.finish()
    let order = (0..<table.count).sorted { table.utf8($0).lexicographicallyPrecedes(table.utf8($1)) }
    var codeOfIndex = [UInt32](repeating: 0, count: table.count)
    for (code, index) in order.enumerated() { codeOfIndex[index] = UInt32(code) }
    var codes: [UInt32] = []
    codes.reserveCapacity(found.count)
    var start = 0
    for row in ends.indices {
      let own = Set(found[start..<Int(ends[row])].map { codeOfIndex[Int(positions[Int($0)])] })
      start = Int(ends[row])
      codes.append(contentsOf: own.sorted())
      ends[row] = UInt32(codes.count)
    }
    guard
      let column = AttributeColumn(name: name, kind: kind, values: order.map { table[$0] }, ends: ends, codes: codes)
    else { preconditionFailure("codes were made from the values") }
    self = column
  }
}

/// Where the values of a set stand, blanks removed, empty ones left out.
private func setValues(_ bytes: Span<UInt8>) -> [Range<Int>] {
  func isBlank(_ place: Int) -> Bool { bytes[place] == 0x20 || bytes[place] == 0x09 }
  var values: [Range<Int>] = []
  var start = 0
  for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: ";") {
    var (first, last) = (start, end)
    while first < last && isBlank(first) { first += 1 }
    while first < last && isBlank(last - 1) { last -= 1 }
    if first < last { values.append(first..<last) }
    start = end + 1
  }
  return values
}
