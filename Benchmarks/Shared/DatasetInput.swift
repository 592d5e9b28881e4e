import Foundation
import Generation
import GraphStorage
import Ingest
import People

/// 100,000 invented people with about 1.2 million events.
public enum DatasetInput {
  public static let parameters = GeneratorParameters(people: 100_000, seed: 1, eventsPerPerson: 12)

  /// The dataset folder as `kith generate` writes it.
  public static func folder() throws -> String {
    try InputFolder.cached("generated") { place in
      _ = try DatasetGenerator.write(parameters, to: place, threads: .available)
    }
  }

  /// The same people (ids only), groups, tags and events, without the other tables: what is read before the events is
  /// small against them. Every 100th row of events has a quoted cell, every 1,000th names an unknown person and is
  /// rejected.
  public static func events(compressed: Bool) throws -> String {
    let plain = try InputFolder.cached("events-plain") { place in
      let source = try folder()
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      for name in ["dataset.yaml", "groups.csv", "tags.csv"] {
        if FileManager.default.fileExists(atPath: "\(source)/\(name)") {
          try FileManager.default.copyItem(atPath: "\(source)/\(name)", toPath: "\(place)/\(name)")
        }
      }
      // Declares attributes of columns that are not there any more.
      let yaml = try String(contentsOfFile: "\(place)/dataset.yaml", encoding: .utf8)
      var inAttributes = false
      let kept = yaml.split(separator: "\n").filter { line in
        if !line.hasPrefix(" ") { inAttributes = line.hasPrefix("attributes:") }
        return !inAttributes
      }
      try (kept.joined(separator: "\n") + "\n").write(
        toFile: "\(place)/dataset.yaml", atomically: false, encoding: .utf8)
      try write(try lines("\(source)/people.csv") { _, cells in [cells[0]] }, "\(place)/people.csv")
      try write(
        try lines("\(source)/events.csv") { number, cells in
          var cells = cells
          if number > 0 && number % 100 == 0 { cells[1] = "\"" + cells[1] + "\"" }
          if number > 0 && number % 1_000 == 7 { cells[2] = "nobody" }
          return cells
        }, "\(place)/events.csv")
    }
    if !compressed { return plain }
    return try InputFolder.cached("events-gz") { place in
      try FileManager.default.copyItem(atPath: plain, toPath: place)
      try run("gzip", ["-6", "\(place)/events.csv"])
    }
  }

  /// The generated dataset, read.
  public static func dataset() throws -> Dataset {
    try Importer.read(.dataset, path: try folder(), options: ImportOptions()).dataset
  }

  public static func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    precondition(process.terminationStatus == 0, "\(program) failed")
  }

  /// Rewrites the rows of a generated file. Its first columns are never quoted, so a plain cut is right here.
  private static func lines(_ path: String, _ edit: (Int, [String]) -> [String]) throws -> [UInt8] {
    let bytes = try MappedFile(path: path)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    var number = 0
    for line in bytes.bytes(0..<bytes.count).split(separator: 0x0A) {
      let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      text.append(contentsOf: edit(number, cells).joined(separator: ",").utf8)
      text.append(0x0A)
      number += 1
    }
    return text
  }

  private static func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}
