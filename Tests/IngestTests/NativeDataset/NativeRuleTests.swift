import Contacts
import GraphStorage
import Ingest
import People
import Privacy
import Testing

@Suite("Native dataset: rules")
struct NativeRuleTests {
  @Test("two equal rows of one person are one; two different ones are both rejected, and their id names nobody")
  func twice() throws {
    let files = [
      "people.csv": "id,name\nann,Ann\nbob,Bob\nann,Ann\nbob,Rob\ncid,\n",
      "friendships.csv": "a,b\nann,cid\nann,bob\n",
    ]
    let result = try readFolder(files)
    #expect(result.dataset.graph.people.ids.all == ["ann", "cid"])
    #expect(
      result.rejects.rows.map(\.description) == [
        "people.csv:3:1 id: defined more than once, with different values",
        "people.csv:5:1 id: defined more than once, with different values",
        "friendships.csv:3:5 b: unknown person",
      ])
    #expect(result.dataset.provenance.files.map(\.rows) == [1, 3])
    #expect(result.dataset.provenance.files.map(\.rejected) == [1, 2])
  }

  @Test("a person outlives a bad phone, e-mail address or birth date; the field is rejected")
  func badFields() throws {
    let result = try readFolder([
      "people.csv":
        "id,phone,email,born,joined\nann,call me,ann@,soon,2020\nbob,+442079460018,b@x.example,1990-02-03,2020-01-02\n",
      "tags.csv": "person,tag,time\nbob,x,2024-01-01\n",
      "dataset.yaml": "consents: {default: [contact-matching], basis: test}",
    ])
    #expect(result.dataset.graph.people.born[0] == .unreadable, "who cannot be told an adult is not one")
    #expect(result.dataset.graph.people.count == 2)
    #expect(
      result.rejects.rows.map(\.description) == [
        "people.csv:2:5 phone: not a phone number", "people.csv:2:13 email: not an e-mail address",
        "people.csv:2:18 born: not a year or a day (YYYY or YYYY-MM-DD)", "people.csv:2:23 joined: not a day or a time",
      ])
    #expect(result.dataset.books.directory.count == 2)
    #expect(result.dataset.provenance.notes.contains { $0.contains("built-in pepper") })
    #expect(result.dataset.provenance.files.first { $0.name == "people.csv" }?.rows == 2)
  }

  @Test("no cell's text reaches a rejected row, a note or an error")
  func redaction() throws {
    let secret = "S3CRET"
    let result = try readFolder([
      "people.csv": "id,name,phone,email,born\n\(secret)1,\(secret),\(secret),\(secret),\(secret)\n\(secret)1,x,,,\n",
      "events.csv": "time,actor,target,kind\n\(secret),a,b,c\n1,\(secret),b,c\n1,\"\(secret)\"x,b,c\n",
    ])
    #expect(result.rejects.total == 8)
    #expect(!String(decoding: result.rejects.csv, as: UTF8.self).contains(secret))
    #expect(!result.dataset.provenance.notes.joined().contains(secret))
  }

  @Test("rejected.csv is a header and one line for each rejected row")
  func rejectedText() throws {
    let result = try readFolder(smallFolder.adding("follows.csv", "follower,followee\nann,zoe\nann,ann\n"))
    #expect(
      String(decoding: result.rejects.csv, as: UTF8.self)
        == "file,line,column,field,reason\nfollows.csv,2,5,followee,unknown person\nfollows.csv,3,5,followee,nobody follows themselves\n"
    )
  }

  @Test("further columns are attributes; special categories stay sensitive under any name and declaration")
  func attributes() throws {
    let graph = try readFolder([
      "people.csv": "id,city,likes,Religion,belief_2,band\na,Kiel,\"chess; go;;chess\",x,y,20-29\nb,,,,,\n",
      "dataset.yaml": """
      attributes: {likes: set, faith: categorical, Religion: categorical, band: ordinal}
      columns: {people.csv: {faith: belief_2}}
      """,
    ]).dataset.graph
    #expect(graph.attributes.map(\.name) == ["Religion", "band", "city", "faith", "likes"])
    #expect(graph.attributes.map(\.kind) == [.sensitive, .ordinal, .categorical, .sensitive, .set])
    #expect(graph.attribute("likes")?.values == ["chess", "go"])
    #expect(graph.attribute("city")?.codes(of: PersonIndex(1)).isEmpty == true)
    let renamed = try readFolder([
      "people.csv": "id,religion\na,x\n", "dataset.yaml": "columns: {people.csv: {faith: religion}}",
    ])
    #expect(renamed.dataset.graph.attribute("faith")?.kind == .sensitive)
  }

  @Test("an event with a group goes to the places; `via` adds one, and the target's own place only once")
  func places() throws {
    let graph = try readFolder(
      smallFolder.adding("tags.csv", "person,tag\nann,#chess\nbob,go\n").adding(
        "events.csv",
        """
        time,actor,target,kind,via
        3600,ann,bob,message,chess
        3600,ann,bob,message,#chess
        7200,ann,chess,message,chess
        7200,bob,ann,contact,go

        """)
    ).dataset.graph
    #expect(graph.interactions.eventCount == 4)  // two messages, and a meeting for both
    #expect(graph.placeInteractions.eventCount == 4)
    func count(_ person: String, _ place: UInt32) -> UInt32 {
      guard let index = graph.people.index(of: person),
        let pair = graph.placeInteractions.pair(from: index.position, to: place)
      else { return 0 }
      return graph.placeInteractions.rows(ofPair: pair).reduce(0) { $0 + graph.placeInteractions.rowCounts[$1] }
    }
    #expect(count("ann", 0) == 2)  // the group: via, and as target
    #expect(count("ann", 1) == 1)  // the tag, said with #
    #expect(count("bob", 2) == 1)
  }

  @Test("ids are bytes: integers beyond 2^53, signs, blanks and quotes tell people apart")
  func ids() throws {
    let ids = ["9007199254740993", "9007199254740992", "7", "07", " 7", "-7", "9223372036854775807", "a,b", "q\"q"]
    let quoted = ids.map {
      "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
    let graph = try readFolder([
      "people.csv": "id\n" + quoted.joined(separator: "\n") + "\n",
      "friendships.csv": "a,b\n9007199254740993,9007199254740992\n\"q\"\"q\",07\n",
    ]).dataset.graph
    #expect(graph.people.count == ids.count)
    #expect(graph.friendships.count == 2)
    for friendship in graph.friendships {
      let pair = Set([graph.people.id(friendship.first), graph.people.id(friendship.second)])
      #expect(pair == ["9007199254740993", "9007199254740992"] || pair == ["q\"q", "07"])
    }
  }

  @Test("the same friendship twice, in either direction, is one")
  func friendships() throws {
    let result = try readFolder(smallFolder.adding("friendships.csv", "b,a\nann,bob\nbob,ann\nann,bob\n"))
    #expect(result.dataset.graph.friendships.count == 1)
    #expect(result.rejects.total == 0)
  }

  @Test("times before 1970 and after 9999 are rejected in events, an audience of none and a negative duration too")
  func eventValues() throws {
    let rejects = try folderRejects(
      smallFolder.adding(
        "events.csv",
        """
        time,actor,target,kind,duration,audience
        -1,ann,bob,message,,
        1969-12-31T23:59:59Z,ann,bob,message,,
        10000-01-01,ann,bob,message,,
        1,ann,bob,message,,0
        1,ann,bob,message,-3,
        1,ann,ann,message,,
        1,ann,bob,wink,,
        1,ann,nobody,message,,

        """))
    #expect(
      rejects.map { String($0.drop { $0 != " " }) } == [
        " time: time before 1970", " time: time before 1970", " time: not a time", " audience: out of range",
        " duration: out of range", " target: the actor is the target",
        " kind: unknown kind (declare it under kinds: in dataset.yaml)", " target: unknown person or group",
      ])
  }

  @Test("contacts match members who allow it; national numbers need a country")
  func contacts() throws {
    let files = [
      "people.csv": "id,email,phone\nann,Ann@x.example,\nbob,,020 7946 0018\ncid,,\n",
      "contacts.csv":
        "owner,name,email,phone,uid\ncid,A,ann@X.example,,1\ncid,B,,+442079460018,2\ncid,Z,z@x.example,,3\ncid,Z,z@x.example,,3\n",
      "dataset.yaml": """
      contacts: {calling_code: 44, trunk_prefix: 0}
      consents: {default: [contact-matching], basis: "asked on paper"}
      """,
    ]
    let books = try readFolder(files).dataset.books
    let counts = books.counts
    #expect([counts.members, counts.pending, counts.conflicts, counts.pendingKeys] == [2, 1, 0, 1])
    let withheld = try readFolder(files.adding("consents.csv", "person,purpose,granted\ncid,contact-matching,no\n"))
    #expect(withheld.dataset.books.counts.withheld == 3)
    #expect(try folderRejects(files.adding("dataset.yaml", "")).first?.contains("calling_code") == true)
  }

  @Test("files and columns that nothing reads are noted")
  func strangers() throws {
    let notes = try readFolder(
      smallFolder.adding("event.csv", "x\n").adding("README.md", "x").adding("job.yaml", "x")
        .adding("follows.csv", "follower,followee,colour\n")
    ).dataset.provenance.notes
    #expect(notes == ["not read: colour in follows.csv", "not read: event.csv"])
  }

  @Test("files and columns may be renamed")
  func renamed() throws {
    let result = try readFolder([
      "users.csv": "uid\na\nb\n", "log.csv": "when,src,dst,kind\n5,a,b,ping\n",
      "dataset.yaml": """
      files: {people.csv: users.csv, events.csv: log.csv}
      columns: {people.csv: {id: uid}, events.csv: {time: when, actor: src, target: dst}}
      kinds: {ping: {weight: 0.5}, contact: {weight: 2}}
      """,
    ])
    #expect(result.dataset.graph.interactions.eventCount == 1)
    #expect(result.dataset.graph.kinds.index(of: "ping").map { result.dataset.graph.kinds[$0].weight } == 0.5)
    #expect(result.dataset.graph.kinds.index(of: "contact").map { result.dataset.graph.kinds[$0].isSymmetric } == true)
    #expect(result.dataset.provenance.files.map(\.name) == ["dataset.yaml", "log.csv", "users.csv"])
  }

  @Test("no consent is assumed without a stated basis; `granted` leaves advertising out")
  func consents() throws {
    #expect(try readFolder(smallFolder).dataset.consents.declared == .none)
    let granted = try readFolder(
      smallFolder.adding("dataset.yaml", "consents: {default: granted, basis: \"public research data\"}"))
    let declared = granted.dataset.consents.declared
    #expect(declared.granted == Set(Purpose.allCases).subtracting([.advertising]))
    #expect(declared.words == "public research data")
  }

  @Test("progress ends at the bytes of all files")
  func progress() throws {
    final class Last: @unchecked Sendable { var values: [[Int]] = [] }
    let last = Last()
    let scratch = try Scratch()
    for (name, text) in smallFolder { try scratch.write(name, Array(text.utf8)) }
    _ = try NativeDataset.read(
      folder: scratch.path, options: ImportOptions(progress: { last.values.append([$0, $1]) }))
    let total = smallFolder.values.reduce(0) { $0 + $1.utf8.count }
    #expect(last.values.last == [total, total])
    #expect(zip(last.values, last.values.dropFirst()).allSatisfy { $0[0] <= $1[0] })
  }
}
