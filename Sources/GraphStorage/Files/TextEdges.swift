/// Edges as they stand in a text, by ids.
struct TextEdges<ID: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>: Sendable {
  let sources: MutableColumn<ID>
  let targets: MutableColumn<ID>
  let weights: MutableColumn<Double>?
  let count: Int
  /// Ids that stand alone on their line.
  let alone: [ID]
  let greatest: ID

  /// Nil for the value where an id does not fit `ID`: the text has to be read again with wider ones.
  typealias Parsed = Result<TextEdges<ID>?, TextPieces.ScanFault>

  /// Lines `u v`, or `u v w` where `weighted`; a third field without it is a fault unless `ignoresRest`.
  static func edgeList(
    _ scanner: inout LineScanner, bytes: Int, weighted: Bool, ignoresRest: Bool, _ control: RunControl
  ) -> Parsed {
    // The shortest line has four bytes, the last one three. Memory that is not written is not taken: with ordinary pages, of
    // huge ones a column of a piece would take half of one more on the average.
    let capacity = bytes / 4 + 1
    // SAFETY: only what was written is read, `count` says how much.
    let sources = unsafe MutableColumn<ID>(unwritten: capacity, pages: .ordinary)
    let targets = unsafe MutableColumn<ID>(unwritten: capacity, pages: .ordinary)
    let weights = weighted ? unsafe MutableColumn<Double>(unwritten: capacity, pages: .ordinary) : nil
    let sourceBase = unsafe sources.base
    let targetBase = unsafe targets.base
    let weightBase = unsafe weights?.base
    var count = 0
    var greatest: UInt64 = 0
    while scanner.skipToLine() {
      if count & 4095 == 0 && control.isCancelled { break }
      let source: UInt64
      switch scanner.id() {
      case .success(let id): source = id
      case .failure(let reason): return .failure(.init(1, reason))
      }
      if scanner.skipToField() { return .failure(.init(2, .missingField)) }
      let target: UInt64
      switch scanner.id() {
      case .success(let id): target = id
      case .failure(let reason): return .failure(.init(2, reason))
      }
      greatest = max(greatest, source, target)
      guard greatest < UInt64(ID.max) else { return .success(nil) }
      // SAFETY: a line of at least four bytes for each edge before this one.
      unsafe sourceBase[count] = ID(truncatingIfNeeded: source)
      unsafe targetBase[count] = ID(truncatingIfNeeded: target)
      var isAtEnd = scanner.skipToField()
      if let weightBase = unsafe weightBase {
        if isAtEnd { return .failure(.init(3, .missingField)) }
        switch scanner.weight() {
        case .success(let weight): unsafe weightBase[count] = weight
        case .failure(let reason): return .failure(.init(3, reason))
        }
        isAtEnd = scanner.skipToField()
      }
      if !isAtEnd {
        guard ignoresRest else { return .failure(.init(weighted ? 4 : 3, .tooManyFields)) }
        scanner.skipRest()
      }
      scanner.nextLine()
      count &+= 1
    }
    return .success(
      TextEdges(
        sources: sources, targets: targets, weights: weights, count: count, alone: [],
        greatest: ID(truncatingIfNeeded: greatest)))
  }

  /// Lines `u v1 v2 …`, and `u` for a vertex without neighbours.
  static func adjacencyList(_ scanner: inout LineScanner, bytes: Int, _ control: RunControl) -> Parsed {
    // Two bytes for each neighbour.
    let capacity = bytes / 2 + 1
    // SAFETY: only what was written is read, `count` says how much.
    let sources = unsafe MutableColumn<ID>(unwritten: capacity, pages: .ordinary)
    let targets = unsafe MutableColumn<ID>(unwritten: capacity, pages: .ordinary)
    let sourceBase = unsafe sources.base
    let targetBase = unsafe targets.base
    var count = 0
    var greatest: UInt64 = 0
    var alone: [ID] = []
    while scanner.skipToLine() {
      if control.isCancelled { break }
      let source: UInt64
      switch scanner.id() {
      case .success(let id): source = id
      case .failure(let reason): return .failure(.init(1, reason))
      }
      greatest = max(greatest, source)
      guard greatest < UInt64(ID.max) else { return .success(nil) }
      let first = count
      while !scanner.skipToField() {
        switch scanner.id() {
        case .success(let target):
          greatest = max(greatest, target)
          guard greatest < UInt64(ID.max) else { return .success(nil) }
          // SAFETY: at least two bytes, a separator and a digit, for each neighbour before this one.
          unsafe sourceBase[count] = ID(truncatingIfNeeded: source)
          unsafe targetBase[count] = ID(truncatingIfNeeded: target)
          count &+= 1
        case .failure(let reason): return .failure(.init(count - first + 2, reason))
        }
      }
      if first == count { alone.append(ID(truncatingIfNeeded: source)) }
      scanner.nextLine()
    }
    return .success(
      TextEdges(
        sources: sources, targets: targets, weights: nil, count: count, alone: alone,
        greatest: ID(truncatingIfNeeded: greatest)))
  }

  /// Lines `u`; further fields are not read.
  static func vertexList(_ scanner: inout LineScanner, _ control: RunControl) -> Parsed {
    var alone: [ID] = []
    var greatest: UInt64 = 0
    while scanner.skipToLine() {
      if alone.count & 4095 == 0 && control.isCancelled { break }
      switch scanner.id() {
      case .success(let id):
        greatest = max(greatest, id)
        guard greatest < UInt64(ID.max) else { return .success(nil) }
        alone.append(ID(truncatingIfNeeded: id))
      case .failure(let reason): return .failure(.init(1, reason))
      }
      scanner.skipRest()
      scanner.nextLine()
    }
    let none = MutableColumn<ID>(repeating: 0, count: 0)
    return .success(
      TextEdges(
        sources: none, targets: none, weights: nil, count: 0, alone: alone,
        greatest: ID(truncatingIfNeeded: greatest)))
  }
}
