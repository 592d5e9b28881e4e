import People

extension AddressBooks {
  /// The books after some people withdrew from contact matching: none of their identifiers is left as a digest, of
  /// members or in anybody's book; entries that stood for them are pending; their own entries are withheld, without
  /// keys. Nothing is matched anew.
  ///
  /// A key that a remaining member shares with them stays, as that member's.
  public func withdrawing(_ people: PersonSet) -> AddressBooks { without(people, keepingBooks: true) }

  /// The books after some people were erased: as `withdrawing`, and their own books are gone. What others call them
  /// in their own books stays, as those owners' words.
  public func erasing(_ people: PersonSet) -> AddressBooks { without(people, keepingBooks: false) }

  private func without(_ gone: PersonSet, keepingBooks: Bool) -> AddressBooks {
    var members: [(key: UInt32, person: UInt32)] = []
    /// 1 a key of somebody gone, 2 a key of somebody who stays.
    var marks = [UInt8](repeating: 0, count: columns.keys.count / 2)
    for (key, person) in zip(columns.directoryKeys, columns.directoryPeople) {
      let isGone = gone.contains(PersonIndex(person))
      marks[Int(key)] |= isGone ? 1 : 2
      if !isGone { members.append((key, person)) }
    }
    var uploads = AddressBookUploads()
    (uploads.owners, uploads.uids, uploads.names) = (columns.owners, columns.uids, columns.names)
    (uploads.keyEnds, uploads.entryKeys) = (columns.keyEnds, columns.entryKeys)
    let (starts, order) = uploads.byOwner()
    // Keys are named by their places already.
    let sorter = EntryOrder(uploads: uploads, places: (0..<UInt32(marks.count)).map { $0 })
    var piece = BookPiece()
    for owner in 0..<max(0, starts.count - 1) {
      let isGone = gone.contains(PersonIndex(owner))
      if isGone && !keepingBooks { continue }
      let book = order[starts[owner]..<starts[owner + 1]].map { entry in
        let outcome = columns.outcomes[Int(entry)]
        let keys = isGone ? [] : sorter.keys(Int(entry)).filter { marks[Int($0)] != 1 }
        if isGone { return (entry: entry, keys: keys, outcome: Outcome.withheld) }
        let stoodForThem = outcome < Outcome.withheld && gone.contains(PersonIndex(outcome))
        return (entry: entry, keys: keys, outcome: stoodForThem ? Outcome.pending : outcome)
      }
      // What is gone must not show in the order.
      for entry in book.sorted(by: { left, right in
        let texts = sorter.compare(Int(left.entry), Int(right.entry)) { _ in [] }
        if texts != 0 { return texts < 0 }
        return left.keys == right.keys
          ? left.outcome < right.outcome : left.keys.lexicographicallyPrecedes(right.keys)
      }) {
        piece.append(entry.entry, entry.keys, entry.outcome)
      }
    }
    return AddressBooks(words: columns.keys, members: members, [piece], uploads)
  }
}
