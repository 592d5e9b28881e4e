import Foundation
import FoundationXML
import Reports
import Testing

@Suite("Reliability in words and as a diagram of its own")
struct ReliabilityTests {
  static let chance = ReliabilityReport(
    name: "chance <of & suggestions>", cases: 300, baseRate: 0.02, ece: 0.004, brier: 0.0193, brierOfBaseRate: 0.0196,
    bins: [
      .init(lower: 0.001, upper: 0.01, count: 200, meanConfidence: 0.006, accuracy: 0.005),
      .init(lower: 0.011, upper: 0.12, count: 100, meanConfidence: 0.04, accuracy: 0.05),
    ])

  static func suggestions(_ chance: ReliabilityReport?) -> SuggestionEvaluationReport {
    SuggestionEvaluationReport(
      protocolWords: "a tenth", runs: 3, hidden: 10, rankedPeople: 20, models: ["structure", "jaccard", "structure"],
      rows: [
        .init(
          method: "the model", auc: 0.9, precisionAt10: 0.1, meanReciprocalRank: 0.3, recallAt10: 0.4, ndcgAt10: 0.35)
      ], chance: chance)
  }

  /// Elements of an XML document by name, and the text of `text` elements.
  private final class Reader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var texts: [String] = []
    private var isText = false
    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      isText = name == "text"
      if isText { texts.append("") }
    }
    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      isText = false
    }
    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if isText { texts[texts.count - 1] += string }
    }
  }

  private func read(_ svg: String?) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(try #require(svg).utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    return reader
  }

  @Test("small probabilities are drawn on a scale of theirs, with a mark a bin")
  func scale() throws {
    let reader = try read(Self.suggestions(Self.chance).diagramSVG)
    #expect(reader.counts["circle"] == 2 && reader.texts.contains("Chance of suggestions"))
    // The largest share is 0.05.
    #expect(reader.texts.contains("0.05") && !reader.texts.contains("1.00"))
    #expect(Self.suggestions(nil).diagramSVG == nil)
  }

  @Test("several diagrams stand on one sheet, each with its title; names from data are text")
  func sheet() throws {
    var one = EvaluationReport(attribute: "city <b>", threshold: 0.8, rows: [])
    for labels in ["0.2", "0.5", "0.8", "loo"] {
      one.rows.append(
        .init(
          labels: labels, seeds: 1, cases: 3, method: "m", accuracy: 1, macroF1: 1, majorityAccuracy: 1, plainVote: 1,
          eceRaw: 0, ece: 0, brier: 0, coverage: 0, precision: nil,
          reliability: [.init(lower: 0.9, upper: 1, count: 3, meanConfidence: 0.95, accuracy: 1)]))
    }
    let reader = try read(EvaluationReport.diagramSVG([one, one]))
    #expect(reader.counts["circle"] == 8 && reader.texts.filter { $0.hasPrefix("city <b>, ") }.count == 8)
    #expect(reader.texts.contains("published from a lower bound of 0.80"))
    #expect(EvaluationReport.diagramSVG([]) == nil)
  }

  @Test("the words of a model tell each choice with its runs, and figures stand beside those of the base rate")
  func words() {
    let text = Self.suggestions(Self.chance).text()
    #expect(text.contains("the model: structure (2 runs), jaccard (1 run), fitted in each run"))
    #expect(
      text.contains("on 300 cases, 2.0 % of them hidden ties, calibration error 0.004, Brier 0.0193 (base rate alone 0.0196)"))
    #expect(text.contains("0.011 to 0.120    100        0.040        0.050"))
  }
}
