import Foundation
import Testing

@Suite("People, identifiers and consents")
struct PeopleTests {
  @Test("every id that a file names exists")
  func references() throws {
    let people = Set(try Sample.table("people").column("id"))
    let groups = Set(try Sample.table("groups").column("id"))
    #expect(people.count == 1_500 && people.isDisjoint(with: groups))
    #expect(try Sample.table("people").column("id").sorted() == Sample.table("people").column("id"))
    for (file, column) in [
      ("friendships", "a"), ("friendships", "b"), ("follows", "follower"), ("follows", "followee"),
      ("blocks", "blocker"), ("blocks", "blocked"), ("memberships", "person"), ("tags", "person"),
      ("contacts", "owner"), ("events", "actor"), ("consents", "person"),
    ] {
      let named = try Sample.table(file).column(column)
      #expect(!named.isEmpty && people.isSuperset(of: named), "\(file).\(column)")
    }
    #expect(groups.isSuperset(of: try Sample.table("memberships").column("group")))
    #expect(people.union(groups).isSuperset(of: try Sample.table("events").column("target")))
    #expect(groups.union([""]).isSuperset(of: try Sample.table("events").column("via")))
  }

  @Test("about a quarter of the values of each attribute are missing")
  func missing() throws {
    // Employers are missing more often: pupils and pensioners have none.
    for attribute in ["city", "age_band", "interests", "favourite_colour", "religion"] {
      let empty = try Sample.table("people").column(attribute).filter(\.isEmpty).count
      #expect((300...450).contains(empty), "\(attribute)")
    }
  }

  @Test("there are minors, and the age band says what the birthday says")
  func ages() throws {
    // The last day of the log, 29 December 2025.
    let bounds = [
      "13-17": 13...17, "18-24": 18...24, "25-34": 25...34, "35-44": 35...44, "45-54": 45...54,
      "55-64": 55...64, "65+": 65...120,
    ]
    var minors = 0
    for (born, band) in try Sample.table("people").pairs("born", "age_band") where !born.isEmpty {
      let parts = born.split(separator: "-").compactMap { Int($0) }
      #expect(parts.count == 3)
      let age = 2025 - parts[0] - ((parts[1], parts[2]) > (12, 29) ? 1 : 0)
      if age < 18 { minors += 1 }
      if !band.isEmpty { #expect(bounds[band]?.contains(age) == true) }
    }
    #expect(minors > 30)
  }

  @Test("every e-mail address stands under a reserved name, and members have addresses of their own")
  func mail() throws {
    let reserved = /^[A-Za-z]+\.[A-Za-z]+(\.[xX])?[0-9]+@(example\.(org|com|net)|[a-z]+\.example)$/.ignoresCase()
    let members = try Sample.table("people").column("email").filter { !$0.isEmpty }
    let books = try Sample.table("contacts").column("email").filter { !$0.isEmpty }
    for address in members + books { #expect(address.wholeMatch(of: reserved) != nil, "\(address)") }
    #expect(Set(members.map { $0.lowercased() }).count == members.count)
    #expect(members.count > 1_100 && books.contains { $0 != $0.lowercased() })
  }

  /// The ranges of the regulators, typed apart from the generator's table; digits only, without `00`.
  static func isReserved(_ spelling: String) -> Bool {
    var digits = spelling.filter(\.isNumber)
    if digits.hasPrefix("00") { digits.removeFirst(2) }
    let mobileAndCities = /^(44|0)(7700900|2079460|1914980|2896496|2920180|1632960|1(1[3-8]|[2-6]1)4960)\d{3}$/
    return digits.wholeMatch(of: mobileAndCities) != nil
      || digits.wholeMatch(of: /^1?[2-9]\d\d55501\d\d$/) != nil
      || digits.wholeMatch(of: /^(33|0)(63998|19900|26191|35301|46571|53649)\d{4}$/) != nil
      || digits.wholeMatch(of: /^(49|0)(3023125|4066969|2214710|8999998|6990009)\d{3}$/) != nil
      || digits.wholeMatch(of: /^(61|0)[2378](5550|7010)\d{4}$/) != nil
      || digits.wholeMatch(of: /^(46|0)(7017406\d\d|3139006\d\d|4062804\d\d|8465004\d\d|9803192\d\d)$/) != nil
  }

  @Test("every phone number lies in a range kept for fiction, in several spellings, one member a number")
  func phones() throws {
    let members = try Sample.table("people").column("phone").filter { !$0.isEmpty }
    let books = try Sample.table("contacts").column("phone").filter { !$0.isEmpty }
    for number in members + books { #expect(Self.isReserved(number), "\(number)") }
    #expect(Set(members.map { $0.filter(\.isNumber) }).count == members.count)
    #expect(members.count > 1_000)
    #expect(books.contains { $0.hasPrefix("+") } && books.contains { $0.hasPrefix("00") })
    #expect(books.contains { $0.hasPrefix("0") && !$0.hasPrefix("00") } && books.contains { $0.hasPrefix("(") })
    #expect(!Self.isReserved("+44 20 7123 4567") && !Self.isReserved("+1 212-555-0200"))
  }

  @Test("books hold members and outsiders; both identifiers of an entry agree on which it is")
  func books() throws {
    let people = try Sample.table("people")
    var byMail: [String: String] = [:]
    for (id, mail) in people.pairs("id", "email") { byMail[mail.lowercased()] = id }
    var byPhone: [String: String] = [:]
    for (id, phone) in people.pairs("id", "phone") { byPhone[phone.filter(\.isNumber)] = id }
    let table = try Sample.table("contacts")
    var members = 0
    var outsiders = 0
    for (mail, phone) in table.pairs("email", "phone") where !mail.isEmpty && phone.hasPrefix("+") {
      let first = byMail[mail.lowercased()]
      #expect(first == byPhone[phone.filter(\.isNumber)])
      if first == nil { outsiders += 1 } else { members += 1 }
    }
    #expect(members > 200 && outsiders > 30)
    let names = Dictionary(people.pairs("id", "name")) { first, _ in first }
    let spelt = table.pairs("name", "email").filter { name, mail in
      byMail[mail.lowercased()].flatMap { names[$0] }.map { $0 != name } ?? false
    }
    #expect(spelt.count > 100)
    #expect(Set(zip(table.column("owner"), table.column("uid")).map { $0 + $1 }).count == table.rows.count)
  }

  @Test("consents name known purposes; most allow inference, and some withdraw later")
  func consents() throws {
    let table = try Sample.table("consents")
    let purposes: Set = [
      "service", "suggestions", "inference-subject", "inference-evidence", "contact-matching", "insights",
      "statistics", "partner-data", "location", "advertising",
    ]
    #expect(Set(table.column("purpose")) == purposes)
    #expect(Set(table.column("granted")) == ["true", "false"])
    var last: [String: (granted: Bool, time: String)] = [:]
    var withdrawn = 0
    for row in table.rows {
      let key = row[0] + row[1]
      if let before = last[key] {
        #expect(row[3] > before.time)
        if before.granted, row[2] == "false" { withdrawn += 1 }
      }
      last[key] = (row[2] == "true", row[3])
      #expect(row[3].wholeMatch(of: /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) != nil)
    }
    #expect(withdrawn > 50)
    for purpose in ["inference-subject", "inference-evidence"] {
      let allowing = last.filter { $0.key.hasSuffix(purpose) && $0.value.granted }.count
      #expect((1_140...1_320).contains(allowing))
    }
  }
}
