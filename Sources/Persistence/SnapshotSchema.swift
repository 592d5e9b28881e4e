import GRDB

/// The tables of a snapshot, as a list of migrations. The first makes the oldest version that is still read, each
/// further one the next.
///
/// A file of an older version is migrated in memory when it is read, and stays as it is; a file of a newer one, or of
/// one older than the oldest, is refused. A migration that changes what a table says must also bring the table's row in `tables` up to date.
package struct SnapshotSchema: Sendable {
  package struct Migration: Sendable {
    package let name: String
    /// nil where no table changes.
    package let sql: String?

    package init(name: String, sql: String?) {
      (self.name, self.sql) = (name, sql)
    }
  }

  package let migrations: [Migration]
  /// The version that the first migration makes. Version 1 had relationships and address books as rows.
  package let oldest = 2
  package var version: Int { oldest + migrations.count - 1 }

  package init(_ migrations: [Migration]) { self.migrations = migrations }

  package static let current = SnapshotSchema([first, derived, rowOffsets, impressions, releases, batches, restricted])

  /// The version from which on snapshots keep derived values.
  static let firstWithDerived = 3
  /// The version from which on snapshots keep released counts.
  static let firstWithReleases = 6
  /// The version from which on ledgers keep the exact time of the newest event of each row.
  static let firstWithRowOffsets = 4

  /// The version from which on batches of events may stand beside the ledgers.
  static let firstWithBatches = 7

  /// The version from which on snapshots keep who is restricted.
  static let firstWithRestricted = 8

  /// The version from which on snapshots keep who was shown whom.
  static let firstWithImpressions = 5

  /// Whether a file of a version has other tables than one of this: otherwise it is read as it is.
  func changesTables(since version: Int) -> Bool { migrations.dropFirst(version - oldest + 1).contains { $0.sql != nil } }

  func migrate(_ writer: some DatabaseWriter) throws {
    var migrator = DatabaseMigrator()
    for (index, migration) in migrations.enumerated() {
      migrator.registerMigration(migration.name) { database in
        if let sql = migration.sql { try database.execute(sql: sql) }
        try database.execute(sql: "PRAGMA user_version = \(oldest + index)")
      }
    }
    try migrator.migrate(writer)
  }

  /// Row tables for what people ask in SQL: what there is and how much of it, attributes and their values, groups,
  /// tags, kinds of event, counts of consent, where the data came from. Everything long (people, relationships,
  /// consents, address books, ledgers, values of attributes) in `column_chunks`, numbers least significant byte first.
  ///
  /// People, groups and tags are named by their position everywhere; times are milliseconds since 1970, UTC. Text
  /// that holds a zero byte or is not UTF-8 stands as a blob, because SQL text ends at a zero byte.
  package static let first = Migration(
    name: "2: columns, and rows for what is asked in SQL",
    sql: """
      PRAGMA application_id = \(SnapshotHeader.applicationID);
      CREATE TABLE counts (name TEXT NOT NULL, count INTEGER NOT NULL);
      CREATE TABLE attributes (position INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,
        people INTEGER NOT NULL -- with at least one value
      );
      CREATE TABLE attribute_values (attribute INTEGER NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL);
      CREATE TABLE groups (position INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, kind TEXT NOT NULL);
      CREATE TABLE tags (position INTEGER PRIMARY KEY, id TEXT NOT NULL);
      CREATE TABLE kinds (position INTEGER PRIMARY KEY, name TEXT NOT NULL, weight REAL NOT NULL,
        symmetric INTEGER NOT NULL);
      CREATE TABLE consent_counts (purpose TEXT NOT NULL, answer TEXT NOT NULL, statements INTEGER NOT NULL);
      CREATE TABLE declared_purposes (purpose TEXT NOT NULL);
      CREATE TABLE input_files (name TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
        rows INTEGER NOT NULL, rejected INTEGER NOT NULL);
      CREATE TABLE notes (note TEXT NOT NULL);
      CREATE TABLE words (name TEXT NOT NULL, text TEXT NOT NULL);
      CREATE TABLE ledgers (name TEXT NOT NULL, targets INTEGER NOT NULL, pairs INTEGER NOT NULL,
        rows INTEGER NOT NULL, events INTEGER NOT NULL, newest INTEGER);
      CREATE TABLE column_chunks ("column" INTEGER NOT NULL, chunk INTEGER NOT NULL,
        sha256 BLOB NOT NULL, bytes BLOB NOT NULL);
      CREATE TABLE columns (position INTEGER PRIMARY KEY, name TEXT NOT NULL, width INTEGER NOT NULL,
        count INTEGER NOT NULL);
      CREATE TABLE code_words ("column" TEXT NOT NULL, code INTEGER NOT NULL, word TEXT NOT NULL);
      CREATE TABLE tables (name TEXT NOT NULL, rows INTEGER NOT NULL, digest BLOB NOT NULL);
      CREATE TABLE seal (digest BLOB NOT NULL);
      """)
  /// Values that kernels found, for each time one was run: what ran and for whom, and the names and kinds of its
  /// columns, which stand in `column_chunks`. A file of the version before has no seal for these tables; of such a
  /// file they are not read.
  package static let derived = Migration(
    name: "3: derived values",
    sql: """
      CREATE TABLE derived (position INTEGER PRIMARY KEY, kernel TEXT NOT NULL, edges TEXT NOT NULL,
        purpose TEXT NOT NULL, basis TEXT NOT NULL, as_of INTEGER, people INTEGER NOT NULL -- with values
      );
      CREATE TABLE derived_facts (derived INTEGER NOT NULL, part TEXT NOT NULL, name TEXT NOT NULL,
        kind TEXT NOT NULL, value TEXT NOT NULL -- of people the positions
      );
      CREATE TABLE derived_columns (derived INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL);
      """)
  /// Ledgers have one column more, `row_offsets`; no table changes. Of a file of a version before, a pair's last contact
  /// is exact and any other event counts as happened at the start of its hour.
  package static let rowOffsets = Migration(name: "4: exact times of rows", sql: nil)

  /// Columns of impressions, and their count; files of a version before have none.
  package static let impressions = Migration(name: "5: impressions of suggestions", sql: nil)
  /// Released counts with their noise, and what each cost: an answer and its spending are one row's neighbours, written
  /// or not written together.
  package static let releases = Migration(
    name: "6: released counts",
    sql: """
      CREATE TABLE releases (position INTEGER PRIMARY KEY, subject_kind TEXT NOT NULL, subject TEXT NOT NULL,
        question TEXT NOT NULL, first_day INTEGER NOT NULL, days INTEGER NOT NULL -- since 1970
      );
      CREATE TABLE release_parts (release INTEGER NOT NULL, name TEXT NOT NULL, total_axes INTEGER NOT NULL,
        micro_epsilon INTEGER NOT NULL, sensitivity INTEGER NOT NULL, nano_delta INTEGER NOT NULL);
      CREATE TABLE release_axes (release INTEGER NOT NULL, part INTEGER NOT NULL, axis INTEGER NOT NULL,
        name TEXT NOT NULL, value TEXT NOT NULL);
      CREATE TABLE release_counts (release INTEGER NOT NULL, part INTEGER NOT NULL, noisy INTEGER NOT NULL);
      """)
  /// Batches of events that were appended stand in columns and in the table `ledgers`, as `batch.N.interactions` and
  /// `batch.N.place_interactions`; no table changes.
  package static let batches = Migration(name: "7: batches beside the ledgers", sql: nil)
  /// A column of the positions of people who are restricted, and their count; files of a version before have none.
  package static let restricted = Migration(name: "8: restricted people", sql: nil)
}
