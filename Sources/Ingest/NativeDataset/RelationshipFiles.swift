import People

// friendships.csv, follows.csv, blocks.csv, memberships.csv and tags.csv: a row with any field that cannot be read, or
// that names somebody unknown, is rejected. (A rejected block may block all the same; see there.)

extension OpenTable {
  func friendships(
    _ people: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) -> [Friendship] {
    let (a, b, since, until) = (required("a"), required("b"), optional("since"), optional("until"))
    let times = times
    return try rows(&rejects, progress: progress) { bytes, record throws(FieldFault) in
      let one = try record.person(a, in: bytes, people)
      let other = try record.person(b, in: bytes, people)
      if one == other { throw FieldFault("nobody is their own friend", b) }
      return Friendship(one, other, try record.period(since: since, until: until, in: bytes, times))
    }
  }

  func follows(
    _ people: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) -> [Follow] {
    let (from, to) = (required("follower"), required("followee"))
    let (since, until) = (optional("since"), optional("until"))
    let times = times
    return try rows(&rejects, progress: progress) { bytes, record throws(FieldFault) in
      let follower = try record.person(from, in: bytes, people)
      let followee = try record.person(to, in: bytes, people)
      if follower == followee { throw FieldFault("nobody follows themselves", to) }
      let period = try record.period(since: since, until: until, in: bytes, times)
      return Follow(follower: follower, followee: followee, period)
    }
  }

  /// A block protects somebody, so it fails safe: where both people can be read and the kind or the date cannot, the row
  /// is rejected and the pair is blocked all the same, in the strictest way (kind `block`, from the beginning).
  /// - Returns: all blocks, and how many of them are of rejected rows.
  func blocks(
    _ people: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) -> (blocks: [Block], unclear: Int) {
    struct Piece: Sendable {
      var blocks: [Block] = []
      var unclear = 0
    }
    let (from, to, kind, since) = (required("blocker"), required("blocked"), optional("kind"), optional("since"))
    let times = times
    var all: [Block] = []
    var unclear = 0
    try read(
      rejects: &rejects, progress: progress, start: { Piece() },
      row: { piece, bytes, record, rejecter in
        do throws(FieldFault) {
          let blocker = try record.person(from, in: bytes, people)
          let blocked = try record.person(to, in: bytes, people)
          if blocker == blocked { throw FieldFault("nobody blocks themselves", to) }
          do throws(FieldFault) {
            let kind = try record.choice(
              kind, in: bytes, standard: Block.Kind.block, otherwise: "not a kind of block (block, mute, report)")
            let since = try record.optionalTime(since, in: bytes, times)
            piece.blocks.append(Block(blocker: blocker, blocked: blocked, kind: kind, since: since))
          } catch {
            piece.blocks.append(Block(blocker: blocker, blocked: blocked))
            piece.unclear += 1
            throw error
          }
        } catch {
          rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
        }
      },
      finish: { piece, _ in
        all.append(contentsOf: piece.blocks)
        unclear += piece.unclear
        return piece.blocks.count - piece.unclear
      })
    return (all, unclear)
  }

  func memberships(
    _ people: IDTable, _ groups: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) -> [Membership] {
    let (who, place, role) = (required("person"), required("group"), optional("role"))
    let (since, until) = (optional("since"), optional("until"))
    let times = times
    return try rows(&rejects, progress: progress) { bytes, record throws(FieldFault) in
      let person = try record.person(who, in: bytes, people)
      let group = try record.group(place, in: bytes, groups)
      let period = try record.period(since: since, until: until, in: bytes, times)
      return Membership(person: person, group: group, role: record.optionalText(role, in: bytes), period)
    }
  }

  /// impressions.csv: who was shown whom as somebody they may know, when, and whether it was only `seen` (the default),
  /// `dismissed` or `accepted`.
  func impressions(
    _ people: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) -> [Impression] {
    let (who, whom, time, action) = (required("viewer"), required("shown"), optional("time"), optional("action"))
    let times = times
    return try rows(&rejects, progress: progress) { bytes, record throws(FieldFault) in
      let viewer = try record.person(who, in: bytes, people)
      let shown = try record.person(whom, in: bytes, people)
      if viewer == shown { throw FieldFault("nobody is shown to themselves", whom) }
      return Impression(
        viewer: viewer, shown: shown,
        action: try record.choice(
          action, in: bytes, standard: .seen, otherwise: "neither seen, dismissed nor accepted"),
        time: try record.optionalTime(time, in: bytes, times))
    }
  }

  /// - Returns: the tags that are used, and their uses.
  func tags(
    _ people: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) -> (tags: IDTable, uses: [TagUse]) {
    struct Row: Sendable {
      let person: PersonIndex
      let tag: String
      let time: Timestamp?
    }
    let (who, tag, time) = (required("person"), required("tag"), optional("time"))
    let times = times
    let all = try rows(&rejects, progress: progress) { bytes, record throws(FieldFault) in
      let person = try record.person(who, in: bytes, people)
      let text = record.withCell(tag, in: bytes) { cell in
        var name: [UInt8] = []
        for place in tagName(cell) { name.append(cell[place]) }
        return String(decoding: name, as: UTF8.self)
      }
      if text.isEmpty { throw FieldFault(.emptyValue, tag) }
      return Row(person: person, tag: text, time: try record.optionalTime(time, in: bytes, times))
    }
    var builder = IDTable.Builder()
    let positions = all.map { builder.insert($0.tag).position }
    let (tags, final) = builder.finish()
    let uses = zip(all, positions).map { row, position in
      TagUse(person: row.person, tag: TagIndex(Int(final[position])), time: row.time)
    }
    return (tags, uses)
  }
}

/// The tag itself: `#chess` and `chess` are the same one.
func tagName(_ cell: Span<UInt8>) -> Range<Int> {
  (cell.count > 0 && cell[0] == UInt8(ascii: "#") ? 1 : 0)..<cell.count
}
