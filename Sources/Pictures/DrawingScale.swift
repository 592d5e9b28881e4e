import Foundation

/// The scales of a picture, used by its nodes, its edges and its legend alike.
struct DrawingScale: Sendable {
  /// The largest strength of an edge drawn.
  let maximumStrength: Double
  /// The largest share of a node other than the ego.
  let maximumShare: Double

  static let egoDiameter = 46.0

  /// How much larger title and legend are written in a picture of this many nodes, whose page is larger: 1...2.
  static func zoom(nodes: Int) -> Double { min(2, max(1, (Double(nodes) / 60).squareRoot())) }

  init(_ picture: EgoPicture) {
    maximumStrength = picture.edges.reduce(0) { max($0, $1.strength) }
    maximumShare = picture.nodes.reduce(0) { $1.kind == .ego ? $0 : max($0, $1.share) }
  }

  /// In points: 0.5 + 4.5·log1p(s)/log1p(s_max), so 0.5...5; 0.5 where nothing has a strength.
  func penWidth(strength: Double) -> Double {
    guard maximumStrength > 0 else { return 0.5 }
    return 0.5 + 4.5 * log1p(strength) / log1p(maximumStrength)
  }

  /// In whole points, 12...40: the square root makes differences of area follow differences of share.
  func diameter(share: Double) -> Double {
    guard maximumShare > 0 else { return 12 }
    return (12 + 28 * (share / maximumShare).squareRoot()).rounded()
  }

  /// The wished length of an edge in the layout, in no unit: strong ties short, ties between groups long.
  func layoutLength(_ edge: EgoPicture.Edge, sameGroup: Bool, touchesEgo: Bool) -> Double {
    let closeness = (penWidth(strength: edge.strength) - 0.5) / 4.5
    if touchesEgo { return 2.2 - 0.9 * closeness }
    return (sameGroup ? 1.2 : 2.4) - 0.4 * closeness
  }
}
