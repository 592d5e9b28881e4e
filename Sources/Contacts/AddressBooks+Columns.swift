import People

extension AddressBooks {
  /// Why stored columns are not address books.
  public struct Invalid: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// The books of stored columns.
  /// - Parameter people: how many people the graph has.
  /// - Throws: `Invalid` where they break any rule that the other members rely on.
  /// - Complexity: O(entries + keys).
  public init(_ columns: Columns, people: Int) throws(Invalid) {
    func demand(_ holds: Bool, _ what: String) throws(Invalid) {
      if !holds { throw Invalid(description: "address books: \(what)") }
    }
    let entries = columns.owners.count
    try demand(
      columns.uids.count == entries && columns.names.count == entries && columns.keyEnds.count == entries
        && columns.outcomes.count == entries && columns.directoryPeople.count == columns.directoryKeys.count
        && columns.keys.count.isMultiple(of: 2), "columns differ in length")
    let keys = columns.keys.count / 2
    for key in stride(from: 2, to: columns.keys.count, by: 2) {
      let (high, last) = (columns.keys[key], columns.keys[key - 2])
      try demand(last < high || (last == high && columns.keys[key - 1] < columns.keys[key + 1]), "keys are not sorted")
    }
    var isUsed = [Bool](repeating: false, count: keys)
    var last: (key: UInt32, person: UInt32)?
    for (key, person) in zip(columns.directoryKeys, columns.directoryPeople) {
      try demand(Int(key) < keys && Int(person) < people, "a key or a person out of range")
      try demand(last.map { $0 < (key, person) } ?? true, "identifiers of members are not sorted")
      last = (key, person)
      isUsed[Int(key)] = true
    }
    var (start, owner) = (0, 0 as UInt32)
    for entry in 0..<entries {
      try demand(columns.owners[entry] >= owner && Int(columns.owners[entry]) < people, "owners are not sorted")
      owner = columns.owners[entry]
      let end = Int(columns.keyEnds[entry])
      try demand(end >= start && end <= columns.entryKeys.count, "ends of keys descend")
      for index in start..<end {
        let key = columns.entryKeys[index]
        try demand(Int(key) < keys && (index == start || columns.entryKeys[index - 1] < key), "keys of an entry")
        isUsed[Int(key)] = true
      }
      let outcome = columns.outcomes[entry]
      try demand(
        outcome >= Outcome.withheld ? outcome != Outcome.withheld || start == end : Int(outcome) < people,
        "an outcome that is not there")
      start = end
    }
    try demand(start == columns.entryKeys.count, "ends of keys do not span them")
    try demand(isUsed.allSatisfy { $0 }, "a key of nobody")
    self.init(unchecked: columns)
  }

  /// The books of some entries, in any order, as they are: nothing is matched. An entry that is withheld keeps no keys.
  public init(entries: [AddressBookEntry], directory: [DirectoryEntry]) {
    var uploads = AddressBookUploads()
    var rows = AddressBookRows()
    for entry in entries {
      rows.append(
        owner: entry.owner, uid: entry.uid, name: entry.name, keys: entry.match == .withheld ? [] : entry.keys)
    }
    uploads.append(rows)
    var numbers: [(key: UInt32, person: UInt32)] = []
    for entry in directory { numbers.append((uploads.keys.insert(entry.key), entry.person.rawValue)) }
    let (words, places) = uploads.keys.sorted()
    let outcomes = entries.map { Outcome.code($0.match) }
    var pieces = BookPiece()
    let (starts, order) = uploads.byOwner()
    let sorter = EntryOrder(uploads: uploads, places: places)
    for person in 0..<max(0, starts.count - 1) {
      for entry in sorter.sorted(order[starts[person]..<starts[person + 1]], by: outcomes) {
        pieces.append(entry, sorter.keys(Int(entry)), outcomes[Int(entry)])
      }
    }
    let members = numbers.map { (key: places[Int($0.key)], person: $0.person) }
    self.init(words: words, members: members, [pieces], uploads)
  }

  /// Puts the columns together: entries and their keys from the pieces, their texts from the uploads.
  /// - Parameters:
  ///   - words: all keys, sorted, used or not.
  ///   - members: in any order, doubles among them; places in `words`.
  init(
    words: [UInt64], members: [(key: UInt32, person: UInt32)], _ pieces: [BookPiece],
    _ uploaded: consuming AddressBookUploads
  ) {
    var uploads = uploaded
    var columns = Columns()
    let count = pieces.reduce(0) { $0 + $1.order.count }
    var order: [UInt32] = []
    order.reserveCapacity(count)
    columns.outcomes.reserveCapacity(count)
    columns.keyEnds.reserveCapacity(count)
    columns.entryKeys.reserveCapacity(pieces.reduce(0) { $0 + $1.keys.count })
    for piece in pieces {
      order.append(contentsOf: piece.order)
      columns.outcomes.append(contentsOf: piece.outcomes)
      let base = UInt32(columns.entryKeys.count)
      for end in piece.keyEnds { columns.keyEnds.append(base + end) }
      columns.entryKeys.append(contentsOf: piece.keys)
    }
    // One column after the other, so that no two are there twice.
    uploads.entryKeys = []
    uploads.keyEnds = []
    uploads.keys = KeyTable()
    columns.owners = order.map { uploads.owners[Int($0)] }
    uploads.owners = []
    columns.uids = uploads.uids.permuted(order)
    uploads.uids = TextColumn()
    columns.names = uploads.names.permuted(order)

    let sorted = members.sorted { ($0.key, $0.person) < ($1.key, $1.person) }
    var last: (key: UInt32, person: UInt32)?
    for member in sorted where last.map({ $0 != member }) ?? true {
      columns.directoryKeys.append(member.key)
      columns.directoryPeople.append(member.person)
      last = member
    }
    columns.keys = words
    columns.dropUnusedKeys()
    self.init(unchecked: columns)
  }
}

extension AddressBooks.Columns {
  /// Leaves no digest of anybody who is not spoken of.
  mutating func dropUnusedKeys() {
    var places = [UInt32](repeating: 0, count: keys.count / 2)
    for key in directoryKeys { places[Int(key)] = 1 }
    for key in entryKeys { places[Int(key)] = 1 }
    var kept = 0
    for key in places.indices where places[key] == 1 {
      places[key] = UInt32(kept)
      (keys[2 * kept], keys[2 * kept + 1]) = (keys[2 * key], keys[2 * key + 1])
      kept += 1
    }
    guard 2 * kept < keys.count else { return }
    keys.removeLast(keys.count - 2 * kept)
    for index in directoryKeys.indices { directoryKeys[index] = places[Int(directoryKeys[index])] }
    for index in entryKeys.indices { entryKeys[index] = places[Int(entryKeys[index])] }
  }
}

/// The entries of some owners on their way into columns.
struct BookPiece: Sendable {
  /// Places among the uploads.
  var order: [UInt32] = []
  var outcomes: [UInt32] = []
  var keyEnds: [UInt32] = []
  var keys: [UInt32] = []

  mutating func append(_ entry: UInt32, _ own: [UInt32], _ outcome: UInt32) {
    order.append(entry)
    keys.append(contentsOf: own)
    keyEnds.append(UInt32(keys.count))
    outcomes.append(outcome)
  }
}

/// The order of the entries of one book: uid, name, keys, by their bytes, missing ones first.
struct EntryOrder: Sendable {
  let uploads: AddressBookUploads
  /// For each number of a key its place in the order of keys.
  let places: [UInt32]

  /// The keys of an entry, sorted, as places.
  func keys(_ entry: Int) -> [UInt32] {
    var own = uploads.keyRange(entry).map { places[Int(uploads.entryKeys[$0])] }
    if own.count > 1 { own.sort() }
    return own
  }

  /// - Parameter outcomes: of all entries; what decides where everything else is the same.
  func sorted(_ entries: ArraySlice<UInt32>, by outcomes: [UInt32]) -> [UInt32] {
    entries.sorted { left, right in
      let order = compare(Int(left), Int(right)) { keys($0) }
      return order == 0 ? outcomes[Int(left)] < outcomes[Int(right)] : order < 0
    }
  }

  /// -1, 0 or 1.
  @inline(__always)
  func compare(_ left: Int, _ right: Int, _ keys: (Int) -> [UInt32]) -> Int {
    let byUid = uploads.uids.compare(left, right)
    if byUid != 0 { return byUid }
    let byName = uploads.names.compare(left, right)
    if byName != 0 { return byName }
    let (own, other) = (keys(left), keys(right))
    return own == other ? 0 : own.lexicographicallyPrecedes(other) ? -1 : 1
  }
}
