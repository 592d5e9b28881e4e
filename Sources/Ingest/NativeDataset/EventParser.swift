import People

/// One row of events.csv to one event.
struct EventParser: Sendable {
  private let people: IDTable
  private let groups: IDTable
  private let tags: IDTable
  private let kinds: IDTable
  /// From an index of `kinds` to the kind.
  private let kindOfIndex: [EventKindIndex]
  private let time: Int
  private let actor: Int
  private let target: Int
  private let kind: Int
  private let duration: Int?
  private let audience: Int?
  private let via: Int?

  struct Parsed {
    var event: EventRecord
    /// The target is a place, not a person.
    var isToPlace: Bool
    /// The place through which it happened.
    var via: UInt32?
  }

  init(_ table: OpenTable, people: IDTable, groups: IDTable, tags: IDTable, kinds: EventKinds) {
    (self.people, self.groups, self.tags) = (people, groups, tags)
    var builder = IDTable.Builder()
    for name in kinds.names { _ = builder.insert(name) }
    let (names, positions) = builder.finish()
    var kindOfIndex = [EventKindIndex](repeating: EventKindIndex(0), count: names.count)
    for (number, index) in positions.enumerated() { kindOfIndex[Int(index)] = EventKindIndex(UInt8(number)) }
    (self.kinds, self.kindOfIndex) = (names, kindOfIndex)
    (time, actor) = (table.required("time"), table.required("actor"))
    (target, kind) = (table.required("target"), table.required("kind"))
    (duration, audience) = (table.optional("duration"), table.optional("audience"))
    via = table.optional("via")
  }

  /// - Throws: the first fault in the order time, actor, target, kind, duration, audience, via.
  @inline(__always)
  func parse(_ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> Parsed {
    let moment: Int64
    do throws(RejectReason) {
      moment = try FieldParsing.timestamp(bytes.extracting(record[time]))
    } catch {
      throw FieldFault(error, time)
    }
    if moment < 0 { throw FieldFault(.timeBefore1970, time) }
    let actor = try record.person(self.actor, in: bytes, people)
    var isToPlace = false
    let target: UInt32
    if let person = record.withCell(self.target, in: bytes, { people.index(of: $0) }) {
      target = UInt32(truncatingIfNeeded: person)
      if target == actor.rawValue { throw FieldFault("the actor is the target", self.target) }
    } else {
      target = try place(self.target, bytes, record)
      isToPlace = true
    }
    guard let name = record.withCell(kind, in: bytes, { kinds.index(of: $0) }) else {
      throw record.isEmpty(kind)
        ? FieldFault(.emptyValue, kind)
        : FieldFault("unknown kind (declare it under kinds: in dataset.yaml)", kind)
    }
    let seconds = try number(duration, bytes, record) ?? 0
    let recipients = try number(audience, bytes, record) ?? 1
    if recipients == 0, let audience { throw FieldFault(.outOfRange, audience) }
    let event = EventRecord(
      time: Timestamp(milliseconds: moment), actor: actor, target: target, kind: kindOfIndex[name],
      audience: recipients, durationSeconds: seconds)
    return Parsed(event: event, isToPlace: isToPlace, via: try viaPlace(bytes, record))
  }

  /// A group as target.
  private func place(_ cell: Int, _ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> UInt32 {
    if record.isEmpty(cell) { throw FieldFault(.emptyValue, cell) }
    guard let group = record.withCell(cell, in: bytes, { groups.index(of: $0) }) else {
      throw FieldFault("unknown person or group", cell)
    }
    return UInt32(group)
  }

  /// A group or tag; `#` before it says that it is a tag, otherwise a group of that id is meant first.
  private func viaPlace(_ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> UInt32? {
    guard let via, !record.isEmpty(via) else { return nil }
    let place = record.withCell(via, in: bytes) { cell -> Int? in
      let name = tagName(cell)
      if name.lowerBound == 0, let group = groups.index(of: cell) { return group }
      return tags.index(of: cell.extracting(name)).map { groups.count + $0 }
    }
    guard let place else { throw FieldFault("unknown group or tag", via) }
    return UInt32(place)
  }

  @inline(__always)
  private func number(
    _ cell: Int?, _ bytes: Span<UInt8>, _ record: borrowing Record
  ) throws(FieldFault) -> UInt32? {
    guard let cell, !record.isEmpty(cell) else { return nil }
    do throws(RejectReason) {
      return try FieldParsing.uint32(bytes.extracting(record[cell]))
    } catch {
      throw FieldFault(error, cell)
    }
  }
}
