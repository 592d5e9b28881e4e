import Foundation
import TestSupport
import Testing

/// The built binary ended by force, without room and without a place to write.
@Suite struct KilledRunTests {
  static let harbour = Datasets.projectRoot + "/datasets/harbour"
  static let small = BrokenFolderTests.folder + "/good"

  static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test(
    "an import killed at any moment leaves the old snapshot, and the next one works and tidies up",
    arguments: Datasets.runsLongTests ? [0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15, 0.3] : [0.02, 0.05])
  func killedImport(seconds: Double) throws {
    try withTemporaryFolder { folder in
      let made = try BuiltBinary.shell("kith import dataset '\(Self.small)' --into g.kith --quiet", in: folder)
      #expect(made.code == 0)
      let before = try BuiltBinary.bytes(folder + "/g.kith")
      let outcome = try BuiltBinary.kith(["import", "dataset", Self.harbour, "--into", "g.kith"], in: folder) {
        process in
        Thread.sleep(forTimeInterval: seconds)
        _ = try BuiltBinary.shell("kill -KILL \(process.processIdentifier)", in: folder)
      }
      // A quick machine may have finished; then the new snapshot is whole.
      if outcome.code != 0 { #expect(outcome.code == 137) }
      let after = try BuiltBinary.bytes(folder + "/g.kith")
      let opens = try BuiltBinary.shell("kith open g.kith", in: folder).code == 0
      #expect(opens)
      if outcome.code != 0 { #expect(after == before || after.count > before.count) }
      let again = try BuiltBinary.shell("kith import dataset '\(Self.harbour)' --into g.kith --quiet", in: folder)
      #expect(again.code == 0, "\(again.messages)")
      #expect(try Self.names(folder) == ["g.kith", "g.rejected.csv"])
      #expect(
        try BuiltBinary.shell("kith open g.kith", in: folder).text == "g.kith: a whole Kith snapshot of 300 people\n")
    }
  }

  @Test(
    "a generator killed at any moment is no obstacle to the next",
    arguments: Datasets.runsLongTests ? [0.005, 0.01, 0.02, 0.04, 0.08, 0.2] : [0.01, 0.04])
  func killedGenerate(seconds: Double) throws {
    try withTemporaryFolder { folder in
      let arguments = ["generate", "--people", "400", "--seed", "5", "--output", "made", "--overwrite"]
      _ = try BuiltBinary.kith(arguments, in: folder) { process in
        Thread.sleep(forTimeInterval: seconds)
        _ = try BuiltBinary.shell("kill -KILL \(process.processIdentifier)", in: folder)
      }
      let line = arguments.joined(separator: " ")
      let again = try BuiltBinary.shell("kith \(line) && kith \(line.replacing("made", with: "whole"))", in: folder)
      #expect(again.code == 0, "\(again.messages)")
      #expect(try BuiltBinary.shell("diff -r made whole", in: folder).code == 0)
      #expect(try Self.names(folder) == ["made", "whole"])
    }
  }

  @Test("a limit on the size of files ends an import with 74 and leaves the old snapshot")
  func fileSizeLimit() throws {
    try withTemporaryFolder { folder in
      let made = try BuiltBinary.shell("kith import dataset '\(Self.small)' --into g.kith --quiet", in: folder)
      #expect(made.code == 0)
      let before = try BuiltBinary.bytes(folder + "/g.kith")
      // In blocks of 1024 bytes; the snapshot of harbour has more. A shell that ignores SIGXFSZ passes that on.
      let outcome = try BuiltBinary.shell(
        "trap '' XFSZ; ulimit -f 300; exec kith import dataset '\(Self.harbour)' --into g.kith --quiet", in: folder)
      #expect(outcome.code == 74, "\(outcome.messages)")
      BrokenFolderTests.expectOneLine(outcome)
      #expect(try BuiltBinary.bytes(folder + "/g.kith") == before)
      #expect(try Self.names(folder) == ["g.kith"])
    }
  }

  @Test(
    "a full disk ends generate, import and report with 74 and one line",
    .enabled(if: NSUserName() == "root", "only root can mount a small disk"))
  func fullDisk() throws {
    try withTemporaryFolder { folder in
      let disk = folder + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      let mounted = try BuiltBinary.shell("mount -t tmpfs -o size=160k tmpfs '\(disk)'", in: "/")
      try #require(mounted.code == 0, "mounting failed")
      defer { _ = try? BuiltBinary.shell("umount '\(disk)'", in: "/") }
      let lines = [
        "kith import dataset '\(Self.harbour)' --into disk/h.kith --quiet",
        "kith generate --people 400 --seed 5 --output disk/made --quiet",
      ]
      for line in lines {
        let outcome = try BuiltBinary.shell(line, in: folder)
        #expect(outcome.code == 74, "\(line): \(outcome.messages)")
        BrokenFolderTests.expectOneLine(outcome)
      }
      #expect(try Self.names(disk).filter { $0.hasSuffix(".kith") } == [])
      let used = try BuiltBinary.shell("du -s --apparent-size -k disk | cut -f1", in: folder).text
      #expect((Int(used.dropLast()) ?? .max) <= 8, "\(used)what failed runs left")
    }
  }

  @Test("a damaged snapshot is refused by every reader with 65 and one line")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let made = try BuiltBinary.shell("kith import dataset '\(Self.small)' --into g.kith --quiet", in: folder)
      #expect(made.code == 0)
      let whole = try BuiltBinary.bytes(folder + "/g.kith")
      let lines = ["kith open bad.kith --json", "kith rank --graph bad.kith"]
      try Data(whole).write(to: URL(fileURLWithPath: folder + "/bad.kith"))
      let answers = try lines.map { try BuiltBinary.shell($0, in: folder).output }
      for kept in [0, 1, 100, whole.count / 2, whole.count - 1] {
        try Data(whole[..<kept]).write(to: URL(fileURLWithPath: folder + "/bad.kith"))
        for line in lines {
          let outcome = try BuiltBinary.shell(line, in: folder)
          #expect(outcome.code == 65, "\(kept) bytes, \(line): \(outcome.messages)")
          BrokenFolderTests.expectOneLine(outcome)
        }
      }
      // Room that no page uses holds nothing: a flip there may pass, and then must change nothing.
      var refused = 0
      let places = [3, 20, 700] + (1..<6).map { whole.count / 6 * $0 } + [whole.count - 3]
      for place in places {
        var bytes = whole
        bytes[place] ^= 0x10
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/bad.kith"))
        for (line, answer) in zip(lines, answers) {
          let outcome = try BuiltBinary.shell(line, in: folder)
          if outcome.code == 0 {
            #expect(outcome.output == answer, "byte \(place), \(line)")
          } else {
            refused += 1
            #expect(outcome.code == 65, "byte \(place), \(line): \(outcome.messages)")
            BrokenFolderTests.expectOneLine(outcome)
          }
        }
      }
      #expect(refused >= 4, "only \(refused) of \(places.count * 2) refused")
    }
  }
}
