/// Why a graph could not be built from the columns given.
public enum GraphError: Error, Equatable, Sendable, CustomStringConvertible {
  case tooManyVertices(count: Int)
  case columnLengthsDiffer
  case offsetsMalformed(row: Int)
  case vertexOutOfRange(row: Int)
  case rowNotAscending(row: Int)
  case loop(row: Int)
  case weightNotPositive(row: Int)
  case notSymmetric(row: Int)
  /// An edge is listed more than once, and the policy rejects that.
  case duplicate(row: Int)
  /// The permutation names a vertex twice or one that does not exist, or is of another length.
  case notAPermutation
  case cancelled

  public var description: String {
    switch self {
    case .tooManyVertices(let count): "graph: \(count) vertices are more than 2^32 - 2"
    case .columnLengthsDiffer: "graph: the columns differ in length"
    case .offsetsMalformed(let row): "graph: offsets do not ascend from 0 to the number of arcs at row \(row)"
    case .vertexOutOfRange(let row): "graph: row \(row) names a vertex that does not exist"
    case .rowNotAscending(let row): "graph: the targets of row \(row) are not strictly ascending"
    case .loop(let row): "graph: vertex \(row) has an arc to itself"
    case .weightNotPositive(let row): "graph: row \(row) has a weight that is not positive and finite"
    case .notSymmetric(let row): "graph: an arc of row \(row) has no equal arc the other way"
    case .duplicate(let row): "graph: an edge of vertex \(row) is listed more than once"
    case .notAPermutation: "graph: the new numbers are not a permutation of the vertices"
    case .cancelled: "cancelled"
    }
  }
}
