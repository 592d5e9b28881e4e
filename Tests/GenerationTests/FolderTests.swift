import Foundation
import Generation
import GraphStorage
import Testing

@Suite("The folder")
struct FolderTests {
  let parameters = GeneratorParameters(people: 60, seed: 5, eventsPerPerson: 5)
  let folder = temporaryFolder()
  let files = FileManager.default

  func write(overwrite: Bool = false) throws {
    _ = try DatasetGenerator.write(parameters, to: folder, overwrite: overwrite, threads: ThreadCount(1))
  }

  @Test("a folder with files is refused and stays as it was, even with overwrite when it is not ours")
  func foreign() throws {
    defer { try? files.removeItem(atPath: folder) }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
    #expect(throws: GenerationError.folderNotEmpty(path: folder)) { try write() }
    #expect(throws: GenerationError.foreignFolder(path: folder)) { try write(overwrite: true) }
    #expect(try contents(folder) == ["notes.txt": Data("mine".utf8)])
  }

  @Test("a folder of our own is replaced on request, and what lies beside the data stays")
  func replaces() throws {
    defer { try? files.removeItem(atPath: folder) }
    try write()
    let before = try contents(folder)
    try Data("steps".utf8).write(to: URL(fileURLWithPath: folder + "/job.yaml"))
    try Data("a,b\n".utf8).write(to: URL(fileURLWithPath: folder + "/friendships.csv"))
    #expect(throws: GenerationError.folderNotEmpty(path: folder)) { try write() }
    try write(overwrite: true)
    var after = try contents(folder)
    #expect(after.removeValue(forKey: "job.yaml") == Data("steps".utf8))
    #expect(after == before)
    let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
    let name = URL(fileURLWithPath: folder).lastPathComponent
    #expect(try files.contentsOfDirectory(atPath: parent).filter { $0.contains(name) } == [name])
  }

  @Test("a file in the place of the folder, or of its parent, is refused")
  func fileInTheWay() throws {
    defer { try? files.removeItem(atPath: folder) }
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder))
    #expect(throws: GenerationError.notAFolder(path: folder)) { try write(overwrite: true) }
    #expect(throws: GenerationError.self) {
      try DatasetGenerator.write(parameters, to: folder + "/below", threads: ThreadCount(1))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder)) == Data("x".utf8))
  }

  @Test("the summary counts the rows and bytes that stand on disk")
  func summary() throws {
    defer { try? files.removeItem(atPath: folder) }
    let summary = try DatasetGenerator.write(parameters, to: folder, threads: ThreadCount(1))
    let disk = try contents(folder)
    #expect(Set(summary.files.map(\.name)) == Set(disk.keys))
    for file in summary.files {
      #expect(disk[file.name]?.count == file.bytes)
      if file.name.hasSuffix(".csv") { #expect(try Table("\(folder)/\(file.name)").rows.count == file.rows) }
    }
  }
}
