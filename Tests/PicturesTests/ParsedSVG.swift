import Foundation
import FoundationXML

/// An SVG as an XML parser that is not ours reads it.
final class ParsedSVG: NSObject, XMLParserDelegate {
  struct Text {
    var content: String
    var x: Double
    var y: Double
  }
  private(set) var texts: [Text] = []
  private(set) var tooltips: [String] = []
  private(set) var titles: [String] = []
  /// Corners of the light plates behind labels.
  private(set) var plates: [(left: Double, right: Double, top: Double, bottom: Double)] = []
  private(set) var strokeWidths: [Double] = []
  private(set) var dashes: [String] = []
  private(set) var isWellFormed = false
  private var element = ""

  init(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    element = name
    if let title = attributes["xlink:title"] { tooltips.append(title) }
    if name == "text" {
      texts.append(Text(content: "", x: Double(attributes["x"] ?? "") ?? 0, y: Double(attributes["y"] ?? "") ?? 0))
    }
    if name == "title" { titles.append("") }
    if name == "path", let width = attributes["stroke-width"].flatMap(Double.init) { strokeWidths.append(width) }
    if let dash = attributes["stroke-dasharray"] { dashes.append(dash) }
    if name == "polygon", attributes["fill-opacity"] != nil, let points = attributes["points"] {
      let numbers = points.split { $0 == " " || $0 == "," }.compactMap { Double($0) }
      let xs = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
      let ys = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
      plates.append((xs.min() ?? 0, xs.max() ?? 0, ys.min() ?? 0, ys.max() ?? 0))
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if element == "text", !texts.isEmpty { texts[texts.count - 1].content += string }
    if element == "title", !titles.isEmpty { titles[titles.count - 1] += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    element = ""
  }
}
