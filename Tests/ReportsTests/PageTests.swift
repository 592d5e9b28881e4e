import Foundation
import FoundationXML
import Reports
import TestSupport
import Testing

/// What an independent parser sees of a page.
final class PageReader: NSObject, XMLParserDelegate {
  var texts = ""
  var elements: [String: Int] = [:]
  var ids: [String] = []
  var attributes: [(name: String, value: String)] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes values: [String: String]
  ) {
    elements[name, default: 0] += 1
    for (key, value) in values { attributes.append((key, value)) }
    if let id = values["id"] { ids.append(id) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { texts += string }

  static func read(_ page: String) throws -> PageReader {
    let reader = PageReader()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "not well-formed: line \(parser.lineNumber)")
    return reader
  }
}

@Suite("The page")
struct PageTests {
  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "&lt;b&gt;", "]]>",
    "<!-- -->", "\u{0}\u{1}\u{8}\u{B}\u{1B}[31m", "\u{202E}gnp.exe", "\u{FFFE}\u{FFFF}", "田中 🧑‍🚀 e\u{301}",
    "</style><style>", "</title>", "{{x}}", "javascript:alert(1)", "a\u{85}b\u{2028}c",
  ]

  @Test("a full page is well-formed, has ids once and loads nothing")
  func fullPage() throws {
    let page = Sample.document().html()
    let reader = try PageReader.read(page)
    #expect(Set(reader.ids).count == reader.ids.count)
    #expect(reader.elements["script"] == nil && reader.elements["link"] == nil && reader.elements["image"] == nil)
    #expect(!reader.attributes.contains { $0.name.hasPrefix("on") || $0.name == "src" })
    for (name, value) in reader.attributes where name.hasSuffix("href") { #expect(value.hasPrefix("#")) }
    #expect(!page.contains("url(http") && !page.contains("@import"))
    // Markup that had been taken for text would show itself.
    #expect(!page.contains("&lt;p") && !page.contains("&lt;div") && !page.contains("HTML("))
    for href in reader.attributes where href.name == "href" {
      #expect(reader.ids.contains(String(href.value.dropFirst())))
    }
  }

  @Test("hostile text in any field stays text", arguments: hostile)
  func hostileText(_ text: String) throws {
    func row(_ value: String?) -> InferenceReport.Row {
      .init(
        person: text, name: text, value: value, confidence: .nan, lowerBound: .infinity, evidenceCount: 1,
        largestShare: .nan, reason: text)
    }
    var inference = Sample.inference
    inference.attribute = text
    inference.method = text
    inference.purpose = text
    inference.reasons = [.init(reason: text, count: 1)]
    inference.candidates = [.init(name: text, accuracy: .nan, chosen: true)]
    inference.rows = [row(text), row(nil)]
    var evaluation = Sample.evaluation
    evaluation.attribute = text
    evaluation.rows[0].method = text
    evaluation.rows[0].labels = text
    let part = RankingReport.Part(kind: text, direction: text, count: 1, contribution: .nan, lastHour: text)
    func document(_ text: String) -> ReportDocument {
      ReportDocument(
        title: text, subtitle: text,
        manifest: RunManifest(
          kithVersion: text, job: text, seed: 1, basis: [text],
          inputs: [.init(file: text, bytes: 1, sha256: text, rows: 1, rejected: 1)],
          steps: [.init(name: text, parameters: [Entry(text, text)], figures: [Entry(text, text)])],
          outputs: [.init(file: text, bytes: 1, sha256: text)]),
        snapshot: SnapshotReport(
          counts: [.init(text, 1)], newestEvent: text, attributes: [.init(name: text, kind: text, people: 1)],
          kinds: [.init(name: text, weight: .nan, isSymmetric: false, events: 1)], basis: [text], format: text,
          notes: [text]),
        rankings: [
          RankingReport(
            asOf: text, kernel: text, purpose: text, basis: text, people: 1,
            rows: [
              .init(
                person: text, personName: text + "x", rank: 1, neighbour: text, neighbourName: text + "x",
                strength: .nan, share: .infinity, lastContact: text, explanation: [part])
            ])
        ],
        pictures: [
          .init(title: text, caption: text, svg: Sample.drawing), .init(title: text, caption: text, svg: text),
        ])
    }
    var harmful = document(text)
    harmful.inferences = [inference]
    harmful.evaluations = [evaluation]
    var harmless = harmful
    // The same document with an innocent word has the same elements: the text added none.
    let innocent = try JSONEncoder.replacing(text, by: text.contains(" ") ? "a word" : "word", in: harmful)
    harmless = innocent
    let (seen, expected) = (try PageReader.read(harmful.html()), try PageReader.read(harmless.html()))
    #expect(seen.elements == expected.elements)
    #expect(seen.attributes.map(\.name).sorted() == expected.attributes.map(\.name).sorted())
    let hasForbidden = text.unicodeScalars.contains {
      $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0.value >= 0xFFFE && $0.value < 0x10000
        || (0x2028...0x202E).contains($0.value)
    }
    #expect(seen.texts.contains(text) == !hasForbidden)
  }

  @Test("an empty document reads sensibly")
  func emptyDocument() throws {
    let reader = try PageReader.read(ReportDocument(title: "Nothing").html())
    #expect(reader.texts.contains("This report was made of no data."))
    #expect(reader.texts.contains("No ranking was asked for."))
    #expect(reader.texts.contains("No attribute was inferred."))
    var empty = ReportDocument(title: "Empty")
    empty.rankings = [
      RankingReport(asOf: "2020-01-01T00:00:00Z", kernel: "k", purpose: "p", basis: "b", people: 0, rows: [])
    ]
    empty.evaluations = [EvaluationReport(attribute: "a", threshold: 0.8, rows: [])]
    let second = try PageReader.read(empty.html())
    #expect(second.texts.contains("No ties: there is no contact that counts by that time."))
    #expect(second.texts.contains("Nobody has a value that could be hidden."))
  }

  @Test("what is left out of a long list is counted")
  func omission() throws {
    var document = Sample.document()
    document.rankings = [Sample.ranking(people: 60, ties: 7)]
    let texts = try PageReader.read(document.html()).texts
    #expect(texts.contains("Shown: 250 ties of 50 people, at most 5 each. The whole ranking has 420 ties of 60 people"))
    #expect(texts.contains("Shown: 31 of 31 published values and 10 of 12 unknown ones"))
    document.rankings = [Sample.ranking(people: 1, ties: 50)]
    document.inferences[0].rows.removeLast(2)
    #expect(!(try PageReader.read(document.html()).texts.contains("Shown:")))
  }

  @Test("an unknown value is shown as unknown, with its reason and without its confidence")
  func unknown() throws {
    let page = Sample.document().html()
    #expect(
      page.contains(
        "<span class=\"unknown\">unknown</span><span class=\"why\">confidence too low</span></td><td class=\"num\">–</td>"
      ))
    #expect(page.contains("GDPR Art. 22"))
  }

  @Test("the same document gives the same bytes") func determinism() {
    #expect(Sample.document().html() == Sample.document().html())
    #expect(Sample.document().manifest?.jsonText == Sample.document().manifest?.jsonText)
  }

  @Test("a drawing keeps shapes and tooltips, gets ids of its own and loses everything else")
  func drawing() throws {
    let page = Sample.document().html()
    #expect(page.contains("<title>91 % of strength &amp; - more</title>"))
    #expect(page.contains("id=\"picture1-l_1\"") && page.contains("fill=\"url(#picture2-l_1)\""))
    #expect(page.contains("Ada &lt;Moreau&gt;"))
    #expect(!page.contains("alert") && !page.contains("example.org") && !page.contains("Generated by"))
    #expect(!page.contains("<title>picture</title>"))
  }

  @Test(
    "a drawing that is not well-formed is left out with a word",
    arguments: [
      "", "hello", "<svg>", "<svg></g></svg>", "<svg/><svg/>", "<svg a=b/>", "<svg><g x='1' x='2'/></svg>",
      "<svg>&nbsp;</svg>", "<svg><![CDATA[x]]></svg>", "<svg><!-- </svg>", "<html/>", "<svg fill=\"<\"/>",
      "<svg><g></svg></g>", "<svg/>x",
    ])
  func brokenDrawing(_ svg: String) throws {
    let page = ReportDocument(title: "t", pictures: [.init(title: "p", caption: "", svg: svg)]).html()
    #expect(try PageReader.read(page).texts.contains("The drawing is left out"))
  }

  @Test("a truncated drawing never breaks the page")
  func truncatedDrawing() throws {
    let bytes = Array(Sample.drawing.utf8)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let svg = String(decoding: bytes.prefix(count), as: UTF8.self)
      _ = try PageReader.read(ReportDocument(title: "t", pictures: [.init(title: "p", caption: "", svg: svg)]).html())
    }
  }

  /// With KITH_REPORT_SAMPLE naming a folder, the page is kept there, to be looked at.
  @Test("a sample page is written and read back the same")
  func sample() throws {
    let environment = ProcessInfo.processInfo.environment
    let drawing = try environment["KITH_REPORT_DRAWING"].map { try String(contentsOfFile: $0, encoding: .utf8) }
    let page = Sample.document(drawing: drawing ?? Sample.drawing).html()
    try withTemporaryFolder { temporary in
      let path = (environment["KITH_REPORT_SAMPLE"] ?? temporary) + "/report.html"
      try page.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
    }
  }
}

extension JSONEncoder {
  /// The document with one text exchanged everywhere it stands, by way of a property list of its values.
  static func replacing(_ text: String, by word: String, in document: ReportDocument) throws -> ReportDocument {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "+i", negativeInfinity: "-i", nan: "n")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "+i", negativeInfinity: "-i", nan: "n")
    func exchanged(_ value: Any) -> Any {
      switch value {
      case let string as String: string == text || string == text + "x" ? word + string.dropFirst(text.count) : string
      case let array as [Any]: array.map(exchanged)
      case let object as [String: Any]: object.mapValues(exchanged)
      default: value
      }
    }
    let object = try JSONSerialization.jsonObject(with: encoder.encode(document))
    return try decoder.decode(ReportDocument.self, from: JSONSerialization.data(withJSONObject: exchanged(object)))
  }
}
