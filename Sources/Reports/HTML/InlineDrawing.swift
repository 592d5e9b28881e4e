/// An SVG document made fit to stand inside a page: only shapes, text and gradients pass, every id gets a prefix so
/// that several drawings do not clash, and tooltips stay.
///
/// Graphviz writes a tooltip as the title of a link without a target, and its own node names as `title` elements; the
/// first become titles, the second are left out. Scripts, styles, images, links, event handlers and references to
/// anything outside are left out too.
struct InlineDrawing {
  let markup: String

  /// nil where `svg` is not a well-formed SVG document.
  /// - Parameters:
  ///   - prefix: letters, digits and hyphens; put before every id.
  ///   - label: the drawing in words.
  init?(_ svg: String, prefix: String, label: String) {
    var rewriter = DrawingRewriter(svg, prefix: prefix, label: label)
    guard let markup = rewriter.run() else { return nil }
    self.markup = markup
  }
}

private struct DrawingRewriter {
  private var scanner: XMLScanner
  private let prefix: String
  private let label: String
  private var output = ""
  /// The elements that are open: what each is called in the input, and what closes it in the output (nothing where it
  /// is left out).
  private var open: [(name: String, closing: String)] = []
  /// How many of the open elements are left out with all they hold.
  private var skipped = 0

  init(_ svg: String, prefix: String, label: String) {
    (scanner, self.prefix, self.label) = (XMLScanner(svg), prefix, label)
  }

  mutating func run() -> String? {
    var hasRoot = false
    while let token = scanner.next() {
      switch token {
      case .text(let text):
        if open.isEmpty {
          guard text.allSatisfy(\.isWhitespace) else { return nil }
        } else if skipped == 0 {
          output += HTML.escaped(text)
        }
      case .start(let name, let attributes, let isEmpty):
        if open.isEmpty {
          guard !hasRoot, name == "svg" else { return nil }
          hasRoot = true
        }
        start(name, attributes)
        if isEmpty { end() }
      case .end(let name):
        guard open.last?.name == name else { return nil }
        end()
      }
    }
    return scanner.isAtEnd && hasRoot && open.isEmpty ? output : nil
  }

  private mutating func start(_ name: String, _ attributes: [(name: String, value: String)]) {
    guard skipped == 0, Self.elements.contains(name) else {
      skipped += 1
      open.append((name, ""))
      return
    }
    let isRoot = open.isEmpty
    let element = name == "a" ? "g" : name
    output += "<\(element)"
    if isRoot {
      output += " xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"\(HTML.escaped(label))\""
    }
    for attribute in attributes where !isRoot || !["width", "height"].contains(attribute.name) {
      guard let value = passed(attribute.name, attribute.value) else { continue }
      output += " \(attribute.name)=\"\(HTML.escaped(value))\""
    }
    output += ">"
    if name == "a", let tooltip = attributes.first(where: { $0.name == "xlink:title" })?.value,
      !tooltip.allSatisfy(\.isWhitespace)
    {
      output += "<title>\(HTML.escaped(tooltip))</title>"
    }
    open.append((name, "</\(element)>"))
  }

  private mutating func end() {
    guard let element = open.popLast() else { return }
    if element.closing.isEmpty { skipped -= 1 } else { output += element.closing }
  }

  /// The value that an attribute may have in the page, nil where it is left out.
  private func passed(_ name: String, _ value: String) -> String? {
    guard Self.attributes.contains(name) else { return nil }
    if name == "id" { return "\(prefix)-\(value)" }
    guard !value.contains("\\") else { return nil }
    let words = value.lowercased()
    guard words.contains("url") || words.contains("expression") || words.contains("javascript") else { return value }
    // Only a reference to a gradient or clip of the drawing itself.
    guard value.hasPrefix("url(#"), value.hasSuffix(")") else { return nil }
    let target = value.dropFirst(5).dropLast()
    guard target.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) else { return nil }
    return "url(#\(prefix)-\(target))"
  }

  private static let elements: Set<String> = [
    "svg", "g", "a", "path", "polygon", "polyline", "ellipse", "circle", "rect", "line", "text", "tspan", "defs",
    "linearGradient", "radialGradient", "stop", "clipPath",
  ]
  private static let attributes: Set<String> = [
    "id", "viewBox", "width", "height", "transform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "points", "d", "cx", "cy",
    "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2", "fx", "fy", "dx", "dy", "text-anchor", "font-family",
    "font-size", "font-weight", "font-style", "text-decoration", "baseline-shift", "textLength", "gradientUnits",
    "gradientTransform", "offset", "stop-color", "stop-opacity", "clip-path", "preserveAspectRatio",
  ]
}
