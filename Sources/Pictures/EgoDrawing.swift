/// Draws an `EgoPicture` as a DOT document.
///
/// Names of nodes are `n0`, `n1`, … in the order of the picture, so no identifier reaches the drawing but as a label
/// that was asked for. Title and legend are nodes too, marked by the attribute `furniture`; `GraphvizRenderer` keeps
/// them out of the layout and sets them beside it.
public enum EgoDrawing {
  static let font = "DejaVu Sans,Verdana,sans-serif"
  /// Above this many nodes only the strongest carry a label.
  static let labelLimit = 150
  static let labelsAboveLimit = 60
  /// The longest text of others in a tooltip.
  private static let tooltipColumns = 160

  /// - Throws: `PictureError.invalidPicture`.
  /// - Complexity: O(nodes·log nodes + edges).
  public static func document(for picture: EgoPicture) throws(PictureError) -> DotDocument {
    try picture.validate()
    let scale = DrawingScale(picture)
    let labelled = labelledNodes(picture)
    let legend = Legend(picture, scale: scale, labelled: labelled.count)
    // Graphviz draws edges in the order of their first nodes: the ego comes last, so that its ties lie on top.
    let egos = picture.nodes.indices.filter { picture.nodes[$0].kind == .ego }
    let order = picture.nodes.indices.filter { picture.nodes[$0].kind != .ego } + egos
    let otherTie = Palette.otherTie(count: otherTies(picture))
    return DotDocument(
      graphAttributes: [
        .init("outputorder", .word("edgesfirst")), .init("overlap", .word("prism")), .init("splines", .word("line")),
        .init("start", .word("1")), .init("bgcolor", .word("white")), .init("pad", .number(0.2, places: 1)),
        .init("fontname", .word(font)), .init("charset", .word("UTF-8")), .init("forcelabels", .word("false")),
      ],
      nodeDefaults: [
        .init("fontname", .word(font)), .init("fontsize", .number(10.5, places: 1)),
        .init("fontcolor", .word(Palette.text)), .init("color", .word(Palette.outline)),
        .init("label", .label("")), .init("shape", .word("circle")), .init("fixedsize", .word("shape")),
      ],
      edgeDefaults: [.init("color", .word(otherTie)), .init("tooltip", .tooltip(""))],
      nodes: order.map { node(picture, $0, scale: scale, isLabelled: labelled.contains($0)) }
        + [titleNode(picture)] + legend.nodes,
      edges: picture.edges.map { edge(picture, $0, scale: scale, otherTie: otherTie) } + legend.edges)
  }

  private static func labelledNodes(_ picture: EgoPicture) -> Set<Int> {
    guard picture.nodes.count > labelLimit else { return Set(picture.nodes.indices) }
    let ranked = picture.nodes.indices.sorted { first, second in
      let (a, b) = (picture.nodes[first], picture.nodes[second])
      if (a.kind == .ego) != (b.kind == .ego) { return a.kind == .ego }
      if a.share != b.share { return a.share > b.share }
      return first < second
    }
    return Set(ranked.prefix(labelsAboveLimit + 1))
  }

  private static func node(
    _ picture: EgoPicture, _ index: Int, scale: DrawingScale, isLabelled: Bool
  ) -> DotDocument.Node {
    let node = picture.nodes[index]
    let isEgo = node.kind == .ego
    let diameter = isEgo ? DrawingScale.egoDiameter : scale.diameter(share: node.share)
    var attributes = look(node, diameter: diameter)
    if isLabelled, let label = label(picture, node, diameter: diameter) {
      attributes.append(.init("label", .markup(label)))
    }
    attributes.append(.init("tooltip", .tooltip(tooltip(node, groupingName: picture.groupingName))))
    return DotDocument.Node("n\(index)", attributes)
  }

  /// Shape, size, fill and outline, shared with the legend. Sizes in points, written in inches.
  static func look(_ node: EgoPicture.Node, diameter: Double) -> [DotDocument.Attribute] {
    let isEgo = node.kind == .ego
    let style =
      if node.kind == .pendingContact { "filled,dotted" } else if node.inferred { "filled,dashed" } else { "filled" }
    let fill =
      if isEgo { Palette.ego } else if node.kind == .pendingContact { Palette.noGroup } else {
        Palette.fill(group: node.group)
      }
    return [
      .init("shape", .word("circle")),
      .init("width", .number(diameter / 72, places: 4)), .init("height", .number(diameter / 72, places: 4)),
      .init("style", .word(style)), .init("fillcolor", .word(fill)),
      // A second, outer ring: a dashed outline on a dark fill would not be seen.
      .init("peripheries", .number(isEgo || hasRing(node) ? 2 : 1, places: 0)),
      .init("penwidth", .number(node.kind == .person && !node.inferred ? 0.8 : 1.6, places: 1)),
    ]
  }

  private static func hasRing(_ node: EgoPicture.Node) -> Bool { node.kind == .person && node.inferred }

  /// A table whose middle row is as high as the circle, so that the text stands under it.
  private static func label(_ picture: EgoPicture, _ node: EgoPicture.Node, diameter: Double) -> DotMarkup? {
    let isEgo = node.kind == .ego
    var lines: [DotMarkup] = []
    let shown =
      switch picture.redaction {
      case .labels: node.label
      case .ids: node.id
      case .none: ""
      }
    let zoom = isEgo ? DrawingScale.zoom(nodes: picture.nodes.count) : 1
    let size = isEgo ? 13 * zoom : 10.5
    lines += LabelText.wrapped(shown, columns: 18).map {
      .font(size: size, colour: Palette.text, bold: isEgo, .text($0))
    }
    if node.kind == .pendingContact {
      lines.append(.font(size: 8.5, colour: Palette.quietText, .text("contact, not a member")))
    } else if !isEgo, let group = node.group, group >= Palette.groups.count {
      let name = LabelText.fitted(picture.groups[group].name, columns: 20)
      lines.append(.font(size: 8.5, colour: Palette.quietText, .text(name)))
    }
    guard !lines.isEmpty else { return nil }
    let spacer = lines.count * Int(isEgo ? 17 * zoom : 14) + 1
    let text = DotMarkup.sequence(lines.enumerated().flatMap { $0 == 0 ? [$1] : [.lineBreak, $1] })
    return .table([
      [.cell(height: spacer)], [.cell(height: Int(diameter) + (isEgo || hasRing(node) ? 10 : 2))],
      [.cell(height: spacer, fill: "#FFFFFFC8", text)],
    ])
  }

  /// Share, last contact, reason and what the outline means; never a name or an identifier.
  private static func tooltip(_ node: EgoPicture.Node, groupingName: String) -> String {
    if node.kind == .ego { return "the person whose network this is" }
    var parts = ["\(percentText(node.share, places: 1)) of tie strength"]
    if let last = node.lastContact { parts.append("last contact \(last)") }
    if !node.reason.isEmpty { parts.append(LabelText.fitted(node.reason, columns: tooltipColumns)) }
    if node.kind == .pendingContact { parts.append("contact, not a member") }
    if node.inferred { parts.append("\(groupingName) inferred") }
    return parts.joined(separator: "; ")
  }

  /// How many ties do not touch the ego.
  static func otherTies(_ picture: EgoPicture) -> Int {
    picture.edges.count { picture.nodes[$0.from].kind != .ego && picture.nodes[$0.to].kind != .ego }
  }

  private static func edge(
    _ picture: EgoPicture, _ edge: EgoPicture.Edge, scale: DrawingScale, otherTie: String
  ) -> DotDocument.Edge {
    let (from, to) = (picture.nodes[edge.from], picture.nodes[edge.to])
    let touchesEgo = from.kind == .ego || to.kind == .ego
    let style = lineStyle(edge.nature, pending: from.kind == .pendingContact || to.kind == .pendingContact)
    let length = scale.layoutLength(
      edge, sameGroup: from.group == to.group && from.group != nil, touchesEgo: touchesEgo)
    let (first, second) = to.kind == .ego ? (edge.to, edge.from) : (edge.from, edge.to)
    return DotDocument.Edge(
      "n\(first)", "n\(second)",
      [
        .init("penwidth", .number(scale.penWidth(strength: edge.strength), places: 2)),
        .init("style", .word(style)), .init("color", .word(touchesEgo ? Palette.egoTie : otherTie)),
        .init("len", .number(length, places: 3)),
        .init("tooltip", .tooltip(LabelText.fitted(edge.tooltip, columns: tooltipColumns))),
      ])
  }

  static func lineStyle(_ nature: EgoPicture.TieNature, pending: Bool) -> String {
    if pending { return "dotted" }
    return nature == .inferred ? "dashed" : "solid"
  }

  /// Title and truncation note, above the drawing.
  private static func titleNode(_ picture: EgoPicture) -> DotDocument.Node {
    let zoom = DrawingScale.zoom(nodes: picture.nodes.count)
    let (upper, lower) = (Int(28 * zoom), Int(18 * zoom))
    let note = DotMarkup.font(size: 11 * zoom, colour: Palette.quietText, .text(picture.omission.note))
    let title = LabelText.fitted(picture.title, columns: 60)
    let markup = DotMarkup.table([
      [.cell(height: upper, left: true, .font(size: 19 * zoom, colour: Palette.text, bold: true, .text(title)))],
      [.cell(height: lower, left: true, note)],
    ])
    return DotDocument.Node(
      "title",
      [
        .init("furniture", .word("title")), .init("shape", .word("plain")), .init("fixedsize", .word("false")),
        .init("label", .markup(markup)), .init("tooltip", .tooltip("")),
      ])
  }
}
