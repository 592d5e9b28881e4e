import People

/// Ids on their way from rows to an `IDTable`.
struct StoredIDs {
  private var arena: [UInt8] = []
  private var ends: [UInt32] = []

  init(capacity: Int) { ends.reserveCapacity(capacity) }

  mutating func append(_ row: TableReader) throws {
    try row.appendText(to: &arena)
    guard let end = UInt32(exactly: arena.count) else { throw row.damaged("more than 4 GiB of ids") }
    ends.append(end)
  }

  consuming func table(_ name: String, _ session: ReadSession) throws -> IDTable {
    guard let table = IDTable(arena: arena, ends: ends) else {
      throw SnapshotError.damaged(path: session.path, what: "table \(name): ids are not sorted, or not distinct")
    }
    return table
  }
}
