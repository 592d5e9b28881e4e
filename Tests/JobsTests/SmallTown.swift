import Foundation
import GraphStorage

/// A random dataset folder as values, small enough to reason about: people, ties, a log of events and consents.
struct SmallTown {
  struct Event {
    var seconds: Int
    var actor: String
    var target: String
    var kind: String
    var audience: Int
    /// A group or nothing.
    var via: String
  }

  static let purposes = ["service", "inference-subject", "inference-evidence", "contact-matching"]
  static let cities = ["Alba", "Brod", "Cork"]
  static let start = 1_700_000_000

  var people: [String] = []
  var city: [String: String] = [:]
  var born: [String: Int] = [:]
  /// Instead of the year.
  var bornDay: [String: String] = [:]
  var friendships: [(String, String)] = []
  var follows: [(String, String)] = []
  var blocks: [(String, String)] = []
  var memberships: [(String, String)] = []
  var groupNames = ["g0": "Group 0", "g1": "Group 1", "g2": "Group 2"]
  /// Whose data is kept and not used.
  var restricted: Set<String> = []
  var contacts: [(owner: String, email: String)] = []
  var events: [Event] = []
  /// Person, purpose, granted; every row has its own time, in order.
  var consents: [(String, String, Bool)] = []

  init(seed: UInt64, people count: Int = 24) {
    var random = SeededGenerator(seed: seed, stream: 77)
    people = (0..<count).map { "p\($0)" }
    for person in people {
      // Friends mostly live in one city: there is something to infer.
      let home = Self.cities[(people.firstIndex(of: person) ?? 0) % 3]
      if random.below(4) > 0 { city[person] = random.below(10) == 0 ? Self.cities[random.below(3)] : home }
      if random.below(2) == 0 { born[person] = random.below(6) == 0 ? 2015 : 1950 + random.below(40) }
      if random.below(3) > 0 { memberships.append((person, "g\(random.below(3))")) }
      contacts.append((person, "\(people[random.below(count)])@example.org"))
      for purpose in Self.purposes where random.below(8) == 0 {
        consents.append((person, purpose, random.below(2) == 0))
      }
    }
    func pair() -> (String, String)? {
      let one = random.below(count)
      let other = random.below(4) == 0 ? random.below(count) : (one + 3 * (1 + random.below(4))) % count
      return one == other ? nil : (people[one], people[other])
    }
    for _ in 0..<3 * count {
      guard let (one, other) = pair() else { continue }
      switch random.below(8) {
      case 0: follows.append((one, other))
      case 1: if random.below(3) == 0 { blocks.append((one, other)) }
      default: friendships.append((one, other))
      }
    }
    for _ in 0..<20 * count {
      guard let (one, other) = pair() else { continue }
      events.append(
        Event(
          seconds: Self.start + random.below(30 * 86_400), actor: one, target: other,
          kind: ["message", "call", "comment"][random.below(3)], audience: random.below(5) == 0 ? 9 : 1,
          via: random.below(10) == 0 ? "g\(random.below(3))" : ""))
    }
  }

  /// The town as it would be had there never been such a person.
  func without(_ person: String) -> SmallTown {
    var town = self
    town.people.removeAll { $0 == person }
    town.friendships.removeAll { $0 == person || $1 == person }
    town.follows.removeAll { $0 == person || $1 == person }
    town.blocks.removeAll { $0 == person || $1 == person }
    town.memberships.removeAll { $0.0 == person }
    town.contacts.removeAll { $0.owner == person }
    town.events.removeAll { $0.actor == person || $0.target == person }
    town.consents.removeAll { $0.0 == person }
    town.restricted.remove(person)
    return town
  }

  /// Writes the folder anew.
  func write(to folder: String) throws {
    func table(_ name: String, _ header: String, _ rows: [String]) throws {
      try ([header] + rows).map { $0 + "\n" }.joined().write(
        toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try """
    attributes: {city: categorical}
    consents: {default: granted, basis: "people invented for a test"}

    """.write(toFile: folder + "/dataset.yaml", atomically: true, encoding: .utf8)
    try table(
      "people.csv", "id,name,born,email,city,restricted",
      people.map { person in
        let born = bornDay[person] ?? born[person].map(String.init) ?? ""
        let flag = restricted.contains(person) ? "yes" : ""
        return "\(person),Name \(person),\(born),\(person)@example.org,\(city[person] ?? ""),\(flag)"
      })
    try table("friendships.csv", "a,b", friendships.map { "\($0),\($1)" })
    try table("follows.csv", "follower,followee", follows.map { "\($0),\($1)" })
    try table("blocks.csv", "blocker,blocked", blocks.map { "\($0),\($1)" })
    try table("groups.csv", "id,name", groupNames.sorted { $0.key < $1.key }.map { "\($0),\($1)" })
    try table("memberships.csv", "person,group", memberships.map { "\($0),\($1)" })
    try table("contacts.csv", "owner,name,email,phone", contacts.map { "\($0.owner),Somebody,\($0.email)," })
    try table(
      "events.csv", "time,actor,target,kind,audience,via",
      events.map { "\($0.seconds),\($0.actor),\($0.target),\($0.kind),\($0.audience),\($0.via)" })
    try table(
      "consents.csv", "person,purpose,granted,time",
      consents.enumerated().map { "\($1.0),\($1.1),\($1.2),\(Self.start + $0)" })
  }
}
