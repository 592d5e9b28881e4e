import GraphStorage
import People

/// The data of the LDBC Social Network Benchmark in the CSV form of its generator (composite, `|` between columns), plain
/// or compressed; tables stand in the folder or in its `static` and `dynamic`.
///
/// - `knows` are friendships. Forums are groups; their members have a membership each, their moderators a further one.
/// - A like is an event of kind `reaction` from the person to the creator of the message, a reply one of kind `comment`
///   from its creator to that of the message above it; both also count for the forum. Of one's own messages neither
///   counts.
/// - A hashtag on a message is one that its creator used then.
/// - **The text of messages, network addresses, browsers and e-mail addresses are dropped here.**
public enum LDBCSocialNetwork {
  /// - Parameter path: the folder.
  /// - Throws: `notFound`, `unreadable`, `empty`, `missingColumn`; damage in a compressed file; `rejected`,
  ///   `tooManyRejected`.
  /// - Complexity: O(bytes + n log n) for n rows.
  public static func read(path: String, options: ImportOptions) throws(IngestError) -> ImportResult {
    let tables = try LDBCTables(path)
    var reading = try ForeignReading(.ldbcSNB, tables.files, options)
    let tagNames = try tables.names("tag", &reading)
    let members = try LDBCPeople(tables, tagNames: tagNames, &reading)
    var graph = SocialGraph(people: members.table)
    graph.attributes = members.attributes

    let titles = try tables.titles(&reading)
    let forumIDs = titles.keys.sorted()
    var builder = IDTable.Builder()
    var forums: [Int64: GroupIndex] = [:]
    for (position, id) in forumIDs.enumerated() {
      _ = builder.insert(String(id))
      forums[id] = GroupIndex(position)
    }
    graph.groups = GroupTable(
      ids: builder.finish().table, names: forumIDs.map { titles[$0] }, kinds: forumIDs.map { _ in .group })

    let knows = try tables.rows("person_knows_person", ["Person.id", "Person.id", "creationDate"], &reading) {
      [index = members.index] bytes, record, cells throws(FieldFault) in
      let one = try known(bytes, record, cells[0], index)
      let other = try known(bytes, record, cells[1], index)
      if one == other { throw FieldFault("both ends are the same person", cells[1]) }
      return Friendship(one, other, Period(since: try moment(bytes, record, cells[2]), until: nil))
    }
    graph.friendships = knows
    let joins = try tables.links(
      "forum_hasMember_person", ["Forum.id", "Person.id", "joinDate"], &reading, forums, members.index)
    graph.memberships = joins.map { Membership(person: $0.second, group: $0.first, Period(since: $0.time, until: nil)) }
    let moderators = try tables.links(
      "forum_hasModerator_person", ["Forum.id", "Person.id"], &reading, forums, members.index)
    graph.memberships += moderators.map { Membership(person: $0.second, group: $0.first, role: "moderator") }

    let messages = try LDBCMessages(tables, people: members.index, forums: forums, &reading)
    try addTags(tables, messages, tagNames, &graph, &reading)
    try addEvents(tables, messages, members.index, &graph, &reading)
    graph.normalise()
    reading.notes.append("dropped: text of messages, network addresses, browsers, e-mail addresses")
    reading.notes.append("a moderator's membership stands beside that of a member")
    return try reading.result(graph)
  }

  private static func addTags(
    _ tables: LDBCTables, _ messages: LDBCMessages, _ names: [Int64: String], _ graph: inout SocialGraph,
    _ reading: inout ForeignReading
  ) throws(IngestError) {
    var uses = try tables.links("post_hasTag_tag", ["Post.id", "Tag.id"], &reading, messages.posts, names)
    uses += try tables.links("comment_hasTag_tag", ["Comment.id", "Tag.id"], &reading, messages.comments, names)
    var builder = IDTable.Builder()
    let provisional = uses.map { builder.insert($0.second).position }
    let (table, positions) = builder.finish()
    graph.tags = table
    graph.tagUses = zip(uses, provisional).map { use, place in
      TagUse(person: use.first.creator, tag: TagIndex(positions[place]), time: use.first.time)
    }
  }

  private static func addEvents(
    _ tables: LDBCTables, _ messages: LDBCMessages, _ people: [Int64: PersonIndex], _ graph: inout SocialGraph,
    _ reading: inout ForeignReading
  ) throws(IngestError) {
    guard let reaction = graph.kinds.index(of: "reaction"), let comment = graph.kinds.index(of: "comment") else {
      preconditionFailure("standard kinds")
    }
    var events: [EventRecord] = []
    var places: [EventRecord] = []
    func add(_ actor: PersonIndex, _ target: LDBCMessages.Message, _ kind: EventKindIndex, _ time: Timestamp) -> Bool {
      if actor == target.creator { return false }
      events.append(EventRecord(time: time, actor: actor, target: target.creator.rawValue, kind: kind))
      if let forum = target.forum {
        places.append(EventRecord(time: time, actor: actor, target: graph.place(forum), kind: kind))
      }
      return true
    }
    var ownLikes = 0
    for (table, column, known) in [
      ("person_likes_post", "Post.id", messages.posts), ("person_likes_comment", "Comment.id", messages.comments),
    ] {
      for like in try tables.likes(table, column, &reading, people, known)
      where !add(like.person, like.message, reaction, like.time) { ownLikes += 1 }
    }
    var ownReplies = 0
    for reply in messages.replies where !add(reply.comment.creator, reply.parent, comment, reply.comment.time) {
      ownReplies += 1
    }
    if ownLikes + ownReplies > 0 {
      reading.notes.append("\(ownLikes) likes of and \(ownReplies) replies to one's own messages are no events")
    }
    let file = tables.files[0]
    graph.interactions = try ledger([events], of: graph, file: file, threads: reading.options.threads)
    do throws(LedgerError) {
      graph.placeInteractions = try .build(
        [places], sources: graph.people.count, targets: graph.groups.count + graph.tags.count,
        symmetricKinds: graph.kinds.kinds.map { _ in false }, threads: reading.options.threads)
    } catch {
      throw .document(file: file.name, line: 0, column: 0, problem: error.description)
    }
  }
}

extension LDBCTables {
  fileprivate func titles(_ reading: inout ForeignReading) throws(IngestError) -> [Int64: String] {
    let rows = try rows("forum", ["id", "title"], &reading) { bytes, record, cells throws(FieldFault) in
      (try number(bytes, record, cells[0]), record.text(cells[1], in: bytes))
    }
    var titles: [Int64: String] = [:]
    // Of a forum with two titles the first in order holds, in any order of rows.
    for (id, title) in rows { titles[id] = min(title, titles[id] ?? title) }
    return titles
  }

  fileprivate func likes(
    _ table: String, _ column: String, _ reading: inout ForeignReading, _ people: [Int64: PersonIndex],
    _ messages: [Int64: LDBCMessages.Message]
  ) throws(IngestError) -> [(person: PersonIndex, message: LDBCMessages.Message, time: Timestamp)] {
    try rows(table, ["Person.id", column, "creationDate"], &reading) { bytes, record, cells throws(FieldFault) in
      let person = try known(bytes, record, cells[0], people)
      let message = try known(bytes, record, cells[1], messages)
      return (person: person, message: message, time: try eventTime(bytes, record, cells[2]))
    }
  }
}
