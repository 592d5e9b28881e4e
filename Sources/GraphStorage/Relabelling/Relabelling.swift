/// New numbers for the vertices of a graph, and the way back.
///
/// Vertex `old` becomes `newOfOld[old]`, and vertex `new` was `oldOfNew[new]`.
public struct Relabelling: Sendable, Equatable {
  public let newOfOld: Column<UInt32>
  public let oldOfNew: Column<UInt32>

  public var count: Int { oldOfNew.count }

  /// - Parameter oldOfNew: the vertices in their new order.
  /// - Throws: `notAPermutation` unless each of `0..<count` stands there once. O(count).
  public init(oldOfNew: Column<UInt32>) throws(GraphError) {
    let inverse = try Self.inverse(oldOfNew)
    self.oldOfNew = oldOfNew
    newOfOld = inverse
  }

  /// - Parameter newOfOld: the new number of each vertex.
  /// - Throws: as above.
  public init(newOfOld: Column<UInt32>) throws(GraphError) {
    let inverse = try Self.inverse(newOfOld)
    self.newOfOld = newOfOld
    oldOfNew = inverse
  }

  init(trustedOldOfNew oldOfNew: Column<UInt32>, newOfOld: Column<UInt32>) {
    self.oldOfNew = oldOfNew
    self.newOfOld = newOfOld
  }

  private static func inverse(_ column: Column<UInt32>) throws(GraphError) -> Column<UInt32> {
    let none = UInt32.max
    let inverse = MutableColumn<UInt32>(repeating: none, count: column.count)
    for (place, value) in column.enumerated() {
      guard Int(value) < column.count, inverse[Int(value)] == none else { throw .notAPermutation }
      inverse[Int(value)] = UInt32(truncatingIfNeeded: place)
    }
    return inverse.frozen()
  }

  /// The way back as a relabelling of its own. O(1).
  public var inverse: Relabelling { Relabelling(trustedOldOfNew: newOfOld, newOfOld: oldOfNew) }

  /// This one first, then `other`. O(count).
  /// - Throws: `notAPermutation` where they are of different length.
  public func followed(by other: Relabelling) throws(GraphError) -> Relabelling {
    guard count == other.count else { throw .notAPermutation }
    return Relabelling(
      trustedOldOfNew: Column(other.oldOfNew.map { oldOfNew[Int($0)] }),
      newOfOld: Column(newOfOld.map { other.newOfOld[Int($0)] }))
  }

  /// What a kernel found for each vertex of the relabelled graph, in the order of the old numbers. O(count).
  /// - Precondition: one value for each vertex.
  public func byOldNumbers<Value>(_ values: [Value]) -> [Value] {
    precondition(values.count == count, "one value for each vertex")
    return newOfOld.map { values[Int($0)] }
  }

  /// What is known of each vertex of the given graph, in the order of the new numbers. O(count).
  /// - Precondition: one value for each vertex.
  public func byNewNumbers<Value>(_ values: [Value]) -> [Value] {
    precondition(values.count == count, "one value for each vertex")
    return oldOfNew.map { values[Int($0)] }
  }

  /// Vertices of the relabelled graph by their old numbers. What is no vertex (such as `UInt32.max` for none) stays.
  public func oldVertices(_ vertices: [UInt32]) -> [UInt32] {
    vertices.map { Int($0) < count ? oldOfNew[Int($0)] : $0 }
  }

  /// Vertices of the given graph by their new numbers. What is no vertex stays.
  public func newVertices(_ vertices: [UInt32]) -> [UInt32] {
    vertices.map { Int($0) < count ? newOfOld[Int($0)] : $0 }
  }
}
