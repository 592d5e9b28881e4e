import Foundation
import GraphStorage
import Ingest
import Testing

@Suite struct CompressedInputTests {
  private static let table: [UInt8] = {
    var generator = SeededGenerator(seed: 5)
    var text = "id,name\n"
    for id in 0..<3000 { text += "\(id),n\(generator.below(1_000_000))\n" }
    return Array(text.utf8)
  }()

  private static func packed(_ scratch: Scratch) throws -> [UInt8] {
    try scratch.write("raw.csv", table)
    try scratch.run("gzip -9 -n -c raw.csv > raw.csv.gz")
    return try Array(Data(contentsOf: URL(filePath: "\(scratch.path)/raw.csv.gz")))
  }

  @Test("gzip with one and with several members gives the rows of the plain file")
  func members() throws {
    let scratch = try Scratch()
    let plain = try readAll(try scratch.write("t.csv", Self.table)).events
    let whole = try Self.packed(scratch)
    let several = storedGzip(Array(Self.table[..<777])) + storedGzip([]) + storedGzip(Array(Self.table[777...]))
    for (index, bytes) in [whole, several, storedGzip([]) + whole].enumerated() {
      let file = try scratch.write("\(index).csv.gz", bytes)
      for pieceSize in [7, 1000, 1 << 20] {
        #expect(try readAll(file, threads: 2, pieceSize: pieceSize).events == plain)
      }
    }
    #expect(plain.count == 3000)
  }

  @Test("a gzip file cut anywhere is told to be truncated")
  func truncated() throws {
    let scratch = try Scratch()
    let whole = try Self.packed(scratch)
    for length in Array(0..<40) + Array(stride(from: 41, to: whole.count - 20, by: 997))
      + Array(whole.count - 20..<whole.count)
    {
      let file = try scratch.write("cut.csv.gz", Array(whole[..<length]))
      #expect(throws: IngestError.truncatedGzip(file: "cut.csv.gz"), "\(length) bytes") { try readAll(file) }
    }
    #expect("\(IngestError.truncatedGzip(file: "events.csv.gz"))" == "events.csv.gz: truncated gzip stream")
  }

  @Test("flipped bits are found by the checksum, apart from those in the header's remarks")
  func flipped() throws {
    let scratch = try Scratch()
    let whole = try Self.packed(scratch)
    let plain = try readAll(try scratch.write("t.csv", Self.table)).events
    var generator = SeededGenerator(seed: 9)
    var errors = 0
    for _ in 0..<200 {
      var bytes = whole
      bytes[generator.below(bytes.count)] ^= 1 << UInt8(generator.below(8))
      let file = try scratch.write("flip.csv.gz", bytes)
      do throws(IngestError) {
        #expect(try readAll(file).events == plain)
      } catch {
        #expect(error.category == .data)
        errors += 1
      }
    }
    #expect(errors > 180)
  }

  @Test("bytes behind the last gzip member, and no gzip at all, are errors")
  func trailing() throws {
    let scratch = try Scratch()
    let member = storedGzip(Array("id\n1\n".utf8))
    for extra: [UInt8] in [[0], [0x1F], [0x61, 0x62, 0x63]] {
      let file = try scratch.write("t.csv.gz", member + extra)
      #expect(throws: IngestError.trailingBytes(file: "t.csv.gz")) { try readAll(file) }
    }
    let text = try scratch.write("u.csv.gz", Array("id,name\n1,2\n".utf8))
    #expect(throws: IngestError.corruptGzip(file: "u.csv.gz")) { try readAll(text) }
    var limits = ReadLimits()
    limits.decompressed = 1000
    let large = try scratch.write("v.csv.gz", storedGzip(Self.table))
    #expect(throws: IngestError.tooLarge(file: "v.csv.gz", limit: 1000)) { try readAll(large, limits: limits) }
  }

  @Test("a zip archive is read when it holds one plain member, and refused otherwise")
  func archives() throws {
    let scratch = try Scratch()
    let plain = try readAll(try scratch.write("t.csv", Self.table)).events
    let make = """
      python3 - <<'END'
      import zipfile
      d = open('t.csv', 'rb').read()
      def put(name, members, method=zipfile.ZIP_DEFLATED):
          with zipfile.ZipFile(name, 'w', method) as z:
              for m, b in members: z.writestr(m, b)
      put('one.zip', [('x/', b''), ('x/t.csv', d)])
      put('two.zip', [('a.csv', d), ('b.csv', d)])
      put('none.zip', [])
      put('bomb.zip', [('a.csv', b'a' * 20000000)])
      put('stored.zip', [('a.csv', d)], zipfile.ZIP_STORED)
      b = bytearray(open('stored.zip', 'rb').read()); b[500] ^= 1; open('flip.zip', 'wb').write(b)
      b = bytearray(open('stored.zip', 'rb').read()); b[6] |= 1; b[b.rindex(b'PK\\x01\\x02') + 8] |= 1
      open('locked.zip', 'wb').write(b)
      open('cut.zip', 'wb').write(open('one.zip', 'rb').read()[:-30])
      END
      """
    try scratch.run(make)
    let input = { (name: String) in InputFile(path: "\(scratch.path)/\(name)") }
    #expect(try readAll(input("one.zip"), threads: 2, pieceSize: 500).events == plain)
    #expect(try readAll(input("stored.zip")).events == plain)
    let broken: [(String, ArchiveProblem)] = [
      ("two.zip", .memberCount(2)), ("none.zip", .memberCount(0)), ("flip.zip", .corrupt), ("locked.zip", .encrypted),
      ("cut.zip", .notAnArchive), ("bomb.zip", .ratio(limit: 100)),
    ]
    var limits = ReadLimits()
    limits.expansion = 100
    for (name, problem) in broken {
      #expect(throws: IngestError.archive(file: name, problem: problem)) { try readAll(input(name), limits: limits) }
    }
  }

  @Test("a table is found plain or compressed, but not twice; a missing one and a folder have their own errors")
  func finding() throws {
    let scratch = try Scratch()
    try scratch.write("a.csv.gz", storedGzip([]))
    try scratch.write("b.csv", [])
    try scratch.write("b.csv.gz", [])
    #expect(try InputFile.find("a.csv", in: scratch.path)?.name == "a.csv.gz")
    #expect(try InputFile.find("c.csv", in: scratch.path) == nil)
    #expect(throws: IngestError.ambiguous(file: "b.csv", other: "b.csv.gz")) {
      try InputFile.find("b.csv", in: scratch.path)
    }
    #expect(throws: IngestError.notFound(file: "c.csv")) { try InputFile.require("c.csv", in: scratch.path) }
    #expect(throws: IngestError.notFound(file: "d.csv")) { try readAll(InputFile(path: "\(scratch.path)/d.csv")) }
    #expect(IngestError.notFound(file: "d.csv").category == .noInput)
    do throws(IngestError) {
      _ = try readAll(InputFile(path: scratch.path))
      Issue.record("a folder was read")
    } catch {
      #expect(error.category == .io)
    }
  }
}
