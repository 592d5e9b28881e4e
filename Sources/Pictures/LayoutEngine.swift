/// A layout of Graphviz.
public enum LayoutEngine: String, Sendable, Codable, CaseIterable {
  case neato, fdp, sfdp, dot, circo, twopi

  /// The largest picture this engine is given.
  public var limits: (nodes: Int, edges: Int) {
    self == .sfdp ? (2_000, 10_000) : (150, 600)
  }

  /// The engine for an ego picture of this size: `neato`, above its limits `sfdp`.
  /// - Throws: `PictureError.tooLarge` with the figures above the limits of `sfdp`.
  public static func chosen(nodes: Int, edges: Int) throws(PictureError) -> LayoutEngine {
    for engine in [LayoutEngine.neato, .sfdp] {
      if nodes <= engine.limits.nodes, edges <= engine.limits.edges { return engine }
    }
    try LayoutEngine.sfdp.admit(nodes: nodes, edges: edges)
    return .sfdp
  }

  /// - Throws: `PictureError.tooLarge` with the figures where this engine is not given such a picture.
  public func admit(nodes: Int, edges: Int) throws(PictureError) {
    let (nodeLimit, edgeLimit) = limits
    guard nodes <= nodeLimit, edges <= edgeLimit else {
      throw .tooLarge(nodes: nodes, edges: edges, nodeLimit: nodeLimit, edgeLimit: edgeLimit)
    }
  }
}
