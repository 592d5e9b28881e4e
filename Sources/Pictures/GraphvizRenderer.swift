/// Renders a DOT document in this process through libgvc.
///
/// Graphviz is not thread safe and its layouts cannot be interrupted: call this one at a time, and in Kith only in the
/// child process (`LayoutChild`).
///
/// A document with furniture (see `EgoDrawing`) is composed: the text of every node is measured, the network is laid
/// out alone, stretched to the shape of a page and freed of overlaps, then title and legend are set beside it and the
/// whole is rendered with all positions fixed. Any other document is laid out by `engine` as it is.
public enum GraphvizRenderer {
  /// - Returns: the file's bytes; equal input gives equal bytes.
  /// - Throws: `PictureError.layoutFailed`.
  public static func render(
    dot: String, engine: LayoutEngine, format: PictureFormat
  ) throws(PictureError) -> [UInt8] {
    try render(dot: dot, engine: engine, format: format, overlapRemovers: ["prism", "scalexy"])
  }

  /// - Parameter overlapRemovers: values of Graphviz's `overlap`, best first; the next is tried where this build of
  ///   Graphviz lacks one.
  static func render(
    dot: String, engine: LayoutEngine, format: PictureFormat, overlapRemovers: [String]
  ) throws(PictureError) -> [UInt8] {
    GraphvizMessages.begin()
    let context = try GraphvizContext()
    let graph = try GraphvizGraph(dot: dot, context: context)
    if format == .png { graph.set("dpi", "150") }
    let names = graph.nodeNames
    let furniture = names.filter { !graph.attribute("furniture", node: $0).isEmpty }
    if furniture.isEmpty {
      try graph.layOut(engine: engine.rawValue)
    } else {
      let sizes = try measured(dot, context)
      let body = names.filter { graph.attribute("furniture", node: $0).isEmpty }
      let spread = try arranged(
        dot, body: body, sizes: sizes, engine: engine, overlapRemovers: overlapRemovers, context)
      try fix(graph, furniture: furniture, sizes: sizes, body: spread)
    }
    let bytes = try graph.render(format: format.rawValue)
    return format == .svg ? cleanedSVG(bytes) : bytes
  }

  /// The room each node needs with its text, in points.
  private static func measured(_ dot: String, _ context: GraphvizContext) throws(PictureError) -> [String: Size] {
    let graph = try GraphvizGraph(dot: dot, context: context)
    let names = graph.nodeNames
    var shapes: [String: Size] = [:]
    for name in names {
      var shape = size(graph, name)
      if graph.attribute("peripheries", node: name) == "2" {
        // The outer ring stands 4 points off on every side.
        shape = Size(width: shape.width + 8, height: shape.height + 8)
      }
      shapes[name] = shape
      for (key, value) in [
        ("shape", "plain"), ("fixedsize", "false"), ("width", "0"), ("height", "0"), ("pos", "0,0"),
      ] { graph.set(key, value, node: name) }
    }
    try graph.layOut(engine: "nop2")
    var sizes: [String: Size] = [:]
    for name in names {
      let (text, shape) = (size(graph, name), shapes[name] ?? Size(width: 0, height: 0))
      sizes[name] = Size(width: max(text.width, shape.width), height: max(text.height, shape.height))
    }
    return sizes
  }

  /// Where the nodes of the network go, without furniture and without overlaps.
  private static func arranged(
    _ dot: String, body: [String], sizes: [String: Size], engine: LayoutEngine, overlapRemovers: [String],
    _ context: GraphvizContext
  ) throws(PictureError) -> [Box] {
    let graph = try GraphvizGraph(dot: dot, context: context)
    let kept = Set(body)
    for name in graph.nodeNames where !kept.contains(name) { graph.deleteNode(name) }
    graph.set("overlap", "true")
    try graph.layOut(engine: engine.rawValue)
    var boxes = body.map { name in
      Box(center: position(graph, name), size: sizes[name] ?? Size(width: 1, height: 1))
    }
    boxes = Composition.stretched(boxes)
    guard boxes.count > 1 else { return boxes }
    for (name, box) in zip(body, boxes) {
      graph.set("shape", "box", node: name)
      graph.set("label", "", node: name)
      graph.set("fixedsize", "true", node: name)
      graph.set("width", decimal((box.size.width + Composition.gap) / 72, places: 4), node: name)
      graph.set("height", decimal((box.size.height + Composition.gap) / 72, places: 4), node: name)
      graph.set("pos", box.center.text, node: name)
    }
    graph.set("overlap_scaling", "0")
    for remover in overlapRemovers {
      GraphvizMessages.begin()
      graph.set("overlap", remover)
      try graph.layOut(engine: "nop1")
      if !saysUnsupported(GraphvizMessages.collected) { break }
    }
    for index in boxes.indices { boxes[index].center = position(graph, body[index]) }
    return boxes
  }

  /// A Graphviz built without `prism` or without its triangulation library takes another method or none, and says so.
  static func saysUnsupported(_ messages: String) -> Bool {
    messages.contains("verlap value") || messages.contains("triangulation library")
  }

  private static func fix(
    _ graph: GraphvizGraph, furniture: [String], sizes: [String: Size], body: [Box]
  ) throws(PictureError) {
    let kinds = furniture.map { graph.attribute("furniture", node: $0) }
    let find = { (kind: String) in
      kinds.firstIndex(of: kind).flatMap { sizes[furniture[$0]] } ?? Size(width: 0, height: 0)
    }
    let page = Composition(body: body, title: find("title"), legend: find("legend"))
    var next = 0
    for name in graph.nodeNames {
      switch graph.attribute("furniture", node: name) {
      case "title": graph.set("pos", page.title.text, node: name)
      case "legend": graph.set("pos", page.legend.text, node: name)
      case "sample":
        let offset = Point(graph.attribute("offset", node: name)) ?? Point(x: 0, y: 0)
        graph.set("pos", page.inLegend(offset).text, node: name)
      default:
        graph.set("pos", page.body[next].text, node: name)
        next += 1
      }
    }
    // The corners hold the page open: texts under circles do not count in the bounding box.
    for (index, corner) in page.corners.enumerated() {
      let name = "corner\(index)"
      graph.addNode(name)
      for (key, value) in [
        ("shape", "point"), ("style", "invis"), ("width", "0.01"), ("height", "0.01"), ("pos", corner.text),
        ("furniture", "corner"),
      ] { graph.set(key, value, node: name) }
    }
    try graph.layOut(engine: "nop2")
  }

  private static func position(_ graph: GraphvizGraph, _ name: String) -> Point {
    Point(graph.attribute("pos", node: name)) ?? Point(x: 0, y: 0)
  }

  /// From inches to points.
  private static func size(_ graph: GraphvizGraph, _ name: String) -> Size {
    Size(
      width: 72 * (Double(graph.attribute("width", node: name)) ?? 0),
      height: 72 * (Double(graph.attribute("height", node: name)) ?? 0))
  }
}
