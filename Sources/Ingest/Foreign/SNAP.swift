import GraphStorage
import People

/// Edge lists in the form of the Stanford Network Analysis Project (snap.stanford.edu), and of its kin.
///
/// - Two columns, `src dst`, are friendships: both orientations and doubles are one. With `options.isDirected` they are
///   follows.
/// - Three columns, `src dst unixtime`, are events of kind `message` from the first to the second. (A third column whose
///   name in a header speaks of no time is not read.)
/// - Columns are separated by commas, tabs or blanks; lines that begin with `#` or `%` are remarks. A first row that is
///   no data while the second is numeric is a header (`node_1,node_2`).
/// - A label table `node label`, or with a header such as `id,target`, gives an attribute: of its name in the header,
///   otherwise `label`.
/// - Rows whose ends are the same person are rejected.
public enum SNAP {
  /// Reads the edges and the labels.
  ///
  /// - Parameter path: the file of edges, plain, `.gz` or `.zip`. Labels are found beside it as `<stem>-labels.txt`,
  ///   `<beginning of the stem>-department-labels.txt`, or `<x>_target.csv` for `<x>_edges.csv`; `options.labels` names
  ///   them outright.
  /// - Throws: `notFound`, `unreadable`; `document` where the columns are not 2 or 3, or no row can be read; damage in a
  ///   compressed file; `rejected`, `tooManyRejected`.
  /// - Complexity: O(bytes + edges · log edges of a person), in parallel.
  public static func read(path: String, options: ImportOptions) throws(IngestError) -> ImportResult {
    let edges = InputFile(path: path)
    guard isReachable(path) else { throw .notFound(file: edges.name) }
    let labelFile = try SNAPLabels.find(edges, labels: options.labels)
    var reading = try ForeignReading(.snap, [edges] + (labelFile.map { [$0] } ?? []), options)
    let form = EdgeListForm(try TextSample(edges, remarks: remarks), file: edges)
    guard form.columns != 1 && form.columns <= 3 else {
      throw .document(
        file: edges.name, line: 0, column: 0,
        problem: "\(form.columns) columns; expected 'src dst' or 'src dst unixtime'")
    }
    let isDated = form.columns == 3 && (form.names.isEmpty || namesTime(form.names[2]))
    let pieces = try EdgeLines.read(edges, form, isDated: isDated, &reading)
    try reading.requireRows(edges, form: "'src dst' or 'src dst unixtime'")
    var labels: LabelFile?
    if let labelFile { labels = try LabelFile(labelFile, remarks: remarks, &reading) }

    let labelPieces = labels?.pieces ?? []
    let census = IDCensus(
      pieces.map(\.ids) + labelPieces.map(\.ids),
      codes: pieces.map { [$0.first, $0.second] } + labelPieces.map { [$0.codes] }, threads: options.threads)
    var graph = SocialGraph(people: PersonTable(ids: census.table))
    if form.headerLine > 0 { reading.notes.append("row \(form.headerLine) of \(edges.name) was read as a header") }
    if form.columns == 3 && !isDated { reading.notes.append("the third column, which names no time, is not read") }
    if let labels {
      let name = labels.name ?? "label"
      let values = try labels.values(census, firstPiece: pieces.count, &reading)
      graph.attributes = [AttributeColumn(name: name, values: values)]
      reading.notes.append("attribute '\(name)' from \(labels.file.name)")
      if labels.furtherColumns > 0 { reading.notes.append("further columns of \(labels.file.name) are not read") }
    }
    if isDated {
      guard let kind = graph.kinds.index(of: "message") else { preconditionFailure("a standard kind") }
      let batches = parallelMap(count: pieces.count, threads: options.threads) { number in
        pieces[number].events(census, number, kind: kind)
      }
      graph.interactions = try ledger(batches, of: graph, file: edges, threads: options.threads)
      reading.notes.append("each row is a message from the first person to the second; times are seconds since 1970")
    } else {
      let pairs = PackedPairs(pieces, census, isDirected: options.isDirected, threads: options.threads)
      // Sorted and without doubles, as `normalise()` would leave them.
      if options.isDirected {
        graph.follows = pairs.map(threads: options.threads) { Follow(follower: $0, followee: $1) }
      } else {
        graph.friendships = pairs.map(threads: options.threads) { Friendship($0, $1) }
      }
      reading.notes.append(
        options.isDirected ? "each row is a follow" : "each row is a friendship; both orientations are one")
      if pairs.doubles > 0 { reading.notes.append("\(pairs.doubles) rows repeat an edge of another row") }
    }
    return try reading.result(graph)
  }

  private static let remarks = [UInt8(ascii: "#"), UInt8(ascii: "%")]

  private static func namesTime(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["time", "stamp", "date", "unix"].contains { name.contains($0) } || name == "t" || name == "ts"
  }
}
