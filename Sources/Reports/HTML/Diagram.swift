/// The plane of a calibration diagram: confidence from 0 to 1 to the right, share of right answers upwards.
struct Diagram {
  private static let (left, top, side, width, height) = (52.0, 12.0, 300.0, 372.0, 362.0)
  private var marks: HTML = ""

  static func x(_ value: Double) -> String { Numbers.fixed(left + side * bounded(value), 1) }
  static func y(_ value: Double) -> String { Numbers.fixed(top + side * (1 - bounded(value)), 1) }
  private static func bounded(_ value: Double) -> Double { value.isFinite ? min(max(value, 0), 1) : 0 }

  mutating func add(_ mark: HTML) { marks += mark }

  mutating func line(_ style: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
    marks += """
      <line class="\(style)" x1="\(Self.x(start.x))" y1="\(Self.y(start.y))" x2="\(Self.x(end.x))" \
      y2="\(Self.y(end.y))"/>

      """
  }

  mutating func limit(_ value: Double, name: String) {
    line("limit", from: (0, value), to: (1, value))
    let baseline = Numbers.fixed(Self.top + Self.side * (1 - Self.bounded(value)) - 5, 1)
    marks += "<text class=\"limitname\" x=\"\(Numbers.fixed(Self.left + 6, 1))\" y=\"\(baseline)\">\(name)</text>\n"
  }

  /// - Parameter label: the whole diagram in words, for those who cannot see it.
  func html(horizontal: String, vertical: String, label: String) -> HTML {
    let ticks = [0.0, 0.25, 0.5, 0.75, 1].html { tick in
      let name = Numbers.fixed(tick, 2)
      return """
        <line class="grid" x1="\(Self.x(tick))" y1="\(Self.y(0))" x2="\(Self.x(tick))" y2="\(Self.y(1))"/>
        <line class="grid" x1="\(Self.x(0))" y1="\(Self.y(tick))" x2="\(Self.x(1))" y2="\(Self.y(tick))"/>
        <text x="\(Self.x(tick))" y="\(Numbers.fixed(Self.top + Self.side + 17, 1))" text-anchor="middle">\(name)</text>
        <text x="\(Numbers.fixed(Self.left - 7, 1))" y="\(Numbers.fixed(Self.top + Self.side * (1 - tick) + 4, 1))" \
        text-anchor="end">\(name)</text>

        """
    }
    let middle = Numbers.fixed(Self.left + Self.side / 2, 1)
    let centre = Numbers.fixed(Self.top + Self.side / 2, 1)
    return """
      <svg class="diagram" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="\(label)" \
      viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))">
      \(ticks)<line class="ideal" x1="\(Self.x(0))" y1="\(Self.y(0))" x2="\(Self.x(1))" y2="\(Self.y(1))"/>
      <line class="axis" x1="\(Self.x(0))" y1="\(Self.y(0))" x2="\(Self.x(1))" y2="\(Self.y(0))"/>
      <line class="axis" x1="\(Self.x(0))" y1="\(Self.y(0))" x2="\(Self.x(0))" y2="\(Self.y(1))"/>
      \(marks)<text x="\(middle)" y="\(Numbers.fixed(Self.top + Self.side + 38, 1))" \
      text-anchor="middle">\(horizontal)</text>
      <text transform="translate(13 \(centre)) rotate(-90)" text-anchor="middle">\(vertical)</text>
      </svg>

      """
  }
}
