/// An HTML-like label of Graphviz. Text goes in through `text`, which escapes it; tags are ours.
public struct DotMarkup: Sendable, Equatable {
  let source: String

  private init(source: String) { self.source = source }

  /// Plain text.
  public static func text(_ text: String) -> DotMarkup { DotMarkup(source: DotText.markup(text)) }

  /// Parts one after the other.
  public static func sequence(_ parts: [DotMarkup]) -> DotMarkup {
    DotMarkup(source: parts.map(\.source).joined())
  }

  public static let lineBreak = DotMarkup(source: "<BR/>")
  public static let leftLineBreak = DotMarkup(source: "<BR ALIGN=\"LEFT\"/>")

  /// Text in a size (points) and colour.
  public static func font(size: Double, colour: String, bold: Bool = false, _ content: DotMarkup) -> DotMarkup {
    let inner = bold ? "<B>\(content.source)</B>" : content.source
    return DotMarkup(
      source: "<FONT POINT-SIZE=\"\(decimal(size, places: 1))\" COLOR=\(DotText.quotedValue(colour))>\(inner)</FONT>")
  }

  /// A table without lines or padding.
  public static func table(_ rows: [[DotMarkup]]) -> DotMarkup {
    let body = rows.map { "<TR>" + $0.map(\.source).joined() + "</TR>" }.joined()
    return DotMarkup(
      source: "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">\(body)</TABLE>")
  }

  /// A cell of a table, sizes in points. A `fixed` cell has exactly these sizes; any other grows with its content.
  public static func cell(
    width: Int? = nil, height: Int? = nil, fixed: Bool = false, span: Int = 1, left: Bool = false,
    fill: String? = nil, _ content: DotMarkup? = nil
  ) -> DotMarkup {
    var tag = "<TD"
    if fixed { tag += " FIXEDSIZE=\"TRUE\"" }
    if span > 1 { tag += " COLSPAN=\"\(span)\"" }
    if let width { tag += " WIDTH=\"\(width)\"" }
    if let height { tag += " HEIGHT=\"\(height)\"" }
    if left { tag += " ALIGN=\"LEFT\"" }
    if let fill { tag += " BGCOLOR=\(DotText.quotedValue(fill))" }
    return DotMarkup(source: "\(tag)>\(content?.source ?? "")</TD>")
  }
}
