import Foundation

/// In points; y grows upwards, as in Graphviz.
struct Point: Equatable, Sendable {
  var x: Double
  var y: Double

  init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// "x,y", with an optional "!" after it.
  init?(_ text: String) {
    let parts = text.split(separator: ",").map { $0.prefix { $0 != "!" } }
    guard parts.count >= 2, let x = Double(parts[0]), let y = Double(parts[1]) else { return nil }
    self.init(x: x, y: y)
  }

  var text: String { "\(decimal(x, places: 2)),\(decimal(y, places: 2))" }
}

/// In points.
struct Size: Equatable, Sendable {
  var width: Double
  var height: Double
}

struct Box: Equatable, Sendable {
  var center: Point
  var size: Size

  var left: Double { center.x - size.width / 2 }
  var right: Double { center.x + size.width / 2 }
  var bottom: Double { center.y - size.height / 2 }
  var top: Double { center.y + size.height / 2 }
}

/// The page of a picture: title at the upper left, the network under it, the legend to its right.
struct Composition {
  /// Between nodes after overlaps are removed, in points.
  static let gap = 6.0
  private static let legendGap = 36.0
  private static let titleGap = 18.0
  /// Width to height of the network, so that it fills a landscape page together with the legend.
  private static let wantedRatio = 1.2
  /// How much of the network's area its nodes cover at the start of overlap removal: small networks get air.
  private static func wantedCover(nodes: Int) -> Double { min(0.5, 0.1 + 0.02 * Double(nodes)) }

  let body: [Point]
  let title: Point
  let legend: Point
  /// Lower left and upper right.
  let corners: [Point]
  private let legendSize: Size

  init(body boxes: [Box], title titleSize: Size, legend legendSize: Size) {
    let left = boxes.map(\.left).min() ?? 0
    let right = boxes.map(\.right).max() ?? 0
    let bottom = boxes.map(\.bottom).min() ?? 0
    let top = boxes.map(\.top).max() ?? 0
    let width = max(right - left, 260, titleSize.width - legendSize.width - Self.legendGap)
    let height = max(top - bottom, legendSize.height)
    // The page spans 0...width by 0...height with the title above; the network stands in its middle.
    let shift = Point(x: (width - left - right) / 2, y: (height - top - bottom) / 2)
    body = boxes.map { Point(x: $0.center.x + shift.x, y: $0.center.y + shift.y) }
    title = Point(x: titleSize.width / 2, y: height + Self.titleGap + titleSize.height / 2)
    legend = Point(x: width + Self.legendGap + legendSize.width / 2, y: height / 2)
    corners = [
      Point(x: 0, y: 0),
      Point(
        x: max(width + Self.legendGap + legendSize.width, titleSize.width),
        y: height + Self.titleGap + titleSize.height),
    ]
    self.legendSize = legendSize
  }

  /// A place right of and below the legend's upper left corner.
  func inLegend(_ offset: Point) -> Point {
    Point(x: legend.x - legendSize.width / 2 + offset.x, y: legend.y + legendSize.height / 2 - offset.y)
  }

  /// Turns the network so that its longer side lies flat, stretches it towards the ratio of the page, and scales it so
  /// that its nodes cover a fixed part of it. Two nodes stand side by
  /// side. Only positions change.
  static func stretched(_ boxes: [Box]) -> [Box] {
    guard let first = boxes.first, boxes.count > 1 else { return boxes }
    if boxes.count == 2 {
      var pair = boxes
      let distance = 60 + (pair[0].size.width + pair[1].size.width) / 2
      pair[1].center = Point(x: pair[0].center.x + distance, y: pair[0].center.y)
      return pair
    }
    var low = first.center
    var high = first.center
    for box in boxes {
      low = Point(x: min(low.x, box.center.x), y: min(low.y, box.center.y))
      high = Point(x: max(high.x, box.center.x), y: max(high.y, box.center.y))
    }
    let span = Size(width: high.x - low.x, height: high.y - low.y)
    let isTall = span.height > span.width
    let (length, breadth) = isTall ? (span.height, span.width) : (span.width, span.height)
    guard length > 0 else { return boxes }
    let area =
      boxes.reduce(0) { $0 + ($1.size.width + gap) * ($1.size.height + gap) }
      / wantedCover(nodes: boxes.count)
    // A network that is nearly a line stays one: it is stretched at most twofold.
    let ratio = max(wantedRatio, length / max(breadth, length / 100) / 2)
    let height = (area / ratio).squareRoot()
    let (across, up) = (height * ratio / length, breadth > 0 ? height / breadth : 1)
    return boxes.map { box in
      let (x, y) = (box.center.x - low.x, box.center.y - low.y)
      var moved = box
      moved.center = isTall ? Point(x: y * across, y: x * up) : Point(x: x * across, y: y * up)
      return moved
    }
  }
}
