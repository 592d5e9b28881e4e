import Foundation
import GraphStorage
import TestSupport
import Testing

@Suite("Two names")
struct PathExchangeTests {
  @Test("are exchanged, folders with all that is in them; with a name that is missing nothing happens")
  func exchanged() throws {
    try withTemporaryFolder { folder in
      let (one, other) = (folder + "/one", folder + "/other")
      for (path, text) in [(one, "1"), (other, "2")] {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try text.write(toFile: path + "/file", atomically: true, encoding: .utf8)
      }
      try exchangePaths(one, other)
      #expect(try String(contentsOfFile: one + "/file", encoding: .utf8) == "2")
      #expect(try String(contentsOfFile: other + "/file", encoding: .utf8) == "1")
      #expect(throws: FileError.self) { try exchangePaths(one, folder + "/missing") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["one", "other"])
    }
  }

  @Test("are there at every moment, while they are exchanged again and again")
  func alwaysThere() throws {
    try withTemporaryFolder { folder in
      let (one, other) = (folder + "/one", folder + "/other")
      for path in [one, other] {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      }
      let rounds = 400
      let missing = parallelMap(count: 2, threads: ThreadCount(2)) { worker in
        (0..<rounds).count { _ in
          if worker == 0 { return (try? exchangePaths(one, other)) == nil }
          return !FileManager.default.fileExists(atPath: one) || !FileManager.default.fileExists(atPath: other)
        }
      }
      #expect(missing == [0, 0])
    }
  }
}
