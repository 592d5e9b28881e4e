import People

/// What groups.csv says.
struct GroupsFile {
  var groups: GroupTable
  /// Rows that define a group, doubles among them.
  var rows: Int

  private struct Piece: Sendable {
    var cells: DefinedRows
    var kinds: [GroupKind] = []
  }

  /// A group cannot have the id of a person: events name either as their target.
  init(_ table: OpenTable, people: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void) throws(IngestError) {
    let columns = table.header.count
    let id = table.required("id")
    let kind = table.optional("kind")
    var pieces: [Piece] = []
    var log = RejectLog(detailLimit: rejects.detailLimit)
    var files: [Int] = []
    try table.read(
      rejects: &log, progress: progress, start: { Piece(cells: DefinedRows(columns: columns)) },
      row: { piece, bytes, record, rejecter in
        do throws(FieldFault) {
          if record.isEmpty(id) { throw FieldFault(.emptyValue, id) }
          let isPerson = record.withCell(id, in: bytes) { people.index(of: $0) != nil }
          if isPerson { throw FieldFault("also the id of a person", id) }
          let kind = try record.choice(
            kind, in: bytes, standard: GroupKind.group, otherwise: "not a kind of group (group, page, community)")
          piece.cells.append(record, in: bytes, id: id)
          piece.kinds.append(kind)
        } catch {
          rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
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
    let name = table.optional("name")
    groups = GroupTable(
      ids: defined.ids,
      names: defined.rows.map { row in name.flatMap { cells[row.piece].string(row.row, $0) } },
      kinds: defined.rows.map { pieces[$0.piece].kinds[$0.row] })
  }
}
