/// What a list of edges is to become.
public struct BuildPolicy: Hashable, Sendable {
  /// What becomes of an edge that is listed more than once (undirected: in either direction).
  ///
  /// It becomes one edge whose time is the latest of them, and whose weight this says.
  public enum Duplicates: Hashable, Sendable {
    /// Added in ascending order, so that the sum is the same, bit for bit, for any order of the list.
    case sum
    case minimum
    case maximum
    /// It is an error.
    case reject
  }

  public enum Loops: Hashable, Sendable {
    case drop
    /// It is an error.
    case reject
  }

  public enum Order: Hashable, Sendable {
    /// Vertices keep their numbers.
    case given
    /// Vertices are renumbered by descending degree (out-degree of a directed graph), equal ones by ascending number.
    case degreeDescending
  }

  public var directed: Bool
  public var duplicates: Duplicates
  public var loops: Loops
  public var order: Order

  public init(
    directed: Bool, duplicates: Duplicates = .sum, loops: Loops = .drop, order: Order = .given
  ) {
    self.directed = directed
    self.duplicates = duplicates
    self.loops = loops
    self.order = order
  }
}
