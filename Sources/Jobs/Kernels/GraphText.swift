import GraphStorage
import Ingest

/// Reads a text of edges and builds its graph, where there is memory for both.
struct GraphText {
  let path: String
  /// Not the binary form.
  let format: GraphFormat
  let options: GraphReadOptions
  /// Bytes that reading and building may take.
  let budget: Int
  let context: RunContext

  static func isPacked(_ path: String) -> Bool { path.lowercased().hasSuffix(".gz") }

  /// - Throws: `Failure`: a text that cannot be read or is at fault, one that has no room in the budget (refused), cancelled.
  func graph(_ making: inout LoadedGraph.Making) throws(Failure) -> NamedGraph {
    let clock = ContinuousClock()
    let begun = clock.now
    var unpacked = try unpacked()
    let reading = try requireRoom(unpacked)
    let listed = try list(unpacked)
    unpacked = nil
    let (vertices, edges) = (listed.edges.vertexCount, listed.edges.count)
    if vertices == 0 { context.tell("\(path): no vertex: the file is empty or holds only comments") }
    making.bytes = max(
      reading, roomOfBuild(vertices: vertices, edges: edges, weighted: listed.edges.hasWeights))
    try GraphRoom.require(
      making.bytes, for: "building the graph needs", budget: budget,
      hint: options.vertices == .allUpToGreatest
        ? "without --all-vertices only the ids that occur are vertices" : GraphRoom.hint)
    let loaded = clock.now
    making.load = (loaded - begun).seconds
    let named: NamedGraph
    // Given away whole, so that the build gives back what it has read: a closure would hold it.
    do throws(GraphError) {
      named = try (consume listed).built(options.policy, context.control(named: "build"))
    } catch { throw Failure(error) }
    making.build = (clock.now - loaded).seconds
    let lost = edges - named.graph.edgeCount
    // An adjacency list may name each edge at both of its ends.
    if format != .adjacencyList, lost > 0 {
      context.tell(
        "\(path): \(lost.formatted) of \(edges.formatted) edges are loops, which are left out, or were listed before")
    }
    return named
  }

  private func list(_ unpacked: MappedFile?) throws(Failure) -> ListedGraph {
    let control = context.control(named: "load")
    do throws(GraphFileError) {
      if let unpacked { return try GraphFile.list(unpacked, format, options: options, control) }
      return try GraphFile.list(path, format, options: options, control)
    } catch { throw Failure(error) }
  }

  /// Nil for a text that is not packed.
  private func unpacked() throws(Failure) -> MappedFile? {
    guard Self.isPacked(path) else { return nil }
    let found: MappedFile?
    do throws(IngestError) {
      found = try UnpackedText.gzip(path, limit: budget, context.cancellation)
    } catch { throw Failure(error) }
    guard let found else { throw Failure(GraphFileError.cancelled) }
    return found
  }

  /// Whether there is room, by what can be told of the text before it is read.
  /// - Returns: bytes that reading takes at the most, about: what was unpacked and the list of edges, which is ranked in another
  ///   one where ids are wide.
  private func requireRoom(_ unpacked: MappedFile?) throws(Failure) -> Int {
    // What is wrong with a file, its reader says.
    guard let last = format.paths(path).last, let text = unpacked ?? (try? MappedFile(path: last)) else { return 0 }
    let sample = TextSample(text, format)
    let isWeighted = options.readsWeights && sample.hasThirdField
    let perEdge = (sample.hasWideIDs ? 40 : 8) + (isWeighted ? 8 : 0)
    let reading = (unpacked?.count ?? 0) + sample.edges * perEdge
    try GraphRoom.require(
      max(reading, roomOfBuild(vertices: 0, edges: sample.edges, weighted: isWeighted)),
      for: "\(path), about \(sample.edges.formatted) edges by its size, needs", budget: budget, hint: GraphRoom.hint)
    return reading
  }

  private func roomOfBuild(vertices: Int, edges: Int, weighted: Bool) -> Int {
    GraphRoom.building(
      vertices: vertices, edges: edges, directed: options.policy.directed, weighted: weighted,
      threads: context.threads.value)
  }
}
