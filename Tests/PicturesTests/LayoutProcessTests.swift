import Foundation
import Synchronization
import Testing

@testable import Pictures

@Suite(.serialized)
struct LayoutProcessTests {
  private func shell(_ script: String, seconds: Double = 20) -> LayoutProcess {
    LayoutProcess(executable: "/bin/sh", arguments: ["-c", script], deadlineSeconds: seconds)
  }

  private func openDescriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
  }

  @Test("eight megabytes go through a child that echoes them, unchanged")
  func echo() throws {
    let line = "0123456789 é 山\n"
    let text = String(repeating: line, count: (8 << 20) / line.utf8.count)
    let process = LayoutProcess(executable: "/bin/cat", arguments: [], deadlineSeconds: 20)
    #expect(try process.run(dot: text) == Array(text.utf8))
    #expect(try process.run(dot: "") == [])
  }

  @Test("a child that writes megabytes before it reads does not block")
  func writesFirst() throws {
    let text = String(repeating: "x", count: 4 << 20)
    let output = try shell("head -c 4000000 /dev/zero; cat | wc -c").run(dot: text)
    #expect(output.count > 4_000_000)
    #expect(String(decoding: output[4_000_000...], as: UTF8.self).contains("4194304"))
  }

  @Test("a child that never reads its megabytes of input may still succeed")
  func neverReads() throws {
    let output = try shell("echo done").run(dot: String(repeating: "x", count: 8 << 20))
    #expect(output == Array("done\n".utf8))
  }

  @Test("a child that floods standard error does not block, and only its first line is kept")
  func floods() {
    #expect(throws: PictureError.layoutFailed("first")) {
      try shell("echo first >&2; head -c 3000000 /dev/zero >&2; exit 65").run(dot: "x")
    }
  }

  @Test("a failing child is an error with its first line, a killed one with its signal")
  func failures() {
    #expect(throws: PictureError.layoutFailed("no luck")) { try shell("echo no luck >&2; exit 3").run(dot: "") }
    #expect(throws: PictureError.layoutFailed("no reason given")) { try shell("exit 3").run(dot: "") }
    #expect(throws: PictureError.layoutFailed("ended by signal 11")) { try shell("kill -SEGV $$").run(dot: "") }
    #expect(throws: PictureError.childFailed("start: No such file or directory")) {
      try LayoutProcess(executable: "/nowhere/kith", arguments: [], deadlineSeconds: 1).run(dot: "")
    }
  }

  @Test("more output than the limit is refused")
  func outputLimit() {
    var process = shell("cat /dev/zero")
    process.outputLimit = 1 << 20
    #expect(throws: PictureError.layoutFailed("it wrote more than 1048576 bytes")) { try process.run(dot: "") }
  }

  @Test("a child is killed at its deadline, whether it is silent or has closed its output")
  func deadline() {
    for script in ["exec sleep 30", "exec >&- 2>&-; exec sleep 30", "exec cat /dev/zero > /dev/null"] {
      let start = ContinuousClock.now
      #expect(throws: PictureError.timedOut(seconds: 0.2)) { try shell(script, seconds: 0.2).run(dot: "x") }
      let spent = start.duration(to: .now)
      #expect(spent >= .milliseconds(200) && spent < .milliseconds(400), "\(script): \(spent)")
    }
  }

  @Test("a cancelled child is gone within 50 ms of the word")
  func cancelled() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("kith-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let cancelledAt = Mutex<ContinuousClock.Instant?>(nil)
    let start = ContinuousClock.now
    #expect(throws: PictureError.cancelled) {
      try shell("echo $$ > \(file); exec sleep 30").run(dot: "x") {
        guard start.duration(to: .now) > .milliseconds(300) else { return false }
        cancelledAt.withLock { $0 = $0 ?? .now }
        return true
      }
    }
    let word = try #require(cancelledAt.withLock { $0 })
    #expect(word.duration(to: .now) < .milliseconds(50))
    let text = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    let process = try #require(Int32(text))
    #expect(kill(process, 0) == -1 && errno == ESRCH)
  }

  @Test("what is cancelled before it starts is never started")
  func cancelledBefore() {
    #expect(throws: PictureError.cancelled) {
      try LayoutProcess(executable: "/nowhere", arguments: [], deadlineSeconds: 1).run(dot: "") { true }
    }
  }

  @Test("no descriptor stays open, however the child ended")
  func descriptors() {
    let before = openDescriptors()
    for _ in 0..<20 {
      _ = try? shell("cat").run(dot: "x")
      _ = try? shell("exit 1").run(dot: "x")
      _ = try? shell("sleep 5", seconds: 0.01).run(dot: "x")
      _ = try? LayoutProcess(executable: "/nowhere", arguments: [], deadlineSeconds: 1).run(dot: "x")
    }
    // Other tests run at the same time and may hold a few.
    #expect(openDescriptors() < before + 10)
  }

  @Test("a picture is refused before any process is started where it is too large or not valid")
  func refusedFirst() {
    var picture = SamplePictures.office(neighbours: 2_000, tieDensity: 0)
    #expect(throws: PictureError.tooLarge(nodes: 2_001, edges: 2_000, nodeLimit: 2_000, edgeLimit: 10_000)) {
      try picture.drawn(as: .svg, kith: "/nowhere")
    }
    picture = SamplePictures.office(neighbours: 2)
    #expect(throws: PictureError.childFailed("start: No such file or directory")) {
      try picture.drawn(as: .svg, kith: "/nowhere")
    }
    picture.nodes.removeAll()
    #expect(throws: PictureError.invalidPicture("it needs exactly one ego")) {
      try picture.drawn(as: .svg, kith: "/nowhere")
    }
  }

  @Test("a deadline that is no number, or beyond a day, does not end the child early")
  func endless() throws {
    for seconds in [Double.nan, .infinity, 1e300] {
      #expect(try shell("cat", seconds: seconds).run(dot: "x") == Array("x".utf8))
    }
  }

  @Test("the arguments for Kith's own binary")
  func kithArguments() {
    let process = LayoutProcess(kith: "/k", engine: .sfdp, format: .png, deadlineSeconds: 1)
    #expect(process.arguments == ["layout", "--engine", "sfdp", "--format", "png"])
  }
}
