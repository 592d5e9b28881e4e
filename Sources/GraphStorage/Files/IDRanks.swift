/// The ranks of the ids that occur in a text, by a bitmap where they are small enough and by a hash table otherwise.
enum IDRanks {
  /// - Parameter allUpToGreatest: vertices are all ids from 0 to the greatest, whether they occur or not.
  static func small(
    _ pieces: [TextEdges<UInt32>], allUpToGreatest: Bool, _ control: RunControl
  ) throws(GraphError) -> ListedGraph {
    let count = pieces.contains { $0.count > 0 || !$0.alone.isEmpty } ? Int(pieces.map(\.greatest).max() ?? 0) + 1 : 0
    if allUpToGreatest { return ListedGraph(edges: list(pieces, vertexCount: count), names: nil) }
    let listed = pieces.reduce(0) { $0 + $1.count }
    if count / 64 > listed + 1 << 16 { return try large(pieces.map(widened), control) }
    let seen = Bitmap(count: count)
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(pieces.count, control) { number, _ in
        let piece = pieces[number]
        // SAFETY: no id is above the greatest, which the bitmap has room for.
        for column in [piece.sources, piece.targets] {
          let ids = unsafe column.base
          for edge in 0..<piece.count {
            let id = unsafe Int(ids[edge])
            if unsafe !seen.contains(unchecked: id) { _ = unsafe seen.insertShared(unchecked: id) }
          }
        }
        for id in piece.alone { _ = unsafe seen.insertShared(unchecked: Int(id)) }
      }
    }
    // Ids that occur before each word of the bitmap.
    let before = MutableColumn<UInt32>(repeating: 0, count: seen.words.count)
    var total = 0
    for word in 0..<seen.words.count {
      before[word] = UInt32(truncatingIfNeeded: total)
      total += seen.words[word].nonzeroBitCount
    }
    if total == count { return ListedGraph(edges: list(pieces, vertexCount: count), names: nil) }
    let names = MutableColumn<UInt64>(repeating: 0, count: total)
    var next = 0
    for word in 0..<seen.words.count {
      var bits = seen.words[word]
      while bits != 0 {
        names[next] = UInt64(word * 64 + bits.trailingZeroBitCount)
        bits &= bits &- 1
        next += 1
      }
    }
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(pieces.count, control) { number, _ in
        let piece = pieces[number]
        // SAFETY: as above; ids are replaced by their ranks where they stand.
        let words = unsafe seen.words.base
        let ranks = unsafe before.base
        for column in [piece.sources, piece.targets] {
          let ids = unsafe column.base
          for edge in 0..<piece.count {
            let id = unsafe Int(ids[edge])
            let below: UInt64 = (1 &<< UInt64(id & 63)) &- 1
            let rank = unsafe (words[id &>> 6] & below).nonzeroBitCount
            unsafe ids[edge] = ranks[id &>> 6] &+ UInt32(truncatingIfNeeded: rank)
          }
        }
      }
    }
    return ListedGraph(edges: list(pieces, vertexCount: total), names: names.frozen())
  }

  /// Ids of any size.
  static func large(_ pieces: [TextEdges<UInt64>], _ control: RunControl) throws(GraphError) -> ListedGraph {
    let distinct: [[UInt64]] = parallelMap(count: pieces.count, threads: control.threads) { number in
      let piece = pieces[number]
      var table = IDTable()
      for edge in 0..<piece.count {
        table.insert(piece.sources[edge])
        table.insert(piece.targets[edge])
        if edge & 4095 == 0 && control.isCancelled { return [] }
      }
      for id in piece.alone { table.insert(id) }
      return table.ids
    }
    if control.isCancelled { throw .cancelled }
    var table = IDTable()
    for ids in distinct {
      for id in ids { table.insert(id) }
      if control.isCancelled { throw .cancelled }
    }
    let names = table.ids.sorted()
    guard names.count < Int(UInt32.max) else { throw .tooManyVertices(count: names.count) }
    table.number(names)
    let numbered = table
    let ranked: [EdgeList.Piece] = parallelMap(count: pieces.count, threads: control.threads) { number in
      let piece = pieces[number]
      // SAFETY: every place is written by the loop; where the run is cancelled nobody reads them.
      let sources = unsafe MutableColumn<UInt32>(unwritten: piece.count)
      let targets = unsafe MutableColumn<UInt32>(unwritten: piece.count)
      for edge in 0..<piece.count {
        if edge & 4095 == 0 && control.isCancelled { break }
        sources[edge] = numbered.rank(piece.sources[edge])
        targets[edge] = numbered.rank(piece.targets[edge])
      }
      return EdgeList.Piece(
        sources: sources.frozen(), targets: targets.frozen(), weights: piece.weights?.frozen(piece.count))
    }
    if control.isCancelled { throw .cancelled }
    let isPlain = names.last.map { $0 == UInt64(names.count - 1) } ?? true
    return ListedGraph(
      edges: EdgeList(vertexCount: names.count, pieces: ranked.filter { $0.count > 0 }),
      names: isPlain ? nil : Column(names))
  }

  private static func list(_ pieces: [TextEdges<UInt32>], vertexCount: Int) -> EdgeList {
    EdgeList(
      vertexCount: vertexCount,
      pieces: pieces.filter { $0.count > 0 }.map {
        EdgeList.Piece(
          sources: $0.sources.frozen($0.count), targets: $0.targets.frozen($0.count),
          weights: $0.weights?.frozen($0.count))
      })
  }

  private static func widened(_ piece: TextEdges<UInt32>) -> TextEdges<UInt64> {
    let sources = MutableColumn<UInt64>(repeating: 0, count: piece.count)
    let targets = MutableColumn<UInt64>(repeating: 0, count: piece.count)
    for edge in 0..<piece.count {
      sources[edge] = UInt64(piece.sources[edge])
      targets[edge] = UInt64(piece.targets[edge])
    }
    return TextEdges(
      sources: sources, targets: targets, weights: piece.weights, count: piece.count,
      alone: piece.alone.map { UInt64($0) }, greatest: UInt64(piece.greatest))
  }
}
