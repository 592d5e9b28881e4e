import Foundation
import GraphStorage
import Testing

@Suite("Files that change while they are read") struct FileStampTests {
  private func withFile(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "kith-stamp-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("id\na\n".utf8).write(to: URL(filePath: path))
    try body(path)
  }

  @Test("growing, cutting, rewriting and replacing a file change its stamp; reading does not")
  func stamps() throws {
    try withFile { path in
      let before = try FileStamp(path: path)
      let mapped = try MappedFile(path: path)
      #expect(mapped.bytes(0..<mapped.count).count == 5)
      #expect(try FileStamp(path: path) == before)
      let handle = try FileHandle(forUpdating: URL(filePath: path))
      try handle.truncate(atOffset: 3)
      let cut = try FileStamp(path: path)
      #expect(cut != before)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("b\n".utf8))
      try handle.close()
      // The size of old again, at another time.
      #expect(try FileStamp(path: path) != before && FileStamp(path: path) != cut)
      let written = try FileStamp(path: path)
      try Data("id\nb\n".utf8).write(to: URL(filePath: path), options: .atomic)
      #expect(try FileStamp(path: path) != written)
      try FileManager.default.removeItem(atPath: path)
      #expect(throws: FileError.self) { try FileStamp(path: path) }
    }
  }

  @Test("a process that looks behind the end of a file cut short ends with exit code 74")
  func cutShort() async {
    await #expect(processExitsWith: .exitCode(74)) {
      CutFileSignal.install()
      let path = FileManager.default.temporaryDirectory.appending(path: "kith-cut-\(UUID().uuidString)").path
      try Data(count: 1 << 20).write(to: URL(filePath: path))
      let mapped = try MappedFile(path: path)
      let handle = try FileHandle(forUpdating: URL(filePath: path))
      try handle.truncate(atOffset: 0)
      try FileManager.default.removeItem(atPath: path)
      _ = mapped.bytes(0..<mapped.count)
    }
  }
}
