import Contacts
import GraphStorage
import People
import Privacy

/// The native input: a folder of tables, with an optional `dataset.yaml`.
///
/// A table is CSV, TSV (`.tsv`, `.tab`) or JSON Lines (`.jsonl`, `.ndjson`), plain or compressed (`.gz`, `.zst`, `.zip`);
/// or several such files, of different formats if need be: a folder of its name, or what `files:` lists. Their order does
/// not matter, nor does that of columns in each of them.
///
/// Files, all but `people.csv` optional, and columns, those in brackets optional: `people` id [, name, born, joined,
/// email, phone, discoverable, restricted, and every further column an attribute]; `groups` id [, name, kind];
/// `friendships` a, b [, since, until]; `follows` follower, followee [, since, until]; `blocks` blocker, blocked [, kind, since]; `memberships`
/// person, group [, role, since, until]; `tags` person, tag [, time]; `contacts` owner, name, email, phone [, uid];
/// `consents` person, purpose, granted [, time, version]; `events` time, actor, target, kind [, duration in seconds,
/// audience, via].
///
/// The rules:
/// - Cells are taken as they are: blanks belong to a value. An empty optional cell says nothing.
/// - Rows that define a person or group twice with the same text in every cell are one; where they differ, all of them
///   are rejected, and what names that id elsewhere names nobody. A group cannot have the id of a person.
/// - A date of birth or joining, e-mail address or phone number that cannot be read is rejected on its own: the person
///   or address-book entry stays, without it. Everywhere else a bad field rejects its row.
/// - Whoever is `restricted` (yes or no; what is neither is rejected and counts as yes) is kept and used for nothing: no
///   purpose lets them pass (GDPR Art. 18). Their identifiers are not matched, hence not kept as digests either.
/// - `via` of an event names a group, or a tag that tags.csv uses; `#` before it says that it is a tag.
/// - `consents: {default: granted}` in `dataset.yaml` grants everything but advertising, which must be named in a list.
/// - Files and columns that nothing reads are noted in the provenance.
///
/// The same rows in any order, and for any number of threads, give an equal dataset (but for the digests of the files).
public enum NativeDataset {
  /// Reads the folder.
  ///
  /// Rejected rows and fields are listed in the order people, groups, friendships, follows, blocks, memberships, tags,
  /// contacts, consents, events, and by line.
  ///
  /// - Throws: `notFound`, `unreadable` for the folder or a file; `document` for `dataset.yaml`; `empty`, `header`,
  ///   `missingColumn`, `duplicateColumn`, `unnamedColumn` for a header; damage in a compressed file; `rejected` or
  ///   `tooManyRejected` after the policy of `options`.
  /// - Complexity: O(bytes + n log n) for n rows of any file; peak memory a few times the ledgers, and at most
  ///   about 60 bytes for each of the last eight million events, or of as many as the ledgers have rows.
  public static func read(folder path: String, options: ImportOptions) throws(IngestError) -> ImportResult {
    let folder = try DatasetFolder(path, events: options.events)
    // Every header is read before any row: a missing column shows at once.
    var tables: [NativeTable: OpenTable] = [:]
    for table in NativeTable.allCases {
      guard let parts = folder.tables[table] else { continue }
      tables[table] = try OpenTable(table, parts, folder.description, options.threads)
    }
    let digests = InputDigests(folder.inputs, threads: options.threads)
    var reading = DatasetReading(folder, tables, options)
    let dataset = try reading.dataset(digests)
    return ImportResult(dataset: dataset, rejects: reading.rejects)
  }
}
