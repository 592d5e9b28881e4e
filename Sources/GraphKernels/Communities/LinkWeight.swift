import GraphStorage

/// How the levels of Louvain and Leiden count what leads from one vertex to another.
///
/// A level whose arcs take 5 bytes instead of 12 costs less memory and fewer fresh pages, and sums of 4 bytes instead of 8
/// stay nearer: see `Louvain`. Both give the same sums wherever both can be used, as whole numbers are exact.
protocol LinkWeight: Sendable {
  /// What an arc of a level carries.
  associatedtype Arc: BitwiseCopyable & Sendable
  /// What several arcs, or the masses of several vertices, make together; its bits are all 0 for 0.
  associatedtype Sum: BitwiseCopyable & Sendable & AdditiveArithmetic & Comparable

  static var one: Sum { get }
  static func sum(_ arc: Arc) -> Sum
  /// So many arcs of weight 1.
  static func sum(ofOnes count: Int) -> Sum
  static func number(_ sum: Sum) -> Double
  /// 1 for a sum of 0, 0 for a greater one; without a branch.
  static func isNone(_ sum: Sum) -> Int
  /// How many arcs a sum above 0 is kept as: no more than those that it was added up from.
  static func arcCount(_ sum: Sum) -> Int
  /// Writes those arcs from `place` on.
  // SAFETY: the caller knows as many places as `arcCount` says to lie in the column.
  @unsafe static func write(_ sum: Sum, to arcs: MutableColumn<Arc>, at place: Int)
  // SAFETY: the caller knows the row to lie in the column.
  @unsafe static func look(_ look: inout RowLook, at row: Range<Int>, _ arcs: Column<Arc>)
}

/// Of a graph without weights and with fewer than 2^32 arcs: arcs are counted. A count above 255 is kept as several arcs
/// to the same vertex, each of at most 255, so that one byte is enough for each.
enum CountedLinks: LinkWeight {
  private static let most = UInt32(UInt8.max)

  @inline(__always) static var one: UInt32 { 1 }
  @inline(__always) static func sum(_ arc: UInt8) -> UInt32 { UInt32(arc) }
  @inline(__always) static func sum(ofOnes count: Int) -> UInt32 { UInt32(truncatingIfNeeded: count) }
  @inline(__always) static func number(_ sum: UInt32) -> Double { Double(sum) }
  @inline(__always) static func isNone(_ sum: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(sum) &- 1) &>> 63)
  }
  @inline(__always) static func arcCount(_ sum: UInt32) -> Int { Int((sum &- 1) / most &+ 1) }

  // SAFETY: as the protocol says.
  @inline(__always) @unsafe static func write(_ sum: UInt32, to arcs: MutableColumn<UInt8>, at place: Int) {
    var (left, place) = (sum, place)
    while left > most {
      // SAFETY: the caller's promise.
      unsafe arcs[unchecked: place] = UInt8.max
      left &-= most
      place &+= 1
    }
    // SAFETY: as above.
    unsafe arcs[unchecked: place] = UInt8(truncatingIfNeeded: left)
  }

  // SAFETY: as the protocol says.
  @inline(__always) @unsafe static func look(_ look: inout RowLook, at row: Range<Int>, _ arcs: Column<UInt8>) {
    // SAFETY: the caller's promise.
    unsafe look.at(row, bytesEach: 1) { unsafe UInt64(arcs[unchecked: $0]) }
  }
}

/// Of any graph: weights are added.
enum WeighedLinks: LinkWeight {
  @inline(__always) static var one: Double { 1 }
  @inline(__always) static func sum(_ arc: Double) -> Double { arc }
  @inline(__always) static func sum(ofOnes count: Int) -> Double { Double(count) }
  @inline(__always) static func number(_ sum: Double) -> Double { sum }
  @inline(__always) static func isNone(_ sum: Double) -> Int {
    Int(truncatingIfNeeded: (sum.bitPattern &- 1) &>> 63)
  }
  @inline(__always) static func arcCount(_ sum: Double) -> Int { 1 }

  // SAFETY: as the protocol says.
  @inline(__always) @unsafe static func write(_ sum: Double, to arcs: MutableColumn<Double>, at place: Int) {
    // SAFETY: the caller's promise.
    unsafe arcs[unchecked: place] = sum
  }

  // SAFETY: as the protocol says.
  @inline(__always) @unsafe static func look(_ look: inout RowLook, at row: Range<Int>, _ arcs: Column<Double>) {
    // SAFETY: the caller's promise.
    unsafe look.at(row, bytesEach: 8) { unsafe arcs[unchecked: $0].bitPattern }
  }
}

extension Graph {
  /// Whether `CountedLinks` can count what Louvain and Leiden add up of this graph.
  var countsLinks: Bool { weights == nil && arcCount < 1 << 32 }
}
