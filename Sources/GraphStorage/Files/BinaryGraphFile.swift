/// Kith's own graph file: the columns of a graph as they lie in memory, behind a header (`BinaryGraphHeader`).
///
/// Written beside the old file and renamed into place. Opened by mapping: the columns are the file's own pages. For
/// machines that store the least significant byte first.
enum BinaryGraphFile {
  static func write(_ named: NamedGraph, to path: String, _ control: RunControl) throws(GraphFileError) {
    let graph = named.graph
    let opposite = graph.isDirected
    var header = BinaryGraphHeader()
    header.isDirected = graph.isDirected
    header.isDegreeDescending = graph.isDegreeDescending
    header.vertexCount = graph.vertexCount
    header.arcCount = graph.arcCount
    do throws(Cancelled) {
      func add<Element>(_ kind: BinaryGraphHeader.Kind, _ column: Column<Element>?) throws(Cancelled) {
        guard let column else { return }
        let section = BinaryGraphHeader.Section(
          kind: kind, offset: BinaryGraphHeader.aligned(header.fileLength), count: column.count,
          checksum: try ColumnChecksum.of(column, control))
        header.sections.append(section)
      }
      try add(.offsets, graph.offsets)
      try add(.targets, graph.targets)
      try add(.weights, graph.weights)
      try add(.times, graph.times)
      try add(.inOffsets, opposite ? graph.inOffsets : nil)
      try add(.inSources, opposite ? graph.inSources : nil)
      try add(.inWeights, opposite ? graph.inWeights : nil)
      try add(.names, named.names)
      try add(.oldOfNew, named.relabelling?.oldOfNew)
      try add(.newOfOld, named.relabelling?.newOfOld)
    } catch { throw .cancelled }
    control.report(0.1)
    do {
      let file = try FileReplacement(of: path)
      try file.append(header.bytes)
      var written = BinaryGraphHeader.size
      func add<Element>(_ column: Column<Element>?) throws {
        guard let column else { return }
        try file.append([UInt8](repeating: 0, count: BinaryGraphHeader.aligned(written) - written))
        let step = (8 << 20) / MemoryLayout<Element>.stride
        for start in stride(from: 0, to: column.count, by: step) {
          try control.checkCancelled()
          try file.append(column, start..<min(start + step, column.count))
        }
        written = BinaryGraphHeader.aligned(written) + column.count * MemoryLayout<Element>.stride
        control.report(0.1 + 0.8 * Double(written) / Double(header.fileLength))
      }
      try add(graph.offsets)
      try add(graph.targets)
      try add(graph.weights)
      try add(graph.times)
      try add(opposite ? graph.inOffsets : nil)
      try add(opposite ? graph.inSources : nil)
      try add(opposite ? graph.inWeights : nil)
      try add(named.names)
      try add(named.relabelling?.oldOfNew)
      try add(named.relabelling?.newOfOld)
      try file.synchronise()
      try file.takePlace()
    } catch let error as FileError {
      throw .file(error)
    } catch {
      throw .cancelled
    }
    control.report(1)
  }

  /// - Parameter isTrusted: true takes the columns for what they were written as; else checksums are compared and every
  ///   rule of a graph is checked, on several threads.
  static func read(_ path: String, isTrusted: Bool, _ control: RunControl) throws(GraphFileError) -> NamedGraph {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    let name = fileName(path)
    let header: BinaryGraphHeader
    do throws(GraphFileError.BinaryFault) {
      header = try BinaryGraphHeader(
        file.bytes(0..<min(file.count, BinaryGraphHeader.size)), fileLength: file.count)
    } catch { throw .binary(file: name, fault: error) }
    if !isTrusted { file.prepareForRandomReading() }
    control.report(0.1)
    func column<Element: BitwiseCopyable & Sendable>(
      _ kind: BinaryGraphHeader.Kind
    ) throws(GraphFileError) -> Column<Element>? {
      guard let section = header.section(kind) else { return nil }
      let column: Column<Element> = file.column(section.offset, count: section.count)
      if isTrusted { return column }
      let checksum: UInt64
      do throws(Cancelled) { checksum = try ColumnChecksum.of(column, control) } catch { throw .cancelled }
      guard checksum == section.checksum else { throw .binary(file: name, fault: .damagedColumn("\(kind)")) }
      return column
    }
    guard let offsets: Column<Int> = try column(.offsets), let targets: Column<UInt32> = try column(.targets) else {
      throw .binary(file: name, fault: .damagedHeader)
    }
    let rows = RowTransposition.Result(
      offsets: offsets, targets: targets, weights: try column(.weights), times: try column(.times))
    var opposite: RowTransposition.Result? = nil
    if let inOffsets: Column<Int> = try column(.inOffsets), let inSources: Column<UInt32> = try column(.inSources) {
      opposite = RowTransposition.Result(
        offsets: inOffsets, targets: inSources, weights: try column(.inWeights), times: nil)
    }
    let names: Column<UInt64>? = try column(.names)
    var relabelling: Relabelling? = nil
    if let oldOfNew: Column<UInt32> = try column(.oldOfNew), let newOfOld: Column<UInt32> = try column(.newOfOld) {
      relabelling = Relabelling(trustedOldOfNew: oldOfNew, newOfOld: newOfOld)
    }
    control.report(0.4)
    let graph = Graph(trustedRows: rows, opposite: opposite, isDegreeDescending: header.isDegreeDescending)
    if !isTrusted {
      do throws(GraphError) {
        try check(graph, control)
        try graph.makeHeads(control)
        if let relabelling, try Relabelling(oldOfNew: relabelling.oldOfNew) != relabelling { throw .notAPermutation }
      } catch { throw GraphFileError(error, file: name) }
      if let names, zip(names, names.dropFirst()).contains(where: { $0 >= $1 }) {
        throw .binary(file: name, fault: .damagedColumn("\(BinaryGraphHeader.Kind.names)"))
      }
    }
    control.report(1)
    return NamedGraph(graph, names: names, relabelling: relabelling)
  }

  /// Every rule of a graph.
  private static func check(_ graph: Graph, _ control: RunControl) throws(GraphError) {
    try checkRows(offsets: graph.offsets, targets: graph.targets, control)
    try checkColumns(offsets: graph.offsets, weights: graph.weights, times: graph.times, control)
    if graph.isDegreeDescending != degreesDescend(graph.offsets) { throw .offsetsMalformed(row: 0) }
    if !graph.isDirected {
      return try checkTwins(
        offsets: graph.offsets, targets: graph.targets, weights: graph.weights, times: graph.times, control)
    }
    try checkRows(offsets: graph.inOffsets, targets: graph.inSources, control)
    try checkColumns(offsets: graph.inOffsets, weights: graph.inWeights, times: nil, control)
    try checkOpposite(
      offsets: graph.offsets, targets: graph.targets, weights: graph.weights, inOffsets: graph.inOffsets,
      inSources: graph.inSources, inWeights: graph.inWeights, control)
  }
}
