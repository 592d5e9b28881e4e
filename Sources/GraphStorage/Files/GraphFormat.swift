/// The forms in which a graph may stand in a file.
public enum GraphFormat: String, CaseIterable, Sendable {
  /// Lines `u v` or `u v w`.
  case edgeList = "edge-list"
  /// Lines `u v1 v2 …`.
  case adjacencyList = "adjacency-list"
  /// A file `.v` of vertices and one `.e` of edges beside it, as LDBC Graphalytics has them.
  case vertexEdge = "ldbc"
  /// Kith's own, opened by mapping.
  case binary = "kgraph"

  /// The files of which a graph of this form at `path` consists: of a pair both, whichever of them is named.
  public func paths(_ path: String) -> [String] {
    guard self == .vertexEdge else { return [path] }
    let base = path.hasSuffix(".v") || path.hasSuffix(".e") ? String(path.dropLast(2)) : path
    return [base + ".v", base + ".e"]
  }

  /// By the ending of a file's name, before a `.gz` where there is one; nil where it says nothing.
  public init?(path: String) {
    var name = fileName(path)[...]
    if name.lowercased().hasSuffix(".gz") { name = name.dropLast(3) }
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "kgraph": self = .binary
    case "v", "e": self = .vertexEdge
    case "adj", "adjlist": self = .adjacencyList
    case "el", "wel", "edges", "edgelist", "txt", "csv", "tsv": self = .edgeList
    default: return nil
    }
  }
}

/// How a graph file is to be read. What does not concern a format is not looked at.
public struct GraphReadOptions: Hashable, Sendable {
  /// Which ids are vertices of a text.
  public enum Vertices: Hashable, Sendable {
    /// Those that occur.
    case listed
    /// All from 0 to the greatest, which must be below 2^32 - 1.
    case allUpToGreatest
  }

  /// Direction, repetitions, loops and order of a graph made from text.
  public var policy: BuildPolicy
  /// The third field of an edge list is a weight where the first line has one; false leaves all but two fields unread.
  public var readsWeights: Bool
  public var vertices: Vertices
  /// A binary file is taken for what its header says, without reading it: for files this process just wrote. A damaged
  /// one then makes wrong results or ends the process.
  public var isTrusted: Bool

  public init(
    policy: BuildPolicy = BuildPolicy(directed: false), readsWeights: Bool = true, vertices: Vertices = .listed,
    isTrusted: Bool = false
  ) {
    self.policy = policy
    self.readsWeights = readsWeights
    self.vertices = vertices
    self.isTrusted = isTrusted
  }
}
