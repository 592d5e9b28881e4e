import Contacts
import Foundation
import GraphStorage
import Ingest
import Jobs
import People
import Pictures
import Privacy
import Reports
import TestSupport
import Testing

/// A person who does not allow a purpose leaves no trace in what is made for it: it is as if they had never been there.
@Suite("Without consent there is no trace")
struct NoTraceTests {
  static let context = RunContext(threads: ThreadCount(2))

  static func dataset(_ town: SmallTown, _ folder: String, _ name: String) throws -> Dataset {
    try town.write(to: "\(folder)/\(name)")
    let result = try Importer.read(.dataset, path: "\(folder)/\(name)", options: ImportOptions())
    #expect(result.rejects.total == 0)
    return result.dataset
  }

  static func ranking(_ dataset: Dataset) throws -> RankingReport {
    try RankJob.run(dataset, RankJob.Request(top: 50, explain: true), context)
  }

  /// Everything that inference says but how many people there are.
  static func inference(_ dataset: Dataset) throws -> String {
    do throws(Failure) {
      let report = try InferJob.run(dataset, InferJob.Request(attribute: "city"), context)
      let lines = report.jsonText.split(separator: "\n").filter { !$0.contains("\"purpose\":") }
      #expect(lines.count > 20)
      return lines.joined(separator: "\n") + report.csv
    } catch {
      return error.message
    }
  }

  /// How a person comes to be left out.
  enum Way: CaseIterable {
    case denial, restriction
  }

  @Test(
    "whoever objects to rankings, or is restricted, changes no byte of anybody else's, however much they wrote and late",
    arguments: 0..<Datasets.cases(quick: 12, long: 60), Way.allCases)
  func rank(seed: Int, way: Way) throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: UInt64(seed))
      let person = "p\(seed % town.people.count)"
      switch way {
      case .denial: town.consents.append((person, "service", false))
      case .restriction: town.restricted = [person]
      }
      // The newest event is theirs: it must not be what "now" is for others.
      let other = "p\((seed + 1) % town.people.count)"
      town.events.append(
        .init(
          seconds: SmallTown.start + 90 * 86_400, actor: person, target: other, kind: "message", audience: 1, via: ""))
      // And so is the newest event of a group: a message to them, through it.
      town.events.append(
        .init(
          seconds: SmallTown.start + 91 * 86_400, actor: other, target: person, kind: "message", audience: 9, via: "g1")
      )
      let left = try Self.ranking(try Self.dataset(town, folder, "left"))
      let never = try Self.ranking(try Self.dataset(town.without(person), folder, "never"))
      #expect(left.csv == never.csv)
      #expect(left.rows.count > 100 && !left.csv.contains("\(person),"))
      #expect(left.people == never.people + (way == .denial ? 1 : 0))
      var counted = left
      counted.people = never.people
      #expect(counted.jsonText == never.jsonText)
      #expect(counted.text(explain: true) == never.text(explain: true))
      // Nor are they told anything themselves.
      let refusal = #expect(throws: Failure.self) {
        try RankJob.run(
          try Self.dataset(town, folder, "left"), RankJob.Request(top: 5, person: person), Self.context)
      }
      #expect(refusal?.category == .refused)
      #expect(refusal?.message.contains("restricted") == (way == .restriction))
      // Were the objection not there, the rankings would be others: the comparison can fail.
      town.consents.removeAll { $0.0 == person }
      town.restricted = []
      let consenting = try Self.ranking(try Self.dataset(town, folder, "consenting"))
      #expect(consenting.csv != never.csv)
    }
  }

  @Test(
    "whoever allows neither to be asked about nor to serve as evidence, or is restricted, changes no byte of what is inferred",
    arguments: 0..<Datasets.cases(quick: 3, long: 40), Way.allCases)
  func infer(seed: Int, way: Way) throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: UInt64(seed + 100), people: 36)
      let person = "p\(seed * 5 % town.people.count)"
      // Grown up, so that nothing but their word keeps them out.
      town.born[person] = 1980
      let other = "p\((seed * 5 + 1) % town.people.count)"
      town.city[person] = "Elsewhere"
      town.consents.removeAll { $0.0 == person }
      switch way {
      case .denial: town.consents += [(person, "inference-subject", false), (person, "inference-evidence", false)]
      case .restriction: town.restricted = [person]
      }
      town.events.append(
        .init(
          seconds: SmallTown.start + 90 * 86_400, actor: person, target: other, kind: "message", audience: 1, via: ""))
      town.events.append(
        .init(
          seconds: SmallTown.start + 91 * 86_400, actor: other, target: person, kind: "message", audience: 9, via: "g1")
      )
      let left = try Self.inference(try Self.dataset(town, folder, "left"))
      let never = try Self.inference(try Self.dataset(town.without(person), folder, "never"))
      #expect(left == never)
      #expect(left.contains("\"rows\""), "nothing was inferred: \(left)")
      #expect(!left.contains("Elsewhere"))
      guard seed == 0 || Datasets.runsLongTests else { return }
      town.consents.removeAll { $0.0 == person }
      town.restricted = []
      town.city[person] = SmallTown.cities[0]
      let consenting = try Self.inference(try Self.dataset(town, folder, "consenting"))
      #expect(consenting != never)
    }
  }

  @Test("whoever is restricted is in no caption, no report and no clock")
  func restricted() throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: 5)
      let person = "p0"
      let other = "p1"
      town.blocks = []
      town.consents = []
      // A child of whom a day more makes an adult, and that day is known from the restricted person alone.
      town.people.append("child")
      town.bornDay["child"] = "2005-12-20"
      town.events.removeAll { $0.actor == person || $0.target == person }
      town.events += [
        .init(seconds: 1_703_000_000, actor: other, target: "child", kind: "message", audience: 1, via: ""),
        .init(seconds: 1_706_000_000, actor: person, target: other, kind: "message", audience: 1, via: ""),
      ]
      func isMinor(_ dataset: Dataset) -> Bool {
        guard let child = dataset.graph.people.index(of: "child") else { return false }
        return PolicyGate(graph: dataset.graph, consents: dataset.consents).minors.contains(child)
      }
      let free = try Self.dataset(town, folder, "free")
      town.restricted = [person]
      let held = try Self.dataset(town, folder, "held")
      let never = try Self.dataset(town.without(person), folder, "never")
      #expect(isMinor(held) && isMinor(never) && !isMinor(free))

      func caption(_ dataset: Dataset) throws -> String {
        let request = DrawJob.Request(person: other, format: .dot, executable: BuiltBinary.folder + "/kith")
        let outcome: DrawJob.Outcome = try DrawJob.run(dataset, request, Self.context)
        return outcome.note
      }
      #expect(try caption(held) == caption(never))
      func figures(_ dataset: Dataset) throws -> SnapshotReport? {
        let document: ReportDocument = try ReportJob.run(dataset, ReportJob.Request(title: "t", executable: nil), Self.context)
        var report = document.snapshot
        report?.files = []
        // The size of a ledger follows the number of people, whoever they are.
        report?.counts.removeAll { $0.name.hasPrefix("ledger bytes") }
        return report
      }
      let (left, gone) = (try figures(held), try figures(never))
      #expect(left?.counts == gone?.counts)
      #expect(left == gone)
      #expect(try figures(free) != figures(never))
    }
  }

  @Test(
    "of whoever does not allow matching, other people's books keep no digest and are else as if they never joined",
    arguments: 0..<12)
  func match(seed: Int) throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: UInt64(seed + 200))
      let person = "p\(seed % town.people.count)"
      // As often named as can be.
      for owner in town.people where owner != person { town.contacts.append((owner, "\(person)@example.org")) }
      town.consents.append((person, "contact-matching", true))
      let consenting = try Self.dataset(town, folder, "consenting")
      let own = Set(
        consenting.books.directory.filter { consenting.graph.people.ids[$0.person.position] == person }.map(\.key))
      #expect(!own.isEmpty && consenting.books.entries.contains { !own.isDisjoint(with: $0.keys) })
      town.consents.removeAll { $0.0 == person }
      town.consents.append((person, "contact-matching", false))
      func books(_ town: SmallTown, _ name: String, without hidden: Set<IdentifierKey>) throws -> [String] {
        let dataset = try Self.dataset(town, folder, name)
        let ids = dataset.graph.people.ids
        return dataset.books.entries.filter { ids[$0.owner.position] != person }.map { entry -> String in
          var match = "\(entry.match)"
          if case .member(let member) = entry.match { match = "member \(ids[member.position])" }
          return "\(ids[entry.owner.position]) \(entry.keys.filter { !hidden.contains($0) }) \(match)"
        }.sorted()
      }
      let left = try books(town, "left", without: [])
      #expect(left == (try books(town.without(person), "never", without: own)))
      #expect(left.contains { $0.contains("pending") } && left.contains { $0.contains("member") })
      #expect(!left.contains { $0.hasSuffix("member \(person)") })
    }
  }
}
