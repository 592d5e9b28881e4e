import Foundation
import GraphStorage
import Testing

@testable import Pictures

/// Everything that calls libgvc, one test after the other: Graphviz is not thread safe.
@Suite(.serialized)
struct RenderingTests {
  private func drawn(_ picture: EgoPicture, _ format: PictureFormat = .svg) throws -> [UInt8] {
    let engine = try LayoutEngine.chosen(nodes: picture.nodes.count, edges: picture.edges.count)
    return try GraphvizRenderer.render(
      dot: EgoDrawing.document(for: picture).text, engine: engine, format: format)
  }

  /// Texts as written: Graphviz draws a space after a space as a no-break space.
  private func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ") }

  // MARK: Text through the real parser

  @Test("any text comes back from the parser of Graphviz as it went in, in quoted and in HTML-like labels")
  func parserRoundTrip() throws {
    GraphvizMessages.begin()
    let context = try GraphvizContext()
    var generator = SeededGenerator(seed: 7)
    let texts = OddText.all + (0..<600).map { _ in OddText.random(&generator) }
    let document = DotDocument(
      nodes: texts.enumerated().flatMap { index, text in
        [
          DotDocument.Node("q\(index)", [.init("label", .label(text)), .init("tooltip", .tooltip(text))]),
          DotDocument.Node("h\(index)", [.init("label", .markup(.text("|" + text)))]),
        ]
      })
    let graph = try GraphvizGraph(dot: document.text, context: context)
    #expect(graph.nodeNames.count == 2 * texts.count)
    for (index, text) in texts.enumerated() {
      let expected = OddText.expected(text)
      #expect(decoded(graph.attribute("label", node: "q\(index)")) == expected, "label of text \(index)")
      #expect(decoded(graph.attribute("label", node: "h\(index)")) == "|" + expected, "markup of text \(index)")
      #expect(
        decoded(graph.attribute("tooltip", node: "q\(index)")) == expected.replacing("\\", with: "\u{29F5}"),
        "tooltip of text \(index)")
    }
  }

  /// Character references and doubled backslashes undone, in one pass from the left.
  private func decoded(_ source: String) -> String {
    let references = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "\\\\": "\\"]
    var result = ""
    var rest = Substring(source)
    while let first = rest.unicodeScalars.first {
      if let (mark, text) = references.first(where: { rest.unicodeScalars.starts(with: $0.key.unicodeScalars) }) {
        result.unicodeScalars.append(contentsOf: text.unicodeScalars)
        rest = Substring(rest.unicodeScalars.dropFirst(mark.unicodeScalars.count))
      } else {
        result.unicodeScalars.append(first)
        rest = Substring(rest.unicodeScalars.dropFirst())
      }
    }
    return result
  }

  @Test("any text is drawn in the SVG as it went in, and shown in its tooltip")
  func drawnText() throws {
    var generator = SeededGenerator(seed: 11)
    let texts = (OddText.all + (0..<200).map { _ in OddText.random(&generator) })
      .filter { !OddText.expected($0).allSatisfy(\.isWhitespace) }
    for (index, text) in texts.enumerated() {
      let document = DotDocument(nodes: [
        DotDocument.Node("q", [.init("label", .label("|\(text)|")), .init("tooltip", .tooltip(text))]),
        DotDocument.Node("h", [.init("label", .markup(.text("|\(text)|")))]),
      ])
      let svg = ParsedSVG(try GraphvizRenderer.render(dot: document.text, engine: .neato, format: .svg))
      #expect(svg.isWellFormed, "text \(index)")
      let expected = OddText.expected(text)
      #expect(svg.texts.map { plain($0.content) } == ["|\(expected)|", "|\(expected)|"], "text \(index)")
      let tooltip = expected.replacing("\\", with: "\u{29F5}")
      #expect(svg.tooltips.first.map(plain) == tooltip, "tooltip \(index)")
    }
  }

  // MARK: Pictures

  private static let pictures: [(String, EgoPicture)] = {
    var odd = SamplePictures.office(neighbours: OddText.all.count, pending: 2)
    for (index, text) in OddText.all.enumerated() {
      odd.nodes[index + 1].label = text
      odd.nodes[index + 1].reason = text
    }
    odd.groups[0].name = "<&\"\\N>"
    odd.title = String(repeating: "Ω<&> ", count: 40)
    return [
      ("an ego alone", SamplePictures.office(neighbours: 0)), ("one neighbour", SamplePictures.office(neighbours: 1)),
      ("two neighbours", SamplePictures.office(neighbours: 2)), ("forty", SamplePictures.office(neighbours: 40)),
      ("twelve groups", SamplePictures.office(neighbours: 40, groupCount: 12, pending: 4, inferredEvery: 4)),
      ("150 nodes", SamplePictures.office(neighbours: 149, tieDensity: 0.1)), ("odd texts", odd),
    ]
  }()

  @Test("every picture is a well-formed SVG without comments whose title and note can be read", arguments: 0..<7)
  func wellFormed(number: Int) throws {
    let (name, picture) = Self.pictures[number]
    let bytes = try drawn(picture)
    let svg = ParsedSVG(bytes)
    #expect(svg.isWellFormed, "\(name)")
    #expect(!String(decoding: bytes, as: UTF8.self).contains("<!"), "\(name)")
    #expect(svg.texts.contains { plain($0.content) == picture.omission.note }, "\(name)")
    #expect(svg.texts.contains { $0.content == "run 5f3a09c2" }, "\(name)")
  }

  @Test("the same picture gives the same bytes every time", arguments: [PictureFormat.svg, .png, .dot])
  func deterministic(format: PictureFormat) throws {
    let picture = SamplePictures.office(neighbours: 40)
    #expect(try drawn(picture, format) == drawn(picture, format))
    let large = SamplePictures.office(neighbours: 300, tieDensity: 0.02)
    #expect(try drawn(large, format) == drawn(large, format))
  }

  @Test("labels neither overlap each other nor reach the legend", arguments: [1, 2, 40, 80, 149])
  func noOverlaps(neighbours: Int) throws {
    let svg = ParsedSVG(try drawn(SamplePictures.office(neighbours: neighbours, pending: neighbours / 10)))
    #expect(svg.plates.count == neighbours + 1)
    try expectApart(svg)
  }

  @Test("a Graphviz without prism falls back on scalexy, and labels still stand apart")
  func fallback() throws {
    let dot = try EgoDrawing.document(for: SamplePictures.office(neighbours: 40)).text
    let svg = try GraphvizRenderer.render(
      dot: dot, engine: .neato, format: .svg, overlapRemovers: ["no-such-remover", "scalexy"])
    try expectApart(ParsedSVG(svg))
    #expect(GraphvizRenderer.saysUnsupported("Warning: Overlap value \"prism\" unsupported - ignored"))
    #expect(GraphvizRenderer.saysUnsupported("remove_overlap: Graphviz not built with triangulation library"))
    #expect(!GraphvizRenderer.saysUnsupported("Warning: node n1 is too small"))
  }

  private func expectApart(_ svg: ParsedSVG) throws {
    for (first, a) in svg.plates.enumerated() {
      for b in svg.plates[..<first] {
        let across = min(a.right, b.right) - max(a.left, b.left)
        let down = min(a.bottom, b.bottom) - max(a.top, b.top)
        #expect(across <= 0 || down <= 0, "plates overlap by \(across) × \(down) points")
      }
    }
    let legend = try #require(svg.texts.first { $0.content == "Colour: department" })
    #expect(svg.plates.allSatisfy { $0.right < legend.x })
  }

  @Test("a PNG has the signature, and its size is the SVG's at 150 dots an inch")
  func png() throws {
    let picture = SamplePictures.office(neighbours: 40)
    let bytes = try drawn(picture, .png)
    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(bytes[12..<16].elementsEqual("IHDR".utf8))
    let (width, height) = (bigEndian(bytes[16..<20]), bigEndian(bytes[20..<24]))
    #expect((1_400...3_500).contains(width))
    #expect(Double(width) / Double(height) > 1.1 && Double(width) / Double(height) < 2)
    let svg = String(decoding: try drawn(picture).prefix(400), as: UTF8.self)
    let points = try #require(svg.firstMatch(of: /svg width="(\d+)pt" height="(\d+)pt"/))
    #expect(abs(Double(width) - (Double(points.1) ?? 0) * 150 / 72) < 4)
    #expect(abs(Double(height) - (Double(points.2) ?? 0) * 150 / 72) < 4)
  }

  private func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  @Test("names and identifiers reach the SVG only as far as the redaction mode says")
  func redaction() throws {
    var picture = SamplePictures.office(neighbours: 12)
    picture.title = "Ego network"
    for index in picture.nodes.indices { picture.nodes[index].id = "secret-\(index)-id" }
    let names = picture.nodes.map(\.label)
    func source(_ mode: EgoPicture.Redaction) throws -> String {
      picture.redaction = mode
      return String(decoding: try drawn(picture), as: UTF8.self)
    }
    let labels = ParsedSVG(Array(try source(.labels).utf8))
    let drawnText = labels.texts.map(\.content).joined(separator: " ")
    #expect(names.allSatisfy(drawnText.contains))
    #expect(try !source(.labels).contains("secret"))
    let ids = ParsedSVG(Array(try source(.ids).utf8))
    #expect(ids.texts.count { $0.content.hasPrefix("secret-") } == 13)
    #expect(!(ids.tooltips + ids.titles).contains { $0.contains("secret") })
    let none = try source(.none)
    #expect(!none.contains("secret") && !names.contains { none.contains($0) })
  }

  @Test("tooltips carry share, last contact and reason")
  func tooltips() throws {
    let svg = ParsedSVG(try drawn(SamplePictures.office(neighbours: 12, pending: 1, inferredEvery: 3)))
    let first = /\d+\.\d % of tie strength; last contact 1 June 2015; rank 1 of 36/
    #expect(svg.tooltips.contains { $0.wholeMatch(of: first) != nil })
    #expect(svg.tooltips.contains { $0.hasSuffix("rank 3 of 36; department inferred") })
    #expect(svg.tooltips.contains { $0.hasSuffix("contact, not a member") })
  }

  @Test("a solid, an inferred and a pending tie have three different dashes, and widths follow the formula")
  func styles() throws {
    let picture = EgoPicture(
      title: "t", subtitle: "s",
      nodes: [
        .init(id: "0", label: "E", kind: .ego, share: 1, strength: 0),
        .init(id: "1", label: "A", kind: .person, share: 0.5, strength: 100),
        .init(id: "2", label: "B", kind: .person, share: 0.3, strength: 10),
        .init(id: "3", label: "", kind: .pendingContact, share: 0.2, strength: 1),
      ],
      edges: [
        .init(from: 0, to: 1, strength: 100, nature: .declared), .init(from: 0, to: 2, strength: 10, nature: .inferred),
        .init(from: 0, to: 3, strength: 1),
      ], omission: .init(shown: 3, total: 3, strengthShown: 1, hidden: 0))
    let svg = ParsedSVG(try drawn(picture))
    #expect(svg.strokeWidths.prefix(3) == [5, 2.84, 1.18])
    #expect(Set(svg.dashes).count == 2)
    #expect(svg.texts.count { $0.content == "contact, not a member" } == 2)
  }

  @Test("each engine draws a picture with furniture, and a document of others", arguments: LayoutEngine.allCases)
  func engines(engine: LayoutEngine) throws {
    let dot = try EgoDrawing.document(for: SamplePictures.office(neighbours: 9)).text
    #expect(ParsedSVG(try GraphvizRenderer.render(dot: dot, engine: engine, format: .svg)).plates.count == 10)
    let other = try GraphvizRenderer.render(dot: "graph { a -- b }", engine: engine, format: .svg)
    #expect(ParsedSVG(other).texts.map(\.content).sorted() == ["a", "b"])
  }

  @Test(
    "what is not DOT is an error that does not repeat the text",
    arguments: [
      "", "graph {", "graph Geheim Geheim {", "graph { Geheim -> ", "graph { \"Geheim\" [a=] }", "graph {} \u{0}",
    ])
  func notDOT(dot: String) {
    #expect {
      try GraphvizRenderer.render(dot: dot, engine: .neato, format: .svg)
    } throws: { error in
      guard case .layoutFailed(let reason) = error as? PictureError else { return false }
      return !reason.isEmpty && !reason.contains("Geheim") && !reason.contains("\n")
    }
  }
}
