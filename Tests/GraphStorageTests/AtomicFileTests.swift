import Foundation
import GraphStorage
import TestSupport
import Testing

@Suite("Files")
struct AtomicFileTests {
  @Test("are replaced whole, and nothing is left beside them")
  func replaces() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.txt"
      try AtomicFile.write(Array("old".utf8), to: path)
      try AtomicFile.write(Array("newer".utf8), to: path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "newer")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out.txt"])
      try AtomicFile.write([], to: path)
      #expect(try MappedFile(path: path).count == 0)
    }
  }

  @Test("that cannot be written leave the old bytes and no trace")
  func failure() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileError.self) { try AtomicFile.write([1], to: folder + "/missing/out.txt") }
      try FileManager.default.createDirectory(atPath: folder + "/taken/inside", withIntermediateDirectories: true)
      #expect(throws: FileError.self) { try AtomicFile.write([1], to: folder + "/taken") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
    }
  }

  @Test("are mapped with exactly their bytes")
  func mapping() throws {
    try withTemporaryFolder { folder in
      let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try AtomicFile.write(bytes, to: folder + "/data")
      let file = try MappedFile(path: folder + "/data")
      #expect(file.bytes(0..<file.count) == bytes)
      #expect(file.withBytes(5..<9) { span in span.indices.map { span[$0] } } == Array(bytes[5..<9]))
      #expect(throws: FileError.notARegularFile(path: folder)) { try MappedFile(path: folder) }
      #expect(throws: FileError.system(call: "open", path: folder + "/no", code: 2)) {
        try MappedFile(path: folder + "/no")
      }
    }
  }
}
