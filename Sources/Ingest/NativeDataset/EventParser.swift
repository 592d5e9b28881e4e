import People

/// One row of events.csv to one event.
struct EventParser: Sendable {
  let people: IDTable
  let groups: IDTable
  private let tags: IDTable
  private let kinds: IDTable
  /// From an index of `kinds` to the kind.
  private let kindOfIndex: [EventKindIndex]
  private let until: LatestTime
  private let times: TimeUnit
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
    var timeForm: FieldParsing.TimeForm
  }

  init(_ table: OpenTable, people: IDTable, groups: IDTable, tags: IDTable, kinds: EventKinds, until: LatestTime) {
    self.until = until
    times = table.times
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

  /// The row as it stands, everybody looked up.
  /// - Throws: the first fault in the order time, actor, target, kind, duration, audience, via.
  @inline(never)
  func parse(_ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> Parsed {
    let (moment, form) = try moment(bytes, record)
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
    var event = try details(moment, try kindOf(bytes, record), bytes, record)
    (event.actor, event.target) = (actor.rawValue, target)
    return Parsed(event: event, isToPlace: isToPlace, via: try viaPlace(bytes, record), timeForm: form)
  }

  /// Puts the row into a batch that looks its people up later.
  /// - Returns: false where the row must be read by `parse`: something is wrong with it, or an id or the time has another text than its bytes.
  @inline(__always)
  func add(
    _ bytes: Span<UInt8>, _ record: borrowing Record, to batch: inout EventBatch, rejectedBefore: Int
  ) -> Bool {
    if record.isEscaped(actor) || record.isEscaped(target) || record.isEscaped(time) || record.isEscaped(kind) {
      return false
    }
    do throws(FieldFault) {
      let (moment, form) =
        if let plain = plainMoment(bytes, record) { plain } else { try moment(bytes, record) }
      let cell = record[kind]
      let known = batch.kind(cell, bytes) { kinds.index(of: bytes.extracting(cell)).map { kindOfIndex[$0] } }
      guard let known else { return false }
      let event = try details(moment, known, bytes, record)
      batch.append(
        event, actor: record[actor], target: record[target], via: try viaPlace(bytes, record),
        timeForm: form, record, rejectedBefore: rejectedBefore)
      return true
    } catch {
      return false
    }
  }

  /// The time of a row where it is digits alone, as in most logs; nil for any other, or one out of range.
  @inline(__always)
  private func plainMoment(
    _ bytes: Span<UInt8>, _ record: borrowing Record
  ) -> (milliseconds: Int64, form: FieldParsing.TimeForm)? {
    let cell = record[time]
    guard let known = FieldParsing.plainTime(bytes, cell, unit: times), known.milliseconds < endOfEvents,
      known.milliseconds <= until.milliseconds
    else { return nil }
    return known
  }

  @inline(never)
  private func moment(
    _ bytes: Span<UInt8>, _ record: borrowing Record
  ) throws(FieldFault) -> (milliseconds: Int64, form: FieldParsing.TimeForm) {
    let (moment, form): (Int64, FieldParsing.TimeForm)
    do throws(RejectReason) {
      (moment, form) = try record.withCell(time, in: bytes) { text throws(RejectReason) in
        try FieldParsing.time(text, unit: times)
      }
    } catch {
      throw FieldFault(error, time)
    }
    if moment < 0 { throw FieldFault(.timeBefore1970, time) }
    if moment >= endOfEvents { throw FieldFault(.timeAfter2199, time) }
    if moment > until.milliseconds { throw FieldFault(until.fault, time) }
    return (moment, form)
  }

  private func kindOf(_ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> EventKindIndex {
    guard let name = record.withCell(kind, in: bytes, { kinds.index(of: $0) }) else {
      throw record.isEmpty(kind)
        ? FieldFault(.emptyValue, kind)
        : FieldFault("unknown kind (declare it under kinds: in dataset.yaml)", kind)
    }
    return kindOfIndex[name]
  }

  /// Everything of an event but who acted on whom.
  @inline(__always)
  private func details(
    _ moment: Int64, _ kind: EventKindIndex, _ bytes: Span<UInt8>, _ record: borrowing Record
  ) throws(FieldFault) -> EventRecord {
    let seconds = try number(duration, bytes, record) ?? 0
    let recipients = try number(audience, bytes, record) ?? 1
    if recipients == 0, let audience { throw FieldFault(.outOfRange, audience) }
    return EventRecord(
      time: Timestamp(milliseconds: moment), actor: PersonIndex(0), target: 0, kind: kind,
      audience: recipients, durationSeconds: seconds)
  }

  /// A group as target.
  private func place(_ cell: Int, _ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> UInt32 {
    if record.isEmpty(cell) { throw FieldFault(.emptyValue, cell) }
    guard let group = record.withCell(cell, in: bytes, { groups.index(of: $0) }) else {
      throw FieldFault("unknown person or group", cell)
    }
    return UInt32(group)
  }

  @inline(__always)
  private func viaPlace(_ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> UInt32? {
    guard let via, !record.isEmpty(via) else { return nil }
    return try place(via: via, bytes, record)
  }

  /// A group or tag; `#` before it says that it is a tag, otherwise a group of that id is meant first.
  @inline(never)
  private func place(via: Int, _ bytes: Span<UInt8>, _ record: borrowing Record) throws(FieldFault) -> UInt32? {
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
      return try record.withCell(cell, in: bytes) { text throws(RejectReason) in try FieldParsing.uint32(text) }
    } catch {
      throw FieldFault(error, cell)
    }
  }
}
