import GraphStorage
import People

/// Posts and comments without their text: who wrote them, when, and in which forum.
struct LDBCMessages {
  struct Message: Sendable {
    let creator: PersonIndex
    let time: Timestamp
    let forum: GroupIndex?
  }

  var posts: [Int64: Message] = [:]
  var comments: [Int64: Message] = [:]
  /// Replies: the comment, and the message it answers.
  var replies: [(comment: Message, parent: Message)] = []

  init(
    _ tables: LDBCTables, people: [Int64: PersonIndex], forums: [Int64: GroupIndex], _ reading: inout ForeignReading
  ) throws(IngestError) {
    let postTimes = try Self.times(tables, "post", &reading)
    let commentTimes = try Self.times(tables, "comment", &reading)
    let postIDs = Self.own(postTimes)
    let commentIDs = Self.own(commentTimes)
    var forumOf: [Int64: GroupIndex] = [:]
    for link in try tables.links("forum_containerOf_post", ["Forum.id", "Post.id"], &reading, forums, postIDs) {
      forumOf[link.second] = link.first
    }
    for link in try tables.links("post_hasCreator_person", ["Post.id", "Person.id"], &reading, postIDs, people) {
      guard let time = postTimes[link.first] else { continue }
      posts[link.first] = Message(creator: link.second, time: time, forum: forumOf[link.first])
    }
    var creators: [Int64: PersonIndex] = [:]
    for link in try tables.links(
      "comment_hasCreator_person", ["Comment.id", "Person.id"], &reading, commentIDs, people)
    {
      creators[link.first] = link.second
    }
    let toPosts = try tables.links("comment_replyOf_post", ["Comment.id", "Post.id"], &reading, commentIDs, postIDs)
    let toComments = try tables.links(
      "comment_replyOf_comment", ["Comment.id", "Comment.id"], &reading, commentIDs, commentIDs)
    var rootPost: [Int64: Int64] = [:]
    for link in toPosts { rootPost[link.first] = link.second }
    var parent: [Int64: Int64] = [:]
    for link in toComments { parent[link.first] = link.second }
    var roots = LDBCRoots(posts: rootPost, parents: parent)
    for (comment, creator) in creators {
      guard let time = commentTimes[comment] else { continue }
      let post = roots.post(of: comment)
      comments[comment] = Message(creator: creator, time: time, forum: post.flatMap { forumOf[$0] })
    }
    for link in toPosts {
      if let comment = comments[link.first], let post = posts[link.second] { replies.append((comment, post)) }
    }
    for link in toComments {
      if let comment = comments[link.first], let above = comments[link.second] { replies.append((comment, above)) }
    }
  }

  private static func times(
    _ tables: LDBCTables, _ table: String, _ reading: inout ForeignReading
  ) throws(IngestError) -> [Int64: Timestamp] {
    let rows = try tables.rows(table, ["id", "creationDate"], &reading) { bytes, record, cells throws(FieldFault) in
      (try number(bytes, record, cells[0]), try eventTime(bytes, record, cells[1]))
    }
    var times: [Int64: Timestamp] = [:]
    // Of a message that is defined twice the earlier time holds, in any order of rows.
    for (id, time) in rows { times[id] = min(time, times[id] ?? time) }
    return times
  }

  private static func own(_ times: [Int64: Timestamp]) -> [Int64: Int64] {
    var own: [Int64: Int64] = [:]
    for id in times.keys { own[id] = id }
    return own
  }
}
