/// The key of a picture: one node with an HTML-like label for the texts, and over its empty cells the very circles and
/// lines that the picture uses, in the same scales.
///
/// Only what occurs in the picture is explained. Rows have fixed heights, so the places of the samples are known
/// before the layout: each carries `offset`, in points right of and below the legend's upper left corner.
struct Legend {
  private let zoom: Double
  /// In points, before `zoom`.
  private static let symbolWidth = 56
  private static let textWidth = 184
  private static let textColumns = 32
  private static let otherGroupsListed = 6

  private enum Sample {
    case none
    case node(EgoPicture.Node, diameter: Double)
    case line(penWidth: Double, style: String, colour: String = Palette.egoTie)
  }

  private var rows: [[DotMarkup]] = []
  /// In points, from the top.
  private var height = 0
  private var samples: [DotDocument.Node] = []
  private(set) var edges: [DotDocument.Edge] = []

  var nodes: [DotDocument.Node] {
    [
      DotDocument.Node(
        "legend",
        [
          .init("furniture", .word("legend")), .init("shape", .word("plain")), .init("fixedsize", .word("false")),
          .init("label", .markup(.table(rows))), .init("tooltip", .tooltip("")),
        ])
    ] + samples
  }

  init(_ picture: EgoPicture, scale: DrawingScale, labelled: Int) {
    zoom = DrawingScale.zoom(nodes: picture.nodes.count)
    let others = picture.nodes.filter { $0.kind != .ego }
    addEgo()
    addGroups(picture, others)
    addWidths(picture, scale)
    addSizes(others, scale)
    addStyles(picture, others)
    if labelled < picture.nodes.count, picture.redaction != .none {
      addGap(8)
      addText("Names: the \(labelled - 1) strongest only")
    }
    addGap(12)
    for line in picture.subtitle.split(separator: " · ") { addNote(String(line)) }
  }

  private mutating func addEgo() {
    let ego = EgoPicture.Node(id: "", label: "", kind: .ego, share: 1, strength: 0)
    add(.node(ego, diameter: 16), "whose network this is", height: 26)
  }

  private mutating func addGroups(_ picture: EgoPicture, _ others: [EgoPicture.Node]) {
    guard !picture.groups.isEmpty else { return }
    addHeading("Colour: \(picture.groupingName)")
    for (index, group) in picture.groups.enumerated().prefix(Palette.groups.count)
    where group.count > 0 {
      let name = LabelText.fitted(group.name, columns: Self.textColumns - 6)
      add(.node(swatch(group: index), diameter: 13), "\(name)  (\(group.count))")
    }
    let rest = picture.groups.dropFirst(Palette.groups.count)
    if !rest.isEmpty {
      let members = rest.reduce(0) { $0 + $1.count }
      add(.node(swatch(group: Palette.groups.count), diameter: 13), "others, named below the circle  (\(members))")
      for group in rest.prefix(Self.otherGroupsListed) {
        let name = LabelText.fitted(group.name, columns: Self.textColumns - 6)
        add(.none, "\(name)  (\(group.count))", height: 14, quiet: true)
      }
      let unlisted = rest.count - Self.otherGroupsListed
      if unlisted > 0 { add(.none, "and \(unlisted) more", height: 14, quiet: true) }
    }
    let unknown = others.count { $0.group == nil && $0.kind == .person }
    if unknown > 0 { add(.node(swatch(group: nil), diameter: 13), "not known  (\(unknown))") }
  }

  private func swatch(group: Int?, inferred: Bool = false, kind: EgoPicture.NodeKind = .person) -> EgoPicture.Node {
    EgoPicture.Node(id: "", label: "", kind: kind, group: group, share: 0, strength: 0, inferred: inferred)
  }

  private mutating func addWidths(_ picture: EgoPicture, _ scale: DrawingScale) {
    guard scale.maximumStrength > 0 else { return }
    addHeading("Width: tie strength")
    for divisor in [1.0, 4.0, 16.0] {
      let strength = scale.maximumStrength / divisor
      let width = scale.penWidth(strength: strength)
      add(.line(penWidth: width, style: "solid"), compactDecimal(strength) + (divisor == 1 ? "  (strongest)" : ""))
    }
  }

  private mutating func addSizes(_ others: [EgoPicture.Node], _ scale: DrawingScale) {
    guard scale.maximumShare > 0 else { return }
    addHeading("Size: share of tie strength")
    let smallest = others.reduce(scale.maximumShare) { min($0, $1.share) }
    let middle = (scale.maximumShare + smallest) / 2
    for share in smallest < scale.maximumShare * 0.6 ? [scale.maximumShare, middle, smallest] : [scale.maximumShare] {
      let diameter = scale.diameter(share: share)
      add(
        .node(swatch(group: nil), diameter: diameter), percentText(share, places: 1),
        height: max(zoomed(19), Int(diameter) + 5), isTrueToSize: true)
    }
  }

  private mutating func addStyles(_ picture: EgoPicture, _ others: [EgoPicture.Node]) {
    guard !others.isEmpty else { return }
    addHeading("Lines and outlines")
    let isPending = { (edge: EgoPicture.Edge) in
      picture.nodes[edge.from].kind == .pendingContact || picture.nodes[edge.to].kind == .pendingContact
    }
    let known = picture.edges.filter { !isPending($0) && $0.nature != .inferred }
    if !known.isEmpty {
      let text =
        switch (known.contains { $0.nature == .declared }, known.contains { $0.nature == .observed }) {
        case (true, true): "declared or observed"
        case (true, false): "declared"
        default: "observed"
        }
      add(.line(penWidth: 2, style: "solid"), text)
    }
    let otherTies = EgoDrawing.otherTies(picture)
    if otherTies > 0 {
      add(.line(penWidth: 2, style: "solid", colour: Palette.otherTie(count: otherTies)), "tie among the others")
    }
    if picture.edges.contains(where: { !isPending($0) && $0.nature == .inferred }) {
      add(.line(penWidth: 2, style: "dashed"), "inferred tie")
    }
    if others.contains(where: { $0.kind == .person && $0.inferred }) {
      add(.node(swatch(group: nil, inferred: true), diameter: 13), "\(picture.groupingName) inferred", height: 26)
    }
    if others.contains(where: { $0.kind == .pendingContact }) {
      add(.line(penWidth: 2, style: "dotted"), "contact, not a member")
    }
  }

  private mutating func addHeading(_ text: String) {
    addGap(10)
    let line = LabelText.fitted(text, columns: Self.textColumns + 4)
    addWide(.font(size: 10.5 * zoom, colour: Palette.text, bold: true, .text(line)), height: 20)
  }

  private mutating func addText(_ text: String) {
    addWide(.font(size: 10 * zoom, colour: Palette.text, .text(text)), height: 18)
  }

  private mutating func addNote(_ text: String) {
    let line = LabelText.fitted(text, columns: Self.textColumns + 12)
    addWide(.font(size: 9 * zoom, colour: Palette.quietText, .text(line)), height: 14)
  }

  private func zoomed(_ points: Int) -> Int { Int((Double(points) * zoom).rounded()) }

  private mutating func addGap(_ points: Int) { addWide(nil, height: points) }

  private mutating func addWide(_ content: DotMarkup?, height points: Int) {
    let points = zoomed(points)
    let width = zoomed(Self.symbolWidth) + zoomed(Self.textWidth)
    rows.append([.cell(width: width, height: points, fixed: true, span: 2, left: true, content)])
    height += points
  }

  private mutating func add(
    _ sample: Sample, _ text: String, height points: Int = 19, quiet: Bool = false, isTrueToSize: Bool = false
  ) {
    let points = isTrueToSize ? points : zoomed(points)
    let colour = quiet ? Palette.quietText : Palette.text
    rows.append([
      .cell(width: zoomed(Self.symbolWidth), height: points, fixed: true),
      .cell(
        width: zoomed(Self.textWidth), height: points, fixed: true, left: true,
        .font(size: (quiet ? 9 : 10) * zoom, colour: colour, .text(text))),
    ])
    let middle = Double(height) + Double(points) / 2
    switch sample {
    case .none: break
    case .node(let node, let diameter):
      addSample(at: (24 * zoom, middle), EgoDrawing.look(node, diameter: diameter))
    case .line(let penWidth, let style, let colour):
      let from = addSample(at: (4, middle), Self.invisible)
      let to = addSample(at: (44 * zoom, middle), Self.invisible)
      edges.append(
        DotDocument.Edge(
          from, to,
          [
            .init("penwidth", .number(penWidth, places: 2)), .init("style", .word(style)),
            .init("color", .word(colour)), .init("furniture", .word("sample")),
          ]))
    }
    height += points
  }

  private static let invisible: [DotDocument.Attribute] = [
    .init("shape", .word("point")), .init("style", .word("invis")), .init("width", .number(0.01, places: 2)),
    .init("height", .number(0.01, places: 2)),
  ]

  @discardableResult
  private mutating func addSample(at offset: (Double, Double), _ look: [DotDocument.Attribute]) -> String {
    let name = "sample\(samples.count)"
    samples.append(
      DotDocument.Node(
        name,
        [
          .init("furniture", .word("sample")),
          .init("offset", .word("\(decimal(offset.0, places: 1)),\(decimal(offset.1, places: 1))")),
          .init("tooltip", .tooltip("")),
        ] + look))
    return name
  }
}
