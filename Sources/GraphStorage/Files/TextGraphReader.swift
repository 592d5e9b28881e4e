/// Graphs from text, on several threads.
///
/// Fields are whole numbers from 0 to 2^64 - 2, and a third one a positive decimal number, separated by spaces, tabs,
/// commas or semicolons. Lines that begin with `#` or `%` and empty lines are not read; lines may end with CR LF.
enum TextGraphReader {
  static func read(
    _ path: String, _ format: GraphFormat, _ options: GraphReadOptions, _ control: RunControl
  ) throws(GraphFileError) -> ListedGraph {
    var edgePath = path
    var vertexText: TextPieces? = nil
    if format == .vertexEdge {
      let base = path.hasSuffix(".v") || path.hasSuffix(".e") ? String(path.dropLast(2)) : path
      edgePath = base + ".e"
      vertexText = try TextPieces(path: base + ".v")
    }
    return try read(try TextPieces(path: edgePath), vertexText, format, options, control)
  }

  /// - Parameter vertexText: of an LDBC pair.
  static func read(
    _ text: TextPieces, _ vertexText: TextPieces?, _ format: GraphFormat, _ options: GraphReadOptions,
    _ control: RunControl
  ) throws(GraphFileError) -> ListedGraph {
    let edgePath = text.file.path
    control.report(0)
    let weighted = format != .adjacencyList && options.readsWeights && hasThirdField(text)
    let ranked: ListedGraph
    if let small: [TextEdges<UInt32>] = try pieces(text, vertexText, format, weighted, options, control) {
      control.report(0.8)
      do throws(GraphError) {
        ranked = try IDRanks.small(
          small, allUpToGreatest: options.vertices == .allUpToGreatest, control)
      } catch { throw GraphFileError(error, file: fileName(edgePath)) }
    } else if let large: [TextEdges<UInt64>] = try pieces(text, vertexText, format, weighted, options, control) {
      control.report(0.8)
      if options.vertices == .allUpToGreatest {
        let greatest = large.map(\.greatest).max() ?? 0
        throw .graph(file: fileName(edgePath), error: .tooManyVertices(count: Int(clamping: greatest)))
      }
      do throws(GraphError) { ranked = try IDRanks.large(large, control) } catch {
        throw GraphFileError(error, file: fileName(edgePath))
      }
    } else {
      // No id is as great as the greatest 64-bit number: the scanner sees to that.
      preconditionFailure("ids of 64 bits fit 64 bits")
    }
    control.report(1)
    return ranked
  }

  /// Whether the first line with an edge has a weight.
  static func hasThirdField(_ text: TextPieces) -> Bool {
    for range in text.ranges {
      let found: Bool? = text.file.withBytes(range) { bytes -> Bool? in
        // SAFETY: the mapping outlives the call; the scanner stays inside the piece.
        unsafe bytes.withUnsafeBufferPointer { buffer -> Bool? in
          guard let start = buffer.baseAddress else { return nil }
          var scanner = unsafe LineScanner(start, start + buffer.count)
          guard scanner.skipToLine() else { return nil }
          for _ in 0..<2 {
            // What is wrong with the line, the parser will say.
            guard case .success = scanner.id() else { return false }
            if scanner.skipToField() { return false }
          }
          return true
        }
      }
      if let found { return found }
    }
    return false
  }

  /// All pieces of the text, or nil where an id does not fit `ID`.
  private static func pieces<ID>(
    _ text: TextPieces, _ vertexText: TextPieces?, _ format: GraphFormat, _ weighted: Bool,
    _ options: GraphReadOptions, _ control: RunControl
  ) throws(GraphFileError) -> [TextEdges<ID>]? {
    let parsed: [TextEdges<ID>?] = try text.map(control) { scanner, bytes in
      format == .adjacencyList
        ? TextEdges<ID>.adjacencyList(&scanner, bytes: bytes, control)
        : TextEdges<ID>.edgeList(
          &scanner, bytes: bytes, weighted: weighted, ignoresRest: !options.readsWeights, control)
    }
    var pieces: [TextEdges<ID>] = []
    for piece in parsed {
      guard let piece else { return nil }
      pieces.append(piece)
    }
    guard let vertexText else { return pieces }
    let vertices: [TextEdges<ID>?] = try vertexText.map(control) { scanner, _ in
      TextEdges<ID>.vertexList(&scanner, control)
    }
    var listed = IDTable()
    for piece in vertices {
      guard let piece else { return nil }
      for id in piece.alone { listed.insert(UInt64(id)) }
      pieces.append(piece)
    }
    let known = listed
    let all = pieces
    // Every end of an edge is a vertex of the file. The search of the line is for the case that one is not.
    let strangers: [Bool] = parallelMap(count: all.count, threads: control.threads) { number in
      let piece = all[number]
      for edge in 0..<piece.count {
        if edge & 4095 == 0 && control.isCancelled { return false }
        guard known.contains(UInt64(piece.sources[edge])), known.contains(UInt64(piece.targets[edge])) else {
          return true
        }
      }
      return false
    }
    if control.isCancelled { throw .cancelled }
    if strangers.contains(true) {
      _ = try text.map(control) { scanner, _ -> Result<Void, TextPieces.ScanFault> in
        while scanner.skipToLine() {
          for field in 1...2 {
            _ = scanner.skipToField()
            guard case .success(let id) = scanner.id() else { break }
            if !known.contains(id) { return .failure(TextPieces.ScanFault(field, .vertexNotListed)) }
          }
          scanner.skipRest()
          scanner.nextLine()
        }
        return .success(())
      }
    }
    return pieces
  }
}
