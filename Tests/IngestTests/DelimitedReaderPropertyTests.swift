import GraphStorage
import Ingest
import Testing

@Suite struct DelimitedReaderPropertyTests {
  private static let alphabet: [[UInt8]] = [
    [0x61], [0x2C], [0x22], [0x0A], [0x0D], [0x0D, 0x0A], [0x00], [0xC3], [0xC3, 0xA9], [0x0A], [0x2C], [0x22], [0x20],
  ]

  private static func table(_ seed: UInt64, length: Int, symbols: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<length).flatMap { _ in alphabet[generator.below(symbols)] }
  }

  @Test("random bytes give the rows and rejected rows of the oracle, for every piece size and thread count")
  func matchesOracle() throws {
    let scratch = try Scratch()
    for seed in UInt64(0)..<150 {
      var generator = SeededGenerator(seed: seed, stream: 1)
      var limits = ReadLimits()
      if seed % 2 == 0 {
        limits.row = 4 + generator.below(20)
        limits.quotedField = 2 + generator.below(12)
        limits.quotedLines = generator.below(3)
      }
      // Every third table holds quotes, separators and line ends only: more rows come through.
      let body = Self.table(seed, length: 10 + generator.below(60), symbols: seed % 3 == 0 ? 6 : Self.alphabet.count)
      let count = 1 + generator.below(3)
      let names: [String] = []
      let oracle = RowOracle(limits: limits, fieldCount: count, names: names)
      let expected = partitioned(oracle.events(body))
      let plain = try scratch.write("t.csv", body)
      let half = generator.below(body.count)
      let packed = try scratch.write("u.csv.gz", storedGzip(Array(body[..<half])) + storedGzip(Array(body[half...])))
      for pieceSize in Array(1...16) + [body.count, body.count + 1] {
        for threads in 1...3 {
          for file in [plain, packed] {
            let found = try readAll(
              file, shape: .fields(count...count), limits: limits, threads: threads, pieceSize: pieceSize
            ).events
            #expect(
              found == expected,
              "seed \(seed), pieces of \(pieceSize), \(threads) threads, \(file.form), \(body), \(limits)")
            if found != expected { return }
          }
        }
      }
    }
  }

  @Test("rows that go over many blocks of 64 bytes are those of the oracle, wherever in a block they begin and end")
  func longBodies() throws {
    let scratch = try Scratch()
    for seed in UInt64(0)..<60 {
      var generator = SeededGenerator(seed: seed, stream: 2)
      // Fields of up to eighty letters between the symbols, so that stops are rare and lie anywhere in a block.
      var body: [UInt8] = []
      while body.count < 60 + generator.below(600) {
        body += Self.table(seed &+ UInt64(body.count), length: 1 + generator.below(4), symbols: Self.alphabet.count)
        body += [UInt8](repeating: generator.below(9) == 0 ? 0xC3 : 0x61, count: generator.below(80))
      }
      let count = 1 + generator.below(3)
      let expected = partitioned(RowOracle(limits: ReadLimits(), fieldCount: count, names: []).events(body))
      let plain = try scratch.write("t.csv", body)
      for pieceSize in [1, 7, 63, 64, 65, 128, 200, body.count] {
        for threads in 1...2 {
          let found = try readAll(plain, shape: .fields(count...count), threads: threads, pieceSize: pieceSize).events
          #expect(found == expected, "seed \(seed), pieces of \(pieceSize), \(threads) threads, \(body)")
          if found != expected { return }
        }
      }
    }
  }

  @Test("every cut of a table with line ends in quotes gives the same rows")
  func everyCut() throws {
    let scratch = try Scratch()
    let text = "id,name\n1,\"a\nb\"\n2,\"c,\"\"d\"\"\n\n\"\n3,\"open\n4,e\n\"5\",\"f\r\ng\"\r\n6,h"
    let plain = try scratch.write("t.csv", Array(text.utf8))
    for pieceSize in 1...(text.utf8.count + 1) {
      for threads in 1...3 {
        let (header, events) = try readAll(plain, threads: threads, pieceSize: pieceSize)
        #expect(header == ["id", "name"])
        // The quote of line 7 closes at the one of line 9, and "5" follows: the row of line 7 alone is lost.
        #expect(texts(events) == [["1", "a\nb"], ["2", "c,\"d\"\n\n"], ["4", "e"], ["5", "f\r\ng"], ["6", "h"]])
        #expect(reasons(events) == ["7:3 name: text after the closing quote"])
      }
    }
  }
}
