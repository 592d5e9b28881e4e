import GraphStorage

/// Breadth-first searches from up to 64 sources at the same time: bit `i` of a vertex's word stands for source `i`.
///
/// Paper: Then et al., "The more the merrier: efficient multi-source graph traversal" (2014). Deviation: a level with
/// many arcs is pulled (each vertex gathers the words of those who point at it), one with few is pushed.
final class BitParallelSearch: Sendable {
  private let out: ArcRows
  private let back: ArcRows
  private let control: RunControl
  private let seen: AtomicWords
  private let first: AtomicWords
  private let second: AtomicWords
  private static let grain = 4_096
  /// Pieces of a level: by arcs, because in an order by degree the first few rows hold most of them.
  private let outPieces: BalancedRanges
  private let backPieces: BalancedRanges
  /// A level whose arcs are fewer than this share of all is pushed.
  private static let pushShare = 32

  init(out: ArcRows, back: ArcRows, _ control: RunControl) throws(Cancelled) {
    self.out = out
    self.back = back
    self.control = control
    outPieces = BalancedRanges(out.offsets)
    backPieces = BalancedRanges(back.offsets)
    // SAFETY: `run` fills all three before it reads them.
    unsafe seen = AtomicWords(unwritten: out.vertexCount)
    unsafe first = AtomicWords(unwritten: out.vertexCount)
    unsafe second = AtomicWords(unwritten: out.vertexCount)
  }

  /// Runs from `sources`, which may be called again with others.
  ///
  /// - Parameters:
  ///   - sources: at most 64, all different; source `i` has bit `i`.
  ///   - level: given each depth from 0 on, in order, with the words of those that are new there: bit `i` of the word of
  ///     a vertex is set if that is the vertex's distance from source `i`. Not called for a depth without any.
  func run(
    sources: ArraySlice<UInt32>, level: (_ depth: Int, _ new: MutableColumn<UInt64>) throws(Cancelled) -> Void
  ) throws(Cancelled) {
    precondition(sources.count <= 64, "a word has 64 bits")
    let vertexCount = out.vertexCount
    let (seenWords, firstWords, secondWords) = (seen.values, first.values, second.values)
    try parallelRanges(vertexCount, grain: 1 << 17, control) { range in
      seenWords.fill(0, range)
      firstWords.fill(0, range)
      secondWords.fill(0, range)
    }
    for (bit, source) in sources.enumerated() {
      seenWords[Int(source)] |= 1 &<< UInt64(bit)
      firstWords[Int(source)] |= 1 &<< UInt64(bit)
    }
    let all: UInt64 = sources.count == 64 ? .max : (1 &<< UInt64(sources.count)) - 1
    var (current, next) = (first, second)
    var depth = 0
    var active = sources.count
    while active > 0 {
      try level(depth, current.values)
      if try levelArcs(current.values) > out.targets.count / Self.pushShare {
        active = try pull(current, into: next, all: all)
      } else {
        active = try push(current, into: next)
      }
      swap(&current, &next)
      depth += 1
    }
  }

  private func levelArcs(_ words: MutableColumn<UInt64>) throws(Cancelled) -> Int {
    let counter = AtomicWords(repeating: 0, count: 1)
    let offsets = out.offsets
    try parallelRanges(out.vertexCount, grain: Self.grain * 4, control) { range in
      var sum = 0
      // SAFETY: ranges cover the vertices; offsets have one place more.
      for vertex in range where unsafe words[unchecked: vertex] != 0 {
        sum &+= unsafe offsets[unchecked: vertex &+ 1] &- offsets[unchecked: vertex]
      }
      counter.add(sum)
    }
    return Int(counter.values[0])
  }

  /// Overwrites `next`; gives how many vertices have a bit there.
  private func pull(_ current: AtomicWords, into next: AtomicWords, all: UInt64) throws(Cancelled) -> Int {
    let counter = AtomicWords(repeating: 0, count: 1)
    let (back, seenWords, words, nextWords) = (back, seen.values, current.values, next.values)
    let pieces = backPieces
    try parallelPieces(pieces.count, control) { piece, _ in
      let (offsets, targets) = (back.offsets, back.targets)
      var found = 0
      for vertex in pieces[piece] {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        let seen = unsafe seenWords[unchecked: vertex]
        let missing = all & ~seen
        var gathered: UInt64 = 0
        if missing != 0 {
          for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
            gathered |= unsafe words[unchecked: Int(targets[unchecked: arc])]
            if gathered & missing == missing { break }
          }
          gathered &= missing
        }
        unsafe nextWords[unchecked: vertex] = gathered
        if gathered != 0 {
          unsafe seenWords[unchecked: vertex] = seen | gathered
          found &+= 1
        }
      }
      counter.add(found)
    }
    return Int(counter.values[0])
  }

  /// Overwrites `next`; gives how many vertices have a bit there.
  private func push(_ current: AtomicWords, into next: AtomicWords) throws(Cancelled) -> Int {
    let counter = AtomicWords(repeating: 0, count: 1)
    let (out, seenWords, words, nextWords) = (out, seen.values, current.values, next.values)
    let vertexCount = out.vertexCount
    try parallelRanges(vertexCount, grain: 1 << 17, control) { range in nextWords.fill(0, range) }
    let pieces = outPieces
    try parallelPieces(pieces.count, control) { piece, _ in
      let (offsets, targets) = (out.offsets, out.targets)
      for vertex in pieces[piece] {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        let word = unsafe words[unchecked: vertex]
        guard word != 0 else { continue }
        for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
          let target = unsafe Int(targets[unchecked: arc])
          // `seen` is written only after all pieces of this loop.
          let missing = unsafe word & ~seenWords[unchecked: target]
          if missing != 0 { unsafe next.insert(missing, unchecked: target) }
        }
      }
    }
    try parallelRanges(vertexCount, grain: Self.grain * 4, control) { range in
      var found = 0
      // SAFETY: ranges cover the vertices, and each is in one range.
      for vertex in range where unsafe nextWords[unchecked: vertex] != 0 {
        unsafe seenWords[unchecked: vertex] |= nextWords[unchecked: vertex]
        found &+= 1
      }
      counter.add(found)
    }
    return Int(counter.values[0])
  }
}
