import GraphStorage

/// A small random dataset folder, good rows and bad ones.
struct RandomFolder {
  private var generator: SeededGenerator
  private(set) var files: [String: String] = [:]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    table(
      "people.csv", rows: 12, definesIDs: true,
      [
        ("id", ids), ("name", ["Ann", "Zo,e", "says \"hi\"", "", "Jürgen"]),
        ("born", ["1990", "2001-02-28", "", "2001-02-30", "later"]),
        ("joined", ["2020-01-31", "", "2020", "soon"]),
        ("email", ["a@b.example", "B@b.example", "", "no", "c@d.example"]),
        ("phone", ["+442079460018", "", "112", "+44 20 7946 0019"]), ("city", ["Kiel", "Bonn", "", "Köln"]),
        ("religion", ["", "any"]),
      ])
    // The same row again, and one that contradicts.
    let lines = files["people.csv", default: ""].split(separator: "\n").map(String.init)
    for _ in 0..<(lines.count > 1 ? 2 : 0) {
      files["people.csv"]? += lines[1 + generator.below(lines.count - 1)] + "\n"
    }
    table(
      "groups.csv", rows: 6, definesIDs: true,
      [
        ("id", ["g0", "g1", "g2", "g3", "p1", ""]), ("name", ["Club", ""]), ("kind", ["group", "page", "", "gang"]),
      ])
    let spans = [("since", times), ("until", times)]
    table("friendships.csv", rows: 20, [("a", ids), ("b", ids)] + spans)
    table("follows.csv", rows: 20, [("follower", ids), ("followee", ids)] + spans)
    table(
      "blocks.csv", rows: 8,
      [
        ("blocker", ids), ("blocked", ids), ("kind", ["block", "mute", "", "slap"]), ("since", times),
      ])
    table("memberships.csv", rows: 15, [("person", ids), ("group", groups), ("role", ["admin", ""])] + spans)
    table("tags.csv", rows: 12, [("person", ids), ("tag", ["chess", "#chess", "go", "g1", "", "#"]), ("time", times)])
    table(
      "contacts.csv", rows: 12,
      [
        ("owner", ids), ("name", ["Mum", ""]), ("email", ["a@b.example", "", "x"]),
        ("phone", ["", "+442079460018", "1", "020 7946 0018"]),
        ("uid", ["", "u1", "u2"]),
      ])
    table(
      "consents.csv", rows: 12,
      [
        ("person", ids), ("purpose", ["service", "suggestions", "advertising", "fun", ""]),
        ("granted", ["true", "0", "Presumed", "maybe", ""]), ("time", times), ("version", ["", "2"]),
      ])
    table(
      "events.csv", rows: 120,
      [
        ("time", ["7", "3600", "1577836800", "1577840000", "2020-01-01", "", "x", "-5"]), ("actor", ids),
        ("target", ids + groups), ("kind", ["call", "message", "contact", "wink", ""]),
        ("duration", ["", "30", "600", "-1", "1.5"]), ("audience", ["", "1", "4", "0", "100"]),
        ("via", ["", "", "", "g0", "g1", "#g1", "chess", "#chess", "g9", "#none"]),
      ])
  }

  private let ids = ["p0", "p1", "p2", "p3", "p4", "7", "007", "-3", "päl", "a,b", "zz", ""]
  private let groups = ["g0", "g1", "g2", "g3", "g9", ""]
  private let times = ["", "", "2020-01-01", "100", "1577836800", "-10", "never"]

  /// - Parameters:
  ///   - definesIDs: whether the first column gives each of its values to one row, mostly.
  ///   - columns: names and what their cells are drawn from, the earlier ones more often.
  private mutating func table(
    _ name: String, rows: Int, definesIDs: Bool = false, _ columns: [(String, [String])]
  ) {
    var order = Array(columns.indices)
    generator.shuffle(&order)
    var text = order.map { columns[$0].0 }.joined(separator: ",") + "\n"
    for row in 0..<generator.below(rows + 1) {
      let isNew = definesIDs && generator.below(12) != 0
      var cells = order.map { quoted(isNew && $0 == 0 ? columns[0].1[row] : draw(columns[$0].1)) }
      if generator.below(25) == 0 { cells.append("x") }
      if generator.below(40) == 0 { text += "\n" }
      text += cells.joined(separator: ",") + "\n"
    }
    files[name] = text
  }

  private mutating func draw(_ values: [String]) -> String {
    values[min(generator.below(values.count), generator.below(values.count))]
  }

  private mutating func quoted(_ cell: String) -> String {
    let mustQuote = cell.contains(",") || cell.contains("\"")
    if !mustQuote && generator.below(8) != 0 { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// The same rows in another order.
  mutating func shuffled() -> [String: String] {
    var result: [String: String] = [:]
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      let header = lines.removeFirst()
      generator.shuffle(&lines)
      result[name] = ([header] + lines).joined(separator: "\n") + "\n"
    }
    return result
  }
}
