import Contacts
import Ingest
import People
import Testing

@Suite("National numbers in address books")
struct OwnerRegionTests {
  /// Ann is British, Bob American, Cid says no number; all three know Dora by the national form of her number.
  private static let folder = [
    "people.csv": """
    id,phone
    ann,+44 20 7946 0001
    bob,+1 212 555 0123
    cid,
    dora,+44 20 7946 0018

    """,
    "contacts.csv": """
    owner,name,email,phone
    ann,Dora,,020 7946 0018
    bob,Dora,,020 7946 0018
    cid,Dora,,020 7946 0018

    """,
  ]
  private static let consent = "consents: {default: [contact-matching], basis: test}\n"

  @Test("are read in the country of the owner's own number, where the dataset states none")
  func ownNumber() throws {
    let result = try readFolder(Self.folder.adding("dataset.yaml", Self.consent))
    #expect(
      result.rejects.rows.map(\.description) == [
        // Eleven digits, no trunk prefix: no American number.
        "contacts.csv:3:11 phone: not a phone number",
        "contacts.csv:4:11 phone: a national phone number, and neither the dataset (contacts: calling_code) nor its "
          + "owner's number tells a country",
      ])
    #expect(result.dataset.books.entries.map(\.match) == [.member(PersonIndex(3)), .pending, .pending])
  }

  @Test("are read in the country that the dataset states, whatever the owner's number")
  func datasetFirst() throws {
    let yaml = Self.consent + "contacts: {calling_code: \"44\", trunk_prefix: \"0\"}\n"
    let result = try readFolder(Self.folder.adding("dataset.yaml", yaml))
    #expect(result.rejects.total == 0)
    #expect(result.dataset.books.entries.map(\.match) == Array(repeating: .member(PersonIndex(3)), count: 3))
  }
}
