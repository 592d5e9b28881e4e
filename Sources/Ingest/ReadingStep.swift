/// How far the reading of one table is.
struct ReadingStep {
  /// Stored bytes.
  var bytes: Int
  var rows: Int
}

/// How far a reading is.
public struct ReadingStatus: Sendable, Equatable {
  /// The table at hand.
  public var table: String
  /// Stored bytes, of all tables.
  public var bytes: Int
  /// Stored bytes there are; nil where a pipe is read.
  public var total: Int?
  /// Rows read, of all tables.
  public var rows: Int

  public init(table: String, bytes: Int, total: Int?, rows: Int) {
    (self.table, self.bytes, self.total, self.rows) = (table, bytes, total, rows)
  }
}
