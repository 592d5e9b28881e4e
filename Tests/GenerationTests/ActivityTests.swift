import Foundation
import Testing

@Suite("Activity")
struct ActivityTests {
  struct Row {
    let time: Int
    let actor: String
    let target: String
    let kind: String
    let duration: String
    let audience: String
    let via: String
  }

  static let rows = Result {
    try Sample.table("events").rows.map { cells in
      guard cells.count == 7, let time = Int(cells[0]) else { throw CocoaError(.fileReadCorruptFile) }
      return Row(
        time: time, actor: cells[1], target: cells[2], kind: cells[3], duration: cells[4], audience: cells[5],
        via: cells[6])
    }
  }

  /// Times between two people, of both directions, by the pair in order of id.
  static func pairTimes() throws -> [[String]: [Int]] {
    var result: [[String]: [Int]] = [:]
    for row in try rows.get() where row.target.hasPrefix("p") {
      result[[row.actor, row.target].sorted(), default: []].append(row.time)
    }
    return result
  }

  @Test("the number of events is near the wish, all lie in the log and in order of time")
  func count() throws {
    let rows = try Self.rows.get()
    #expect(abs(Double(rows.count) / 45_000 - 1) < 0.1)
    let times = rows.map(\.time)
    #expect(times == times.sorted())
    // 1 September 2025 and 120 days later.
    #expect((times.first ?? 0) >= 1_756_684_800 && (times.last ?? .max) < 1_756_684_800 + 120 * 86_400)
  }

  @Test("every kind happens; only calls last, only groups have an audience of more than one")
  func kinds() throws {
    let rows = try Self.rows.get()
    #expect(
      Set(rows.map(\.kind)) == [
        "message", "call", "comment", "reaction", "photo_tag", "profile_view", "content_view",
      ])
    var sizes: [String: Int] = [:]
    for group in try Sample.table("memberships").column("group") { sizes[group, default: 0] += 1 }
    for row in rows {
      #expect((row.kind == "call") == ((Int(row.duration) ?? 0) > 0))
      #expect(row.actor != row.target)
      if !row.via.isEmpty { #expect(Int(row.audience) == (sizes[row.via] ?? 0) - 1) }
      if row.target.hasPrefix("p"), row.via.isEmpty { #expect(row.audience.isEmpty) }
    }
    #expect(rows.contains { !$0.via.isEmpty })
    #expect(rows.contains { $0.target.hasPrefix("g") && $0.kind == "content_view" })
    #expect(rows.contains { $0.target.hasPrefix("g") && $0.kind == "message" && !$0.audience.isEmpty })
  }

  @Test("most contact is returned, and some is not")
  func reciprocity() throws {
    var directed: Set<[String]> = []
    for row in try Self.rows.get() where row.target.hasPrefix("p") { directed.insert([row.actor, row.target]) }
    let returned = directed.filter { directed.contains([$0[1], $0[0]]) }.count
    let share = Double(returned) / Double(directed.count)
    #expect((0.4...0.9).contains(share))
  }

  @Test("few ties are strong and many are weak")
  func strengths() throws {
    let counts = try Self.pairTimes().values.map(\.count).sorted(by: >)
    let total = counts.reduce(0, +)
    #expect(Double(counts.prefix(counts.count / 10).reduce(0, +)) > 0.5 * Double(total))
    #expect(counts[counts.count / 2] <= 4)
  }

  @Test("contact of a pair is bursty: the coefficient of Goh and Barabási is above 0.2 in the mean")
  func bursts() throws {
    let coefficients = try Self.pairTimes().values.filter { $0.count > 20 }.map { times in
      let sorted = times.sorted()
      let gaps = zip(sorted.dropFirst(), sorted).map { Double($0 - $1) }
      let average = mean(gaps)
      let deviation = mean(gaps.map { ($0 - average) * ($0 - average) }).squareRoot()
      return (deviation - average) / (deviation + average)
    }
    #expect(coefficients.count > 50)
    #expect(mean(coefficients) > 0.2)
  }

  @Test(
    "people sleep by the clock of their own city",
    arguments: [("Saltmere", 0), ("Port Alder", -5), ("Coral Heads", 10), ("Lannevec", 1)])
  func nights(_ city: String, hoursEast: Int) throws {
    let home = Dictionary(try Sample.table("people").pairs("id", "city")) { first, _ in first }
    let hours = try Self.rows.get().filter { home[$0.actor] == city }.map { ($0.time / 3_600 + hoursEast + 24) % 24 }
    #expect(hours.count > 1_000)
    let night = Double(hours.filter { (2...5).contains($0) }.count) / Double(hours.count)
    let evening = Double(hours.filter { (18...21).contains($0) }.count) / Double(hours.count)
    // Four hours each; an even day would give one sixth to both.
    #expect(night < 0.08)
    #expect(evening > 0.22)
  }

  @Test("Sundays are quieter than Fridays")
  func week() throws {
    // Monday, 1 September 2025 is day 20,332; conversations across time zones blur the borders a little.
    let days = try Self.rows.get().map { ($0.time / 86_400 - 20_332) % 7 }
    let friday = days.filter { $0 == 4 }.count
    #expect(Double(days.filter { $0 == 6 }.count) < 0.92 * Double(friday))
  }

  @Test("after a block the two neither call nor tag each other")
  func blocks() throws {
    let table = try Sample.table("blocks")
    let since = Dictionary(
      zip(table.pairs("blocker", "blocked").map { [$0.0, $0.1].sorted() }, table.column("since"))
    ) { first, _ in first }
    #expect(since.count > 10)
    let formatter = ISO8601DateFormatter()
    for row in try Self.rows.get() where row.kind == "call" || row.kind == "photo_tag" {
      guard let day = since[[row.actor, row.target].sorted()] else { continue }
      let start = try #require(formatter.date(from: day + "T00:00:00Z"))
      #expect(Double(row.time) < start.timeIntervalSince1970)
    }
  }
}
