import Contacts
import Foundation
import GraphStorage
import Ingest
import People
import TestSupport
import Testing

/// A long text that is searched for many short ones: by their first seven bytes, then byte by byte.
private struct Haystack {
  private let bytes: [UInt8]
  private var places: [UInt64: [Int]] = [:]

  init(_ text: String) {
    bytes = Array(text.utf8)
    for place in 0..<max(0, bytes.count - 6) { places[Self.key(bytes[place..<place + 7]), default: []].append(place) }
  }

  /// - Precondition: `text` has seven bytes or more.
  func contains(_ text: String) -> Bool {
    let sought = Array(text.utf8)
    return places[Self.key(sought[0..<7]), default: []].contains { bytes[$0...].starts(with: sought) }
  }

  private static func key(_ seven: ArraySlice<UInt8>) -> UInt64 { seven.reduce(0) { $0 << 8 | UInt64($1) } }
}

@Suite struct ForeignLDBCTests {
  private static func rows(_ folder: String, _ table: String) throws -> [[String]] {
    let text = try String(contentsOfFile: "\(folder)/\(table)_0_0.csv", encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test(
    "the sample has its published numbers; likes, replies, places and tags agree with plain dictionaries",
    .enabled(if: Datasets.has("ldbc-snb-sample"), "\(Datasets.skipReason)"))
  func sample() throws {
    let folder = try #require(Datasets.path("ldbc-snb-sample")) + "/vanilla"
    let result = try LDBCSocialNetwork.read(path: folder, options: .threads(2))
    let graph = result.dataset.graph
    #expect(result.rejects.total == 0)
    #expect(graph.people.count == 222)
    #expect(graph.friendships.count == 825)
    #expect(graph.groups.count == 805)
    #expect(graph.memberships.count { $0.role == nil } == 3584)
    #expect(graph.memberships.count { $0.role == "moderator" } == 805)
    #expect(fileCount(result, "post_0_0.csv") == [5924, 0])
    #expect(fileCount(result, "comment_0_0.csv") == [2218, 0])
    let dynamic = "\(folder)/dynamic"
    func dictionary(_ table: String, _ key: Int, _ value: Int) throws -> [String: String] {
      Dictionary(try Self.rows(dynamic, table).map { ($0[key], $0[value]) }) { first, _ in first }
    }
    var creator = try dictionary("post_hasCreator_person", 0, 1)
    creator.merge(try dictionary("comment_hasCreator_person", 0, 1)) { first, _ in first }
    var likes: [[String]: Int] = [:]
    for table in ["person_likes_post", "person_likes_comment"] {
      for row in try Self.rows(dynamic, table) {
        if let other = creator[row[1]], other != row[0] { likes[[row[0], other], default: 0] += 1 }
      }
    }
    var replies: [[String]: Int] = [:]
    for table in ["comment_replyOf_post", "comment_replyOf_comment"] {
      for row in try Self.rows(dynamic, table) {
        if let one = creator[row[0]], let other = creator[row[1]], one != other {
          replies[[one, other], default: 0] += 1
        }
      }
    }
    for (pair, count) in likes { #expect(graph.events(pair[0], pair[1], "reaction") == count) }
    for (pair, count) in replies { #expect(graph.events(pair[0], pair[1], "comment") == count) }
    let total = likes.values.reduce(0, +) + replies.values.reduce(0, +)
    #expect(total == 759 + 624 + 1109 + 1109 - 1 - 22 - 23 - 172)
    #expect(graph.interactions.eventCount == total)
    // Every post of the sample stands in a forum.
    #expect(graph.placeInteractions.eventCount == total)
    #expect(result.dataset.provenance.notes.contains { $0.hasPrefix("23 likes of and 195 replies") })

    let city = try dictionary("person_isLocatedIn_place", 0, 1)
    let name = Dictionary(uniqueKeysWithValues: try Self.rows("\(folder)/static", "place").map { ($0[0], $0[1]) })
    let above = Dictionary(
      uniqueKeysWithValues: try Self.rows("\(folder)/static", "place_isPartOf_place").map { ($0[0], $0[1]) })
    let tag = Dictionary(uniqueKeysWithValues: try Self.rows("\(folder)/static", "tag").map { ($0[0], $0[1]) })
    var interests: [String: Set<String>] = [:]
    for row in try Self.rows(dynamic, "person_hasInterest_tag") {
      interests[row[0], default: []].insert(try #require(tag[row[1]]))
    }
    for (person, place) in city {
      #expect(graph.values(person, "city") == [try #require(name[place])])
      let country = try #require(above[place])
      #expect(graph.values(person, "country") == [try #require(name[country])])
      #expect(Set(graph.values(person, "interests")) == interests[person] ?? [])
    }
    let first = try #require(graph.person("8796093022220"))
    #expect(graph.people.names[first.position]?.value == "Jose Alonso")
    #expect(graph.people.born[first.position] == CivilDate(year: 1987, month: 9, day: 18).map(Birth.day))
    #expect(graph.values("8796093022220", "language") == ["en", "es"])
    let uses = try Self.rows(dynamic, "post_hasTag_tag") + Self.rows(dynamic, "comment_hasTag_tag")
    #expect(Set(uses.compactMap { tag[$0[1]] }) == Set(graph.tags.all))
    #expect(graph.tagUses.allSatisfy { $0.time != nil } && graph.tagUses.count <= uses.count)
  }

  @Test(
    "no text of a message, address or browser of the sample stands anywhere in the dataset",
    .enabled(if: Datasets.has("ldbc-snb-sample"), "\(Datasets.skipReason)"))
  func contentIsDropped() throws {
    let folder = try #require(Datasets.path("ldbc-snb-sample")) + "/vanilla"
    let dataset = try LDBCSocialNetwork.read(path: folder, options: ImportOptions()).dataset
    let graph = dataset.graph
    var texts = graph.people.names.compactMap { $0?.value } + graph.groups.names.compactMap { $0 } + graph.tags.all
    texts += graph.attributes.flatMap(\.values) + dataset.provenance.notes + graph.people.ids.all + graph.groups.ids.all
    texts += graph.memberships.compactMap(\.role)
    let kept = Haystack(texts.joined(separator: "\n"))
    for (table, columns) in [("post", [3, 4, 6]), ("comment", [2, 3, 4]), ("person", [6, 7, 9])] {
      for row in try Self.rows("\(folder)/dynamic", table) {
        // Short comments ("ok", "yes") are no evidence: they are syllables of names.
        for column in columns where row[column].utf8.count > 6 && row[column] != "Chrome" {
          if kept.contains(row[column]) { Issue.record("\(table) column \(column) was kept") }
        }
      }
    }
    // The search itself must be able to find.
    #expect(kept.contains("Jose Alonso") && !kept.contains("Jose Alonsx"))
    #expect(dataset.books == .empty)
  }

  private static let small: [String: String] = [
    "dynamic/person_0_0.csv": """
    id|firstName|lastName|gender|birthday|creationDate|locationIP|browserUsed|language|email
    1|A|B|male|0|1000000000000|1.2.3.4|SECRETB|en|a@b.example
    2|C|"D|female|-86400000|1000000000000|1.2.3.4|SECRETB||
    x|C|D|female|0|1000000000000|1.2.3.4|SECRETB||
    """,
    "dynamic/person_knows_person_0_0.csv": "Person.id|Person.id|creationDate\n2|1|1000000000000\n1|1|5\n1|3|5\n",
    "dynamic/forum_0_0.csv": "id|title|creationDate\n5|F|0\n",
    "dynamic/forum_containerOf_post_0_0.csv": "Forum.id|Post.id\n5|10\n",
    "dynamic/post_0_0.csv": "id|creationDate|content\n10|1000000000000|SECRET\n11|7\n",
    "dynamic/post_hasCreator_person_0_0.csv": "Post.id|Person.id\n10|1\n",
    "dynamic/comment_0_0.csv": "id|creationDate|content\n20|1000000360000|SECRET\n21|1000007200000|SECRET\n",
    "dynamic/comment_hasCreator_person_0_0.csv": "Comment.id|Person.id\n20|2\n21|2\n",
    "dynamic/comment_replyOf_post_0_0.csv": "Comment.id|Post.id\n20|10\n",
    "dynamic/comment_replyOf_comment_0_0.csv": "Comment.id|Comment.id\n21|20\n",
    "dynamic/person_likes_comment_0_0.csv": "Person.id|Comment.id|creationDate\n1|21|1000007300000\n1|99|1\n",
  ]

  @Test("a small set: self-replies are no events, bad rows are rejected, compressed and parted tables are the same")
  func meaning() throws {
    func write(_ scratch: Scratch, zipped: Bool, reversed: Bool) throws {
      try FileManager.default.createDirectory(atPath: "\(scratch.path)/dynamic", withIntermediateDirectories: true)
      for (name, text) in Self.small {
        var lines = text.split(separator: "\n")
        if reversed { lines = [lines[0]] + lines.dropFirst().reversed() }
        let bytes = Array(lines.joined(separator: zipped ? "\r\n" : "\n").utf8)
        try scratch.write(zipped ? name + ".gz" : name, zipped ? storedGzip(bytes) : bytes)
      }
    }
    let scratch = try Scratch()
    try write(scratch, zipped: false, reversed: false)
    let result = try LDBCSocialNetwork.read(path: scratch.path, options: ImportOptions())
    let graph = result.dataset.graph
    #expect(graph.people.ids.all == ["1", "2"])
    #expect(graph.friendships.map { $0.period.since } == [Timestamp(seconds: 1_000_000_000)])
    #expect(graph.events("2", "1", "comment") == 1)
    #expect(graph.events("1", "2", "reaction") == 1)
    #expect(graph.interactions.eventCount == 2)
    #expect(graph.placeInteractions.eventCount == 2)
    #expect(result.dataset.provenance.notes.contains { $0.hasPrefix("0 likes of and 1 replies") })
    #expect(
      rejectTexts(result) == [
        "person_0_0.csv:4:1 not an integer", "person_knows_person_0_0.csv:3:3 both ends are the same person",
        "person_knows_person_0_0.csv:4:3 unknown id", "post_0_0.csv:3:1 2 fields, expected 3",
        "person_likes_comment_0_0.csv:3:3 unknown id",
      ])
    let other = try Scratch()
    try write(other, zipped: true, reversed: true)
    #expect(try LDBCSocialNetwork.read(path: other.path, options: .threads(2)).dataset.graph == graph)
    #expect(throws: IngestError.self) {
      try LDBCSocialNetwork.read(path: scratch.path, options: ImportOptions(rejects: .strict))
    }
  }

  @Test("a folder without people, a missing one and a missing column are errors")
  func broken() throws {
    let scratch = try Scratch()
    #expect(throws: IngestError.notFound(file: "\(scratch.path)/dynamic/person_0_0.csv")) {
      try LDBCSocialNetwork.read(path: scratch.path, options: ImportOptions())
    }
    #expect(throws: IngestError.notFound(file: "/nowhere")) {
      try LDBCSocialNetwork.read(path: "/nowhere", options: ImportOptions())
    }
    try scratch.write("person_0_0.csv", Array("id|firstName\n1|A\n".utf8))
    #expect(throws: IngestError.missingColumn(file: "person_0_0.csv", column: "lastName")) {
      try LDBCSocialNetwork.read(path: scratch.path, options: ImportOptions())
    }
  }
}
