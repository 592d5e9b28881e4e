import Foundation
import GraphStorage
import Ingest
import People
import Privacy
import TestSupport

@testable import Inference

/// A random town of neighbourhoods: who lives in one mostly knows its people, is about as tall and as old, has a school
/// grade near theirs and likes what they like. Some do not allow inference, some are minors.
struct KindTown {
  struct Person {
    var born: String
    var height: String
    var grade: String
    var hobbies: String
  }

  static let neighbourhoods = 6
  static let purposes = ["inference-subject", "inference-evidence"]

  var people: [Person] = []
  var friends: [(Int, Int)] = []
  /// Who does not allow either purpose.
  var silent: Set<Int> = []
  var groups: [(name: String, members: [Int])] = []
  /// Attributes of `dataset.yaml`.
  var kinds = "{height: numeric, grade: ordinal, hobbies: set}"

  /// - Parameter follows: whether attributes follow the neighbourhoods; otherwise each is dealt at random, independent of
  ///   the others.
  init(seed: UInt64, count: Int = 240, follows: Bool = true) {
    var random = SeededGenerator(seed: seed, stream: 41)
    for person in 0..<count {
      func home() -> Int { follows ? person % Self.neighbourhoods : random.below(Self.neighbourhoods) }
      let isMinor = random.below(20) == 0
      let year = isMinor ? 2012 : 1950 + 6 * home() + random.below(3)
      let hobby = ["chess", "sailing", "jazz"][home() / 2]
      let other = random.below(6) == 0 ? ";rare\(random.below(60))" : ""
      people.append(
        Person(
          born: random.below(3) == 0 && !isMinor ? "" : "\(year)",
          height: random.below(6) == 0 ? "" : "\(150 + 6 * home() + random.below(2)).\(5 * random.below(2))",
          grade: random.below(5) == 0 ? "" : "grade \(home() + 5 + (random.below(8) == 0 ? 1 : 0))",
          hobbies: random.below(5) == 0 ? "" : (random.below(20) == 0 ? "reading" : hobby) + other))
      if random.below(10) == 0 { silent.insert(person) }
    }
    for person in 0..<count {
      for _ in 0..<6 {
        let step = Self.neighbourhoods * (1 + random.below(count / Self.neighbourhoods - 1))
        let other = random.below(8) == 0 ? random.below(count) : (person + step) % count
        if other != person { friends.append((person, other)) }
      }
    }
  }

  func dataset() throws -> Dataset {
    var result: Dataset?
    try withTemporaryFolder { folder in
      func table(_ name: String, _ lines: [String]) throws {
        try lines.map { $0 + "\n" }.joined().write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      try table(
        "dataset.yaml",
        ["attributes: \(kinds)", "consents: {default: granted, basis: \"people invented for a test\"}"])
      try table(
        "people.csv",
        ["id,born,height,grade,hobbies"]
          + people.enumerated().map { "p\($0),\($1.born),\($1.height),\($1.grade),\($1.hobbies)" })
      // A date, so that there is a day on which ages are counted.
      try table("friendships.csv", ["a,b,since"] + friends.map { "p\($0),p\($1),2026-01-01" })
      if !groups.isEmpty {
        try table("groups.csv", ["id,name"] + groups.indices.map { "g\($0),\(groups[$0].name)" })
        try table(
          "memberships.csv",
          ["person,group"] + groups.indices.flatMap { group in groups[group].members.map { "p\($0),g\(group)" } })
      }
      try table(
        "consents.csv",
        ["person,purpose,granted,time"]
          + silent.sorted().flatMap { person in Self.purposes.map { "p\(person),\($0),false,2025-01-01" } })
      result = try Importer.read(.dataset, path: folder, options: ImportOptions()).dataset
    }
    guard let result else { throw CocoaError(.fileNoSuchFile) }
    return result
  }

  static func permitted(_ dataset: Dataset) -> Permitted<InferenceGraph> {
    PolicyGate(graph: dataset.graph, consents: dataset.consents).inferenceGraph()
  }

  static let time = Timestamp(seconds: 1_767_225_600)

  static func ordered(_ dataset: Dataset, _ attribute: String, threads: Int = 2) throws -> OrderedProblem {
    try OrderedProblem(permitted(dataset), attribute: attribute, asOf: time, threads: ThreadCount(threads))
  }

  static func sets(_ dataset: Dataset, threads: Int = 2) throws -> SetProblem {
    try SetProblem(permitted(dataset), attribute: "hobbies", asOf: time, threads: ThreadCount(threads))
  }
}
