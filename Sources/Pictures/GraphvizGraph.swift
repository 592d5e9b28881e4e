import CGraphviz

/// A context of libgvc: its plugins and fonts. Not thread safe, like all of Graphviz.
@safe final class GraphvizContext {
  fileprivate let pointer: OpaquePointer

  init() throws(PictureError) {
    // SAFETY: `gvContext` takes nothing and returns an owned context, freed once in `deinit`.
    guard let context = unsafe gvContext() else { throw .layoutFailed("libgvc could not be started") }
    unsafe pointer = context
  }

  deinit {
    // SAFETY: freed once; every graph holds on to its context, so none is left.
    _ = unsafe gvFreeContext(pointer)
  }
}

/// A graph parsed by libcgraph, with its attributes as text. Owns the C graph and its layout.
@safe final class GraphvizGraph {
  private let context: GraphvizContext
  private let graph: UnsafeMutablePointer<Agraph_t>
  private var hasLayout = false

  /// - Throws: `layoutFailed` where `dot` is not one graph in the DOT language.
  init(dot: String, context: GraphvizContext) throws(PictureError) {
    guard !dot.utf8.contains(0) else { throw .layoutFailed("the document holds a NUL byte") }
    // SAFETY: `agmemread` reads up to the NUL that `withCString` appends and keeps no pointer into it.
    let parsed = unsafe dot.withCString { unsafe agmemread($0) }
    guard let parsed = unsafe parsed else {
      throw .layoutFailed(GraphvizMessages.collected.isEmpty ? "it holds no graph" : GraphvizMessages.summary)
    }
    unsafe graph = parsed
    self.context = context
    guard agerrors() == 0 else { throw .layoutFailed(GraphvizMessages.summary) }
  }

  deinit {
    freeLayout()
    // SAFETY: closed once; nothing else keeps the pointer.
    _ = unsafe agclose(graph)
  }

  /// In the order of the document.
  var nodeNames: [String] {
    var names: [String] = []
    // SAFETY: nodes belong to `graph`, which is open; names are copied.
    var node = unsafe agfstnode(graph)
    while let current = unsafe node {
      unsafe names.append(String(cString: agnameof(current)))
      unsafe node = agnxtnode(graph, current)
    }
    return names
  }

  var edgeCount: Int {
    // SAFETY: `graph` is open.
    Int(unsafe agnedges(graph))
  }

  /// The text of an attribute; "" where it is not set.
  func attribute(_ name: String, node: String) -> String {
    // SAFETY: the pointer of the node is used at once and only while `graph` is open; the text is copied.
    guard let pointer = unsafe find(node), let text = unsafe withText(name, { unsafe agget(pointer, $0) }) else {
      return ""
    }
    return unsafe String(cString: text)
  }

  func graphAttribute(_ name: String) -> String {
    // SAFETY: `graph` is open; the text is copied.
    guard let text = unsafe withText(name, { unsafe agget(graph, $0) }) else { return "" }
    return unsafe String(cString: text)
  }

  func set(_ name: String, _ value: String, node: String) {
    // SAFETY: as in `attribute`; libcgraph copies both texts. `find` returned a node of this graph.
    guard let pointer = unsafe find(node) else { return }
    unsafe withText(name) { name in
      unsafe withText(value) { value in
        unsafe withText("") { _ = unsafe agsafeset(pointer, name, value, $0) }
      }
    }
  }

  func set(_ name: String, _ value: String) {
    // SAFETY: `graph` is open; libcgraph copies both texts.
    unsafe withText(name) { name in
      unsafe withText(value) { value in
        unsafe withText("") { _ = unsafe agsafeset(graph, name, value, $0) }
      }
    }
  }

  /// Adds a node of this name if there is none.
  func addNode(_ name: String) {
    // SAFETY: `graph` is open; the name is copied.
    unsafe withText(name) { _ = unsafe agnode(graph, $0, 1) }
  }

  /// Deletes a node and its edges.
  func deleteNode(_ name: String) {
    // SAFETY: `find` returned a node of this graph, and no pointer to it is kept.
    if let pointer = unsafe find(name) { _ = unsafe agdelnode(graph, pointer) }
  }

  /// Lays the graph out anew and writes positions and sizes back as attributes.
  func layOut(engine: String) throws(PictureError) {
    freeLayout()
    // SAFETY: context and graph are open; the name of the engine is only read.
    let status = unsafe engine.withCString { unsafe gvLayout(context.pointer, graph, $0) }
    guard status == 0 else { throw .layoutFailed(GraphvizMessages.summary) }
    hasLayout = true
    // SAFETY: the graph has a layout, which is all that `attach_attrs` reads.
    unsafe attach_attrs(graph)
  }

  /// - Precondition: it was laid out.
  func render(format: String) throws(PictureError) -> [UInt8] {
    precondition(hasLayout, "lay the graph out first")
    var data: UnsafeMutablePointer<CChar>?
    var count: UInt32 = 0
    // SAFETY: on success `data` points to `count` bytes that are ours; they are copied and then freed once.
    let status = unsafe format.withCString { unsafe gvRenderData(context.pointer, graph, $0, &data, &count) }
    guard status == 0, let data = unsafe data else { throw .layoutFailed(GraphvizMessages.summary) }
    defer { unsafe gvFreeRenderData(data) }
    return unsafe Array(UnsafeRawBufferPointer(start: data, count: Int(count)))
  }

  private func freeLayout() {
    guard hasLayout else { return }
    // SAFETY: the layout of this graph was made with this context and is freed once.
    _ = unsafe gvFreeLayout(context.pointer, graph)
    hasLayout = false
  }

  private func find(_ node: String) -> UnsafeMutablePointer<Agnode_t>? {
    // SAFETY: only looks up (the last argument forbids creation).
    unsafe withText(node) { unsafe agnode(graph, $0, 0) }
  }

  /// libcgraph takes `char *` where it only reads.
  private func withText<Result>(_ text: String, _ body: (UnsafeMutablePointer<CChar>) -> Result) -> Result {
    // SAFETY: the buffer is a copy, NUL-terminated and alive for the call.
    unsafe text.withCString { unsafe body(UnsafeMutablePointer(mutating: $0)) }
  }
}
