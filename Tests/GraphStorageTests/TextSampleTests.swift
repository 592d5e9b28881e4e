import GraphStorage
import TestSupport
import Testing

@Suite("A sample of a text")
struct TextSampleTests {
  static func sample(_ text: String, _ format: GraphFormat = .edgeList) throws -> TextSample {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(text.utf8), to: folder + "/g")
      return TextSample(try MappedFile(path: folder + "/g"), format)
    }
  }

  @Test("counts a small text exactly, and knows its third field")
  func small() throws {
    #expect(try Self.sample("").edges == 0)
    #expect(try Self.sample("1 2") == Self.sample("1 2\n"))
    let two = try Self.sample("1 2\n3\t4\n5,6\r\n")
    #expect(two.edges == 3 && !two.hasThirdField)
    let three = try Self.sample("1 2 0.5\n3 4 1\n5 6 7\n")
    #expect(three.edges == 3 && three.hasThirdField)
    #expect(try Self.sample("# a, b, c\n1, 2\n3,  4\n").hasThirdField == false)
    #expect(try Self.sample("1 4294967296\n").hasWideIDs && !two.hasWideIDs)
    let lists = try Self.sample("1 2 3 4\n2 1\n", .adjacencyList)
    #expect(lists.edges == 4 && !lists.hasThirdField)
  }

  /// Ids grow on the way, so that lines at the end are twice as long as those at the begin.
  @Test("tells the lines of a large text within a few percent", arguments: [false, true])
  func large(weighted: Bool) throws {
    let count = 400_000
    let text = (0..<count).map { "\($0) \($0 * 3)" + (weighted ? " \($0 % 200 + 1)\n" : "\n") }.joined()
    #expect(text.utf8.count > 4 << 20)
    let sample = try Self.sample(text)
    #expect(abs(Double(sample.edges) / Double(count) - 1) < 0.05, "\(sample.edges)")
    #expect(sample.hasThirdField == weighted)
  }
}
