/// An undirected graph in the DOT language, as values: text enters it only through `DotText`.
public struct DotDocument: Sendable, Equatable {
  /// The value of an attribute.
  public enum Value: Sendable, Equatable {
    /// A word of the DOT language: a colour, a shape, a font.
    case word(String)
    /// In the unit of the attribute, written with this many decimals.
    case number(Double, places: Int)
    /// Text to be drawn.
    case label(String)
    /// Text that an SVG viewer shows under the pointer.
    case tooltip(String)
    case markup(DotMarkup)

    var source: String {
      switch self {
      case .word(let word): DotText.quotedValue(word)
      case .number(let number, let places): decimal(number, places: places)
      case .label(let text): DotText.quotedLabel(text)
      case .tooltip(let text): DotText.quotedTooltip(text)
      case .markup(let markup): "<\(markup.source)>"
      }
    }
  }

  public struct Attribute: Sendable, Equatable {
    public var name: String
    public var value: Value

    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }

    var source: String { "\(name)=\(value.source)" }
  }

  public struct Node: Sendable, Equatable {
    /// Letters and digits of our own making, never a person's identifier: Graphviz prints it into SVG titles.
    public var name: String
    public var attributes: [Attribute]

    public init(_ name: String, _ attributes: [Attribute]) {
      self.name = name
      self.attributes = attributes
    }
  }

  public struct Edge: Sendable, Equatable {
    public var from: String
    public var to: String
    public var attributes: [Attribute]

    public init(_ from: String, _ to: String, _ attributes: [Attribute]) {
      self.from = from
      self.to = to
      self.attributes = attributes
    }
  }

  public var graphAttributes: [Attribute]
  public var nodeDefaults: [Attribute]
  public var edgeDefaults: [Attribute]
  public var nodes: [Node]
  public var edges: [Edge]

  public init(
    graphAttributes: [Attribute] = [], nodeDefaults: [Attribute] = [], edgeDefaults: [Attribute] = [],
    nodes: [Node] = [], edges: [Edge] = []
  ) {
    self.graphAttributes = graphAttributes
    self.nodeDefaults = nodeDefaults
    self.edgeDefaults = edgeDefaults
    self.nodes = nodes
    self.edges = edges
  }

  /// The document in the DOT language, one statement a line, in the order of the arrays.
  public var text: String {
    var lines = ["graph picture {"]
    for (kind, attributes) in [("graph", graphAttributes), ("node", nodeDefaults), ("edge", edgeDefaults)]
    where !attributes.isEmpty {
      lines.append("  \(kind) \(list(attributes));")
    }
    for node in nodes { lines.append("  \(DotText.quotedValue(node.name)) \(list(node.attributes));") }
    for edge in edges {
      lines.append(
        "  \(DotText.quotedValue(edge.from)) -- \(DotText.quotedValue(edge.to)) \(list(edge.attributes));")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private func list(_ attributes: [Attribute]) -> String {
    "[" + attributes.map(\.source).joined(separator: ", ") + "]"
  }
}
