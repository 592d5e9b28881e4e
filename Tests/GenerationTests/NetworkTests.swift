import Foundation
import GraphStorage
import Testing

@Suite("The network")
struct NetworkTests {
  static func ties() throws -> [(String, String)] { try Sample.table("friendships").pairs("a", "b") }

  /// Share of ties whose two ends state the same value, among those that state any.
  static func sameness(_ values: [String: String]) throws -> (share: Double, ties: Int) {
    let stated = try ties().compactMap { tie -> Bool? in
      guard let first = values[tie.0], let second = values[tie.1], !first.isEmpty, !second.isEmpty else { return nil }
      return first == second
    }
    return (Double(stated.filter { $0 }.count) / Double(stated.count), stated.count)
  }

  static func values(_ attribute: String) throws -> [String: String] {
    Dictionary(try Sample.table("people").pairs("id", attribute)) { first, _ in first }
  }

  /// The same values dealt to other people.
  static func shuffled(_ values: [String: String]) -> [String: String] {
    let ids = values.keys.sorted()
    var dealt = ids.map { values[$0] ?? "" }
    var generator = SeededGenerator(seed: 77)
    generator.shuffle(&dealt)
    return Dictionary(uniqueKeysWithValues: zip(ids, dealt))
  }

  @Test("degrees are heavy-tailed: the largest is many times the mean, and a tenth of the people hold a fifth")
  func degrees() throws {
    var degrees = [String: Int](uniqueKeysWithValues: try Sample.table("people").column("id").map { ($0, 0) })
    for tie in try Self.ties() {
      degrees[tie.0, default: 0] += 1
      degrees[tie.1, default: 0] += 1
    }
    let sorted = degrees.values.sorted(by: >).map(Double.init)
    let average = mean(sorted)
    #expect((8...18).contains(average))
    #expect(sorted[0] > 6 * average)
    // A random graph of this mean (Poisson degrees) would give the first tenth about 16 in a hundred.
    #expect(sorted.prefix(sorted.count / 10).reduce(0, +) > 0.2 * sorted.reduce(0, +))
    let weighted = sorted.reversed().enumerated().reduce(0) {
      $0 + Double(2 * $1.offset + 1 - sorted.count) * $1.element
    }
    #expect(weighted / (Double(sorted.count) * sorted.reduce(0, +)) > 0.22)
  }

  @Test("no friendship twice, none with oneself, and friends of friends are friends far above chance")
  func closure() throws {
    let ties = try Self.ties()
    var friends: [String: Set<String>] = [:]
    for tie in ties {
      #expect(tie.0 != tie.1)
      friends[tie.0, default: []].insert(tie.1)
      friends[tie.1, default: []].insert(tie.0)
    }
    #expect(friends.values.reduce(0) { $0 + $1.count } == 2 * ties.count)
    var wedges = 0
    var closed = 0
    for (_, around) in friends {
      wedges += around.count * (around.count - 1) / 2
      for friend in around { closed += (friends[friend] ?? []).intersection(around).count }
    }
    let transitivity = Double(closed / 2) / Double(wedges)
    let density = 2 * Double(ties.count) / (1_500 * 1_499)
    #expect(transitivity > 10 * density)
    #expect(transitivity > 0.08)
  }

  @Test("city, employer and age band go with ties", arguments: [("city", 0.4), ("employer", 0.2), ("age_band", 0.05)])
  func homophily(_ attribute: String, margin: Double) throws {
    let values = try Self.values(attribute)
    #expect(try Self.sameness(values).share > Self.sameness(Self.shuffled(values)).share + margin)
  }

  @Test("interests are shared by friends more than by strangers")
  func interests() throws {
    func overlap(_ values: [String: String]) throws -> Double {
      mean(
        try Self.ties().compactMap { tie in
          let first = Set((values[tie.0] ?? "").split(separator: ";"))
          let second = Set((values[tie.1] ?? "").split(separator: ";"))
          return first.isEmpty || second.isEmpty ? nil : first.isDisjoint(with: second) ? 0 : 1
        })
    }
    let values = try Self.values("interests")
    #expect(try overlap(values) > overlap(Self.shuffled(values)) + 0.03)
  }

  @Test("the favourite colour does not go with ties: within three standard errors of chance")
  func honesty() throws {
    let (share, ties) = try Self.sameness(try Self.values("favourite_colour"))
    // Eight colours of equal chance: each tie is a fair draw of 1/8, any two of them uncorrelated.
    #expect(abs(share - 0.125) < 3 * (0.125 * 0.875 / Double(ties)).squareRoot())
  }

  @Test("there are groups, at most one community a city, and pages of which the first is followed by many")
  func groups() throws {
    let kinds = try Sample.table("groups").column("kind")
    #expect(Set(kinds) == ["group", "community", "page"])
    // Of the 24 cities the smallest may have too few people who care for one.
    #expect((15...24).contains(kinds.filter { $0 == "community" }.count))
    var sizes: [String: Int] = [:]
    for group in try Sample.table("memberships").column("group") { sizes[group, default: 0] += 1 }
    let pages = try Sample.table("groups").pairs("id", "kind").filter { $0.1 == "page" }.map { sizes[$0.0] ?? 0 }
    #expect((pages.max() ?? 0) > 400)
    #expect((pages.max() ?? 0) > 3 * (pages.min() ?? 0))
  }
}
