import Contacts
import People

/// The address books and the members' own identifiers, both with keyed digests only, as they are in memory.
enum ContactColumns {
  static func write(_ books: AddressBooks, people: Int, _ session: WriteSession) throws {
    let columns = books.columns
    precondition(
      (columns.owners.last.map { Int($0) < people } ?? true)
        && columns.directoryPeople.allSatisfy { Int($0) < people }, "address books speak of the people of their graph")
    try session.column("contacts.keys", columns.keys)
    try session.column("contacts.directory_keys", columns.directoryKeys)
    try session.column("contacts.directory_people", columns.directoryPeople)
    try session.column("contacts.owners", columns.owners)
    try session.texts("contacts.uids", columns.uids)
    try session.texts("contacts.names", columns.names)
    try session.column("contacts.key_ends", columns.keyEnds)
    try session.column("contacts.entry_keys", columns.entryKeys)
    try session.column("contacts.outcomes", columns.outcomes)
  }

  static func read(people: Int, _ stored: StoredCounts, _ columns: ColumnReader) throws -> AddressBooks {
    let count = try stored.count("address_book_entries")
    var read = AddressBooks.Columns()
    read.keys = try columns.uint64("contacts.keys")
    read.directoryKeys = try columns.uint32("contacts.directory_keys")
    read.directoryPeople = try columns.uint32("contacts.directory_people")
    read.owners = try columns.uint32("contacts.owners")
    read.uids = try columns.texts("contacts.uids", count: count)
    read.names = try columns.texts("contacts.names", count: count)
    read.keyEnds = try columns.uint32("contacts.key_ends")
    read.entryKeys = try columns.uint32("contacts.entry_keys")
    read.outcomes = try columns.uint32("contacts.outcomes")
    do throws(AddressBooks.Invalid) {
      return try AddressBooks(read, people: people)
    } catch {
      throw columns.damaged("contacts", error.description)
    }
  }
}
