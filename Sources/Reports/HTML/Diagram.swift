/// The plane of a calibration diagram: what is claimed to the right, what turned out upwards, both from 0 to `extent`.
struct Diagram {
  private static let (left, top, side) = (60.0, 12.0, 300.0)
  /// In units of the drawing.
  static let (width, height) = (380, 362)
  /// 1, or less where only small probabilities occur.
  let extent: Double
  private let steps: Int
  private let decimals: Int
  private var marks: HTML = ""

  /// - Parameter most: the largest share that has to be seen.
  init(showing most: Double = 1) {
    let scales = [(0.01, 5, 3), (0.02, 4, 3), (0.05, 5, 2), (0.1, 5, 2), (0.2, 4, 2), (0.5, 5, 1)]
    (extent, steps, decimals) = scales.first { most <= $0.0 } ?? (1, 4, 2)
  }

  func x(_ value: Double) -> String { Numbers.fixed(Self.left + Self.side * placed(value), 1) }
  func y(_ value: Double) -> String { Numbers.fixed(Self.top + Self.side * (1 - placed(value)), 1) }
  private func placed(_ value: Double) -> Double { value.isFinite ? min(max(value / extent, 0), 1) : 0 }

  mutating func add(_ mark: HTML) { marks += mark }

  mutating func line(_ style: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
    marks += """
      <line class="\(style)" x1="\(x(start.x))" y1="\(y(start.y))" x2="\(x(end.x))" \
      y2="\(y(end.y))"/>

      """
  }

  mutating func limit(_ value: Double, name: String) {
    line("limit", from: (0, value), to: (1, value))
    let baseline = Numbers.fixed(Self.top + Self.side * (1 - placed(value)) - 5, 1)
    marks += "<text class=\"limitname\" x=\"\(Numbers.fixed(Self.left + 6, 1))\" y=\"\(baseline)\">\(name)</text>\n"
  }

  /// - Parameter label: the whole diagram in words, for those who cannot see it.
  func html(horizontal: String, vertical: String, label: String) -> HTML {
    let ticks = (0...steps).html { step in
      let tick = Double(step) / Double(steps)
      let value = tick * extent
      let name = Numbers.fixed(value, decimals)
      return """
        <line class="grid" x1="\(x(value))" y1="\(y(0))" x2="\(x(value))" y2="\(y(extent))"/>
        <line class="grid" x1="\(x(0))" y1="\(y(value))" x2="\(x(extent))" y2="\(y(value))"/>
        <text x="\(x(value))" y="\(Numbers.fixed(Self.top + Self.side + 17, 1))" text-anchor="middle">\(name)</text>
        <text x="\(Numbers.fixed(Self.left - 7, 1))" y="\(Numbers.fixed(Self.top + Self.side * (1 - tick) + 4, 1))" \
        text-anchor="end">\(name)</text>

        """
    }
    let middle = Numbers.fixed(Self.left + Self.side / 2, 1)
    let centre = Numbers.fixed(Self.top + Self.side / 2, 1)
    return """
      <svg class="diagram" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="\(label)" \
      viewBox="0 0 \(Self.width) \(Self.height)">
      \(ticks)<line class="ideal" x1="\(x(0))" y1="\(y(0))" x2="\(x(extent))" y2="\(y(extent))"/>
      <line class="axis" x1="\(x(0))" y1="\(y(0))" x2="\(x(extent))" y2="\(y(0))"/>
      <line class="axis" x1="\(x(0))" y1="\(y(0))" x2="\(x(0))" y2="\(y(extent))"/>
      \(marks)<text x="\(middle)" y="\(Numbers.fixed(Self.top + Self.side + 38, 1))" \
      text-anchor="middle">\(horizontal)</text>
      <text transform="translate(13 \(centre)) rotate(-90)" text-anchor="middle">\(vertical)</text>
      </svg>

      """
  }
}
