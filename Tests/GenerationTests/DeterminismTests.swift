import Foundation
import Generation
import GraphStorage
import TestSupport
import Testing

@Suite("Determinism")
struct DeterminismTests {
  func bytes(_ parameters: GeneratorParameters, threads: Int) throws -> [String: Data] {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try DatasetGenerator.write(parameters, to: folder, threads: ThreadCount(threads))
    return try contents(folder)
  }

  @Test("the same bytes with one thread and with several, and in a second run; other bytes with another seed")
  func threads() throws {
    // More than one piece of every file: more than 2 x 4,096 people.
    let parameters = GeneratorParameters(people: 9_000, seed: 3, days: 30, eventsPerPerson: 5)
    let one = try bytes(parameters, threads: 1)
    #expect(one.count == 12)
    #expect(try bytes(parameters, threads: 3) == one)
    if Datasets.runsLongTests {
      #expect(try bytes(parameters, threads: 2) == one)
      #expect(try bytes(parameters, threads: 1) == one)
    }
    var other = parameters
    other.seed = 4
    let changed = try bytes(other, threads: 2)
    for name in one.keys where name.hasSuffix(".csv") { #expect(changed[name] != one[name], "\(name)") }
  }

  @Test("datasets/harbour is what its README says, byte for byte")
  func harbour() throws {
    let stored = try contents(repositoryDatasets + "/harbour")
    let readme = String(decoding: stored["README.md"] ?? Data(), as: UTF8.self)
    #expect(readme.contains("kith generate --people 300 --seed 1911 --output FOLDER"))
    let made = try bytes(GeneratorParameters(people: 300, seed: 1911), threads: 2)
    for (name, data) in made { #expect(stored[name] == data, "\(name)") }
    #expect(made.values.reduce(0) { $0 + $1.count } < 1_200_000)
  }
}
