import Foundation
import Generation
import GraphStorage

/// One generated population that many tests read: 1,500 people, 45,000 events.
struct Sample {
  static let parameters = GeneratorParameters(people: 1_500, seed: 20_250, eventsPerPerson: 30)
  static let shared = Result { try Sample() }

  let tables: [String: Table]
  let summary: GenerationSummary

  private init() throws {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let summary = try DatasetGenerator.write(Sample.parameters, to: folder, threads: ThreadCount(2))
    self.summary = summary
    var tables: [String: Table] = [:]
    for file in summary.files where file.name.hasSuffix(".csv") {
      tables[file.name] = try Table("\(folder)/\(file.name)")
    }
    self.tables = tables
  }

  static func table(_ name: String) throws -> Table {
    guard let table = try shared.get().tables[name + ".csv"] else { throw CocoaError(.fileNoSuchFile) }
    return table
  }
}

func temporaryFolder() -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("kith-generation-\(UUID().uuidString)").path
}

/// The bytes of every file of a folder, by name.
func contents(_ folder: String) throws -> [String: Data] {
  var result: [String: Data] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
    result[name] = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
  }
  return result
}

/// The folder `datasets` of this repository.
let repositoryDatasets = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("datasets").path

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
