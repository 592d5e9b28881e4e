/// Graphs as text, made by several threads and written in the order of the vertices. Ids are those the graph came with.
enum TextGraphWriter {
  static func write(
    _ named: NamedGraph, to path: String, _ format: GraphFormat, _ control: RunControl
  ) throws(GraphFileError) {
    switch format {
    case .binary: try BinaryGraphFile.write(named, to: path, control)
    case .edgeList: try write(path, named, control) { edgeLines(named, $0) }
    case .adjacencyList: try write(path, named, control) { adjacencyLines(named, $0) }
    case .vertexEdge:
      let base = path.hasSuffix(".v") || path.hasSuffix(".e") ? String(path.dropLast(2)) : path
      try write(base + ".v", named, control) { vertexLines(named, $0) }
      try write(base + ".e", named, control) { edgeLines(named, $0) }
    }
  }

  /// Makes the lines of a few pieces at a time, so that memory stays small, and writes them in order.
  private static func write(
    _ path: String, _ named: NamedGraph, _ control: RunControl, _ lines: @Sendable (Range<Int>) -> [UInt8]
  ) throws(GraphFileError) {
    do {
      let file = try FileReplacement(of: path)
      let pieces = cut(named.graph)
      let step = control.threads.value * 2
      for start in stride(from: 0, to: pieces.count, by: step) {
        try control.checkCancelled()
        let group = pieces[start..<min(start + step, pieces.count)]
        let texts = parallelMap(count: group.count, threads: control.threads) { lines(group[start + $0]) }
        for text in texts { try file.append(text) }
        control.report(Double(start) / Double(pieces.count))
      }
      try file.synchronise()
      try file.takePlace()
      control.report(1)
    } catch let error as FileError {
      throw .file(error)
    } catch {
      throw .cancelled
    }
  }

  /// Rows with about 65,536 arcs and vertices together.
  private static func cut(_ graph: Graph) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var first = 0
    for vertex in 0..<graph.vertexCount {
      let size = graph.offsets[vertex + 1] - graph.offsets[first] + vertex - first
      if size >= 1 << 16 || vertex == graph.vertexCount - 1 {
        pieces.append(first..<vertex + 1)
        first = vertex + 1
      }
    }
    return pieces
  }

  /// Each edge once: an undirected one from its smaller vertex.
  private static func edgeLines(_ named: NamedGraph, _ vertices: Range<Int>) -> [UInt8] {
    let graph = named.graph
    var text: [UInt8] = []
    for vertex in vertices {
      let name = named.name(vertex)
      for arc in graph.row(vertex) {
        let target = Int(graph.targets[arc])
        if !graph.isDirected && target < vertex { continue }
        append(name, &text)
        text.append(0x20)
        append(named.name(target), &text)
        if let weights = graph.weights {
          text.append(0x20)
          text.append(contentsOf: decimal(weights[arc]).utf8)
        }
        text.append(0x0A)
      }
    }
    return text
  }

  /// A whole weight without its `.0`, which saves a third of the text.
  private static func decimal(_ weight: Double) -> String {
    weight == weight.rounded() && weight < 1e15 ? String(Int64(weight)) : weight.description
  }

  private static func adjacencyLines(_ named: NamedGraph, _ vertices: Range<Int>) -> [UInt8] {
    let graph = named.graph
    var text: [UInt8] = []
    for vertex in vertices {
      append(named.name(vertex), &text)
      for arc in graph.row(vertex) {
        text.append(0x20)
        append(named.name(Int(graph.targets[arc])), &text)
      }
      text.append(0x0A)
    }
    return text
  }

  private static func vertexLines(_ named: NamedGraph, _ vertices: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    for vertex in vertices {
      append(named.name(vertex), &text)
      text.append(0x0A)
    }
    return text
  }

  @inline(__always)
  private static func append(_ number: UInt64, _ text: inout [UInt8]) {
    let start = text.count
    var rest = number
    repeat {
      text.append(UInt8(truncatingIfNeeded: 0x30 + rest % 10))
      rest /= 10
    } while rest > 0
    var low = start
    var high = text.count - 1
    while low < high {
      text.swapAt(low, high)
      low += 1
      high -= 1
    }
  }
}
