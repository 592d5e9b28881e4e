import People

/// Address-book entries as uploaded, normalised, in flat columns: one piece of a file.
public struct AddressBookRows: Sendable {
  var owners: [UInt32] = []
  var uids = TextColumn()
  var names = TextColumn()
  var keyEnds: [UInt32] = []
  var keys: [IdentifierKey] = []

  public init() {}

  public var count: Int { owners.count }

  public mutating func append(owner: PersonIndex, uid: String?, name: Sensitive<String>?, keys: [IdentifierKey]) {
    uids.append(uid)
    names.append(name?.value)
    owners.append(owner.rawValue)
    self.keys.append(contentsOf: keys)
    keyEnds.append(UInt32(self.keys.count))
  }
}

/// All uploaded entries, each distinct key kept once.
///
/// Memory: 12 bytes an entry, 4 for each of its keys, its texts, and 22 to 28 bytes a distinct key.
public struct AddressBookUploads: Sendable {
  var owners: [UInt32] = []
  var uids = TextColumn()
  var names = TextColumn()
  var keyEnds: [UInt32] = []
  /// Numbers of `keys`; distinct within an entry.
  var entryKeys: [UInt32] = []
  var keys = KeyTable()

  public init() {}

  public var count: Int { owners.count }
  public var hasKeys: Bool { !entryKeys.isEmpty }

  /// Whether more entries still fit: texts and keys are counted in 32 bits.
  public func hasRoom(for rows: AddressBookRows) -> Bool {
    uids.hasRoom(for: rows.uids) && names.hasRoom(for: rows.names)
      && entryKeys.count + rows.keys.count < Int(UInt32.max) && owners.count + rows.count < Int(UInt32.max)
  }

  /// - Precondition: `hasRoom(for: rows)`.
  public mutating func append(_ rows: AddressBookRows) {
    precondition(hasRoom(for: rows), "address books are counted in 32 bits")
    owners.append(contentsOf: rows.owners)
    uids.append(contentsOf: rows.uids)
    names.append(contentsOf: rows.names)
    var start = 0
    for end in rows.keyEnds {
      let own = entryKeys.count
      for index in start..<Int(end) {
        let number = keys.insert(rows.keys[index])
        if !entryKeys[own...].contains(number) { entryKeys.append(number) }
      }
      start = Int(end)
      keyEnds.append(UInt32(entryKeys.count))
    }
  }

  func keyRange(_ entry: Int) -> Range<Int> {
    (entry == 0 ? 0 : Int(keyEnds[entry - 1]))..<Int(keyEnds[entry])
  }

  /// The entries of each owner: `order[starts[owner]..<starts[owner + 1]]`, in the order in which they came.
  func byOwner() -> (starts: [Int], order: [UInt32]) {
    let people = owners.max().map { Int($0) + 1 } ?? 0
    var starts = [Int](repeating: 0, count: people + 1)
    for owner in owners { starts[Int(owner) + 1] += 1 }
    for person in 0..<people { starts[person + 1] += starts[person] }
    var cursors = starts
    var order = [UInt32](repeating: 0, count: count)
    for (entry, owner) in owners.enumerated() {
      order[cursors[Int(owner)]] = UInt32(entry)
      cursors[Int(owner)] += 1
    }
    return (starts, order)
  }
}
