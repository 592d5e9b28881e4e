import Contacts
import Ingest
import People
import Testing

@Suite("By what a member may be found")
struct DiscoverabilityTests {
  /// Ann has everybody in her book, by both identifiers and by each alone.
  private static func folder(_ discoverable: [String]) -> [String: String] {
    let people = ["bob", "cid", "dora", "eve"]
    var files = [
      "dataset.yaml": "consents: {default: [contact-matching, suggestions], basis: test}\n",
      "people.csv": "id,email,phone,discoverable\nann,,,\n",
      "contacts.csv": "owner,name,email,phone\n",
    ]
    for (index, person) in people.enumerated() {
      let (email, phone) = ("\(person)@example.org", "+44 20 7946 001\(index)")
      files["people.csv"]! += "\(person),\(email),\(phone),\(discoverable[index])\n"
      files["contacts.csv"]! += "ann,\(person) by e-mail,\(email),\nann,\(person) by phone,,\(phone)\n"
    }
    return files
  }

  private static func found(_ books: AddressBooks) -> Set<String> {
    Set(books.entries.compactMap { entry in
      if case .member = entry.match { entry.name?.value } else { nil }
    })
  }

  @Test("each identifier by itself: only those that the member allows lead to them, and no other digest is kept")
  func channels() throws {
    let result = try readFolder(Self.folder(["email", "phone", "none", " phone ; email "]))
    #expect(result.rejects.total == 0)
    let books = result.dataset.books
    // Of two entries that lead to Eve as surely neither is taken.
    #expect(Self.found(books) == ["bob by e-mail", "cid by phone"])
    let unknown = Set(books.entries.filter { $0.match == .pending }.compactMap { $0.name?.value })
    #expect(unknown == ["bob by phone", "cid by e-mail", "dora by e-mail", "dora by phone"])
    #expect(books.entries.allSatisfy { $0.match != .pending || $0.keys.isEmpty })
    #expect(books.directory.count == 4)
    #expect(result.dataset.graph.attributes.isEmpty)
  }

  @Test("the column restricted: yes in any of its words, no, empty; what cannot be read is told and holds")
  func restricted() throws {
    let folder = [
      "people.csv": "id,restricted\na,yes\nb,NO\nc,\nd,1\ne,false\nf,maybe\n",
      "dataset.yaml": "consents: {default: granted, basis: test}\n",
    ]
    let result = try readFolder(folder)
    let people = result.dataset.graph.people
    #expect(people.restricted.positions.map { people.ids[Int($0)] } == ["a", "d", "f"])
    #expect(result.rejects.rows.map(\.description) == ["people.csv:7:3 restricted: not a yes or no"])
    #expect(people.count == 6 && result.dataset.graph.attributes.isEmpty)

    let lines = ["people.jsonl": "{\"id\":\"a\",\"restricted\":true}\n{\"id\":\"b\",\"restricted\":false}\n{\"id\":\"c\"}\n"]
    #expect(try readFolder(lines).dataset.graph.people.restricted.positions == [0])
    // In another spelling it would be an attribute, and restrict nobody.
    let other = #expect(throws: IngestError.self) { try readFolder(["people.csv": "id,Restricted\na,yes\n"]) }
    #expect(
      other?.description == "people.csv: missing column 'restricted'; column 2 has that name in other case")
    #expect(try readFolder(["people.csv": "id\na\n"]).dataset.graph.people.restricted.count == 0)
  }

  @Test("without the column everybody is found by both; what cannot be read lets nobody be found, and is told")
  func unread() throws {
    var plain = Self.folder(["", "", "", ""])
    plain["contacts.csv"] = "owner,name,email,phone\nann,bob,bob@example.org,\nann,cid,,+44 20 7946 0011\n"
    #expect(Self.found(try readFolder(plain).dataset.books) == ["bob", "cid"])
    let result = try readFolder(Self.folder(["fax", "email;fax", "Email", "email"]))
    #expect(
      result.rejects.rows.map(\.description)
        == ["3:38", "4:38", "5:40"].map { "people.csv:\($0) discoverable: not email, phone, email;phone or none" })
    #expect(Self.found(result.dataset.books) == ["eve by e-mail"])
    #expect(result.dataset.graph.people.count == 5)
  }
}
