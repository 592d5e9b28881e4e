import Foundation
import GraphStorage
import Ingest
import Testing

@Suite struct ZstdTests {
  private static let table = Array(("id,name\n" + (0..<3_000).map { "\($0),n\($0 * 7919 % 9973)\n" }.joined()).utf8)

  private static func packed(_ scratch: Scratch, _ arguments: String = "-9 --check") throws -> [UInt8] {
    try scratch.write("raw.csv", table)
    try scratch.run("zstd -q -f \(arguments) raw.csv -o raw.csv.zst")
    return try Array(Data(contentsOf: URL(filePath: "\(scratch.path)/raw.csv.zst")))
  }

  @Test("one frame, several, and skippable ones give the rows of the plain file")
  func frames() throws {
    let scratch = try Scratch()
    let plain = try readAll(try scratch.write("t.csv", Self.table)).events
    let whole = try Self.packed(scratch)
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let several = rawZstd(Array(Self.table[..<777]), piece: 10) + skippable + rawZstd(Array(Self.table[777...]))
    for (index, bytes) in [whole, several, skippable + whole, whole + rawZstd([])].enumerated() {
      let file = try scratch.write("\(index).csv.zst", bytes)
      for (threads, pieceSize) in [(1, 7), (2, 1000), (2, 1 << 20)] {
        #expect(try readAll(file, threads: threads, pieceSize: pieceSize).events == plain, "\(index)")
      }
    }
    #expect(plain.count == 3_000)
  }

  @Test("a zstd file cut anywhere is told to be truncated")
  func truncated() throws {
    let scratch = try Scratch()
    let whole = try Self.packed(scratch)
    for length in Array(0..<40) + Array(stride(from: 41, to: whole.count - 20, by: 701)) + Array(whole.count - 20..<whole.count) {
      let file = try scratch.write("cut.csv.zst", Array(whole[..<length]))
      #expect(throws: IngestError.zstd(file: "cut.csv.zst", problem: .truncated), "\(length) bytes") { try readAll(file) }
    }
  }

  @Test("flipped bits are found by the checksum")
  func flipped() throws {
    let scratch = try Scratch()
    let whole = try Self.packed(scratch)
    let plain = try readAll(try scratch.write("t.csv", Self.table)).events
    var generator = SeededGenerator(seed: 9)
    var errors = 0
    for _ in 0..<200 {
      var bytes = whole
      bytes[generator.below(bytes.count)] ^= 1 << UInt8(generator.below(8))
      let file = try scratch.write("flip.csv.zst", bytes)
      do throws(IngestError) {
        #expect(try readAll(file).events == plain)
      } catch {
        #expect(error.category == .data)
        errors += 1
      }
    }
    #expect(errors > 180)
  }

  @Test("garbage, bytes behind the end, too wide a window and too much text are errors of their own")
  func refused() throws {
    let scratch = try Scratch()
    func problem(_ bytes: [UInt8]) throws -> ZstdProblem? {
      let file = try scratch.write("t.csv.zst", bytes)
      do throws(IngestError) {
        _ = try readAll(file)
        return nil
      } catch .zstd(_, let problem) { return problem }
    }
    #expect(try problem(Array("id,name\n1,2\n".utf8)) == .corrupt)
    #expect(try problem(rawZstd(Self.table) + Array("id,name\n".utf8)) == .trailingBytes)
    var wide = rawZstd(Self.table)
    wide[5] = 20 << 3  // a window of 2^30
    #expect(try problem(wide) == .window)
    var limits = ReadLimits()
    limits.decompressed = 1000
    let large = try scratch.write("v.csv.zst", rawZstd(Self.table))
    #expect(throws: IngestError.tooLarge(file: "v.csv.zst", limit: 1000)) { try readAll(large, limits: limits) }
  }
}
