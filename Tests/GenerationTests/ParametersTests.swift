import Foundation
import Generation
import GraphStorage
import Testing

@Suite("Parameters")
struct ParametersTests {
  static let refused: [(String, @Sendable (inout GeneratorParameters) -> Void)] = [
    ("people", { $0.people = 19 }), ("people", { $0.people = -1 }), ("people", { $0.people = 20_000_001 }),
    ("days", { $0.days = 6 }), ("days", { $0.days = 3_651 }),
    ("events per person", { $0.eventsPerPerson = -0.5 }), ("events per person", { $0.eventsPerPerson = .nan }),
    (
      "events per person",
      {
        $0.people = 20_000_000
        $0.eventsPerPerson = 11
      }
    ),
    ("first day", { $0.firstDay = -1 }), ("missing share", { $0.missingShare = 0.96 }),
    ("missing share", { $0.missingShare = .nan }), ("consent share", { $0.consentShare = 1.01 }),
  ]

  @Test("each parameter outside its range is refused by name and nothing is written", arguments: refused.indices)
  func refuses(_ index: Int) throws {
    let (name, change) = Self.refused[index]
    var parameters = GeneratorParameters(people: 50, seed: 1)
    change(&parameters)
    let folder = temporaryFolder()
    let error = #expect(throws: GenerationError.self) {
      try DatasetGenerator.write(parameters, to: folder, threads: ThreadCount(1))
    }
    guard case .badParameter(let refusedName, _) = error else {
      Issue.record("another error than badParameter")
      return
    }
    #expect(refusedName == name)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("the smallest population and no events at all are fine")
  func smallest() throws {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let summary = try DatasetGenerator.write(
      GeneratorParameters(people: 20, seed: 0, days: 7, eventsPerPerson: 0), to: folder, threads: ThreadCount(2))
    #expect(summary.rows("people.csv") == 20)
    #expect(summary.rows("events.csv") == 0)
    #expect(
      try Table(folder + "/events.csv").header == ["time", "actor", "target", "kind", "duration", "audience", "via"])
  }
}
