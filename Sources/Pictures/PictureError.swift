/// Why a picture could not be drawn. No case carries a name, an identifier or a label.
public enum PictureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Drawing would take too long or be unreadable: the figures asked for and the largest that is drawn.
  case tooLarge(nodes: Int, edges: Int, nodeLimit: Int, edgeLimit: Int)
  /// The picture contradicts itself; the text says how, with positions, never with labels.
  case invalidPicture(String)
  /// Graphviz did not read, lay out or render the drawing.
  case layoutFailed(String)
  /// The child process could not be started or spoken to.
  case childFailed(String)
  /// The layout was ended because its time was over.
  case timedOut(seconds: Double)
  case cancelled

  public var description: String {
    switch self {
    case .tooLarge(let nodes, let edges, let nodeLimit, let edgeLimit):
      "the picture has \(nodes) nodes and \(edges) edges; at most \(nodeLimit) nodes and \(edgeLimit) edges are drawn"
    case .invalidPicture(let reason): "the picture is not valid: \(reason)"
    case .layoutFailed(let reason): "Graphviz could not draw the picture: \(reason)"
    case .childFailed(let reason): "the layout process failed: \(reason)"
    case .timedOut(let seconds): "the layout was ended after \(decimal(seconds, places: 1)) s"
    case .cancelled: "the layout was cancelled"
    }
  }
}
