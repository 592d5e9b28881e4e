import Ingest
import Testing

@Suite struct YAMLDocumentTests {
  private struct Kind: Decodable, Equatable {
    let weight: Double
    let symmetric: Bool?
  }
  private struct Sheet: Decodable, Equatable {
    let kinds: [String: Kind]?
    let files: [String]?
  }
  private let shape = YAMLShape.keys([
    "kinds": .dictionary(.keys(["weight": .any, "symmetric": .any])), "files": .list(.any),
  ])

  private func decode(_ text: String) throws(IngestError) -> Sheet {
    try decodeYAML(Sheet.self, from: Array(text.utf8), file: "dataset.yaml", shape: shape)
  }

  private func message(_ text: String) -> String {
    do throws(IngestError) { _ = try decode(text) } catch { return "\(error)" }
    return "no error"
  }

  @Test("a document decodes; an empty one is an empty mapping")
  func decodes() throws {
    #expect(
      try decode("kinds: {contact: {weight: 1.5, symmetric: true}}\nfiles: [a, b]")
        == Sheet(kinds: ["contact": Kind(weight: 1.5, symmetric: true)], files: ["a", "b"]))
    #expect(try decode("") == Sheet(kinds: nil, files: nil))
  }

  @Test("unknown keys, wrong values, missing keys and broken syntax are told with their place, without values")
  func errors() {
    #expect(
      message("kinds:\n  contact: {wieght: 1}")
        == "dataset.yaml:2:13 unknown key 'kinds.contact.wieght'; known here: symmetric, weight")
    #expect(
      message("kinds:\n  contact: {weight: secret}") == "dataset.yaml:2:21 kinds.contact.weight: not a valid value")
    #expect(message("kinds:\n  contact: {symmetric: true}").hasSuffix("missing key 'kinds.contact.weight'"))
    #expect(message("files: [a\nkinds: }").hasPrefix("dataset.yaml:2:"))
    #expect(message("files: [a]\nfiles: [b]").hasSuffix("a key stands twice"))
    for text in ["files: [a\nkinds: }", "files: secret", "- secret", "secret"] {
      #expect(!message(text).contains("secret"))
      #expect(message(text) != "no error")
    }
  }
}
