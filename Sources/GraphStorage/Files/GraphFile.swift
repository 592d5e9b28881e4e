/// Graph files in any of the forms of `GraphFormat`.
public enum GraphFile {
  /// - Parameters:
  ///   - path: of `.vertexEdge` either file, or both without their endings.
  ///   - format: a text says itself nothing of its form.
  /// - Throws: `GraphFileError`, with the line and field of a text that are at fault.
  /// - Complexity: O(bytes). The list of a text's edges takes 8 bytes an edge, 16 with weights, and 40 and 48 while ids that do
  ///   not fit 32 bits are ranked; what `GraphBuilder` takes comes to that, less what it gives back of the list.
  public static func read(
    _ path: String, _ format: GraphFormat, options: GraphReadOptions = GraphReadOptions(),
    _ control: RunControl = RunControl()
  ) throws(GraphFileError) -> NamedGraph {
    guard format != .binary else { return try BinaryGraphFile.read(path, isTrusted: options.isTrusted, control) }
    let first = RunControl(threads: control.threads, cancellation: control.cancellation) { control.report($0 / 2) }
    let second = RunControl(threads: control.threads, cancellation: control.cancellation) {
      control.report(0.5 + $0 / 2)
    }
    let listed = try list(path, format, options: options, first)
    do throws(GraphError) { return try (consume listed).built(options.policy, second) } catch {
      throw GraphFileError(error, file: fileName(path))
    }
  }

  /// The edges of a text, not yet built: for whoever tells the time of each apart, or builds more than once.
  /// - Precondition: a text format.
  public static func list(
    _ path: String, _ format: GraphFormat, options: GraphReadOptions = GraphReadOptions(),
    _ control: RunControl = RunControl()
  ) throws(GraphFileError) -> ListedGraph {
    precondition(format != .binary, "a binary graph lists no edges")
    return try TextGraphReader.read(path, format, options, control)
  }

  /// As `list`, of a text that is open already.
  /// - Precondition: an edge list or an adjacency list.
  public static func list(
    _ text: MappedFile, _ format: GraphFormat, options: GraphReadOptions = GraphReadOptions(),
    _ control: RunControl = RunControl()
  ) throws(GraphFileError) -> ListedGraph {
    precondition(format == .edgeList || format == .adjacencyList, "a graph in one text")
    return try TextGraphReader.read(TextPieces(text), nil, format, options, control)
  }

  /// Writes beside an older file and renames into place, so that a reader sees the old one or the new one.
  ///
  /// An edge list keeps no vertex without an edge and no format but the binary one keeps times and the relabelling; an
  /// adjacency list keeps no weights.
  public static func write(
    _ graph: NamedGraph, to path: String, _ format: GraphFormat, _ control: RunControl = RunControl()
  ) throws(GraphFileError) {
    try TextGraphWriter.write(graph, to: path, format, control)
  }
}
