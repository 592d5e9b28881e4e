/// The steps of a calibration, each with its lower bound, and the threshold of publication.
func calibrationDiagram(of report: InferenceReport) -> HTML {
  var diagram = Diagram()
  diagram.limit(report.threshold, name: "published from \(Numbers.fixed(report.threshold, 2))")
  for block in report.calibration.blocks {
    let middle = (block.lower + block.upper) / 2
    diagram.line("bound", from: (middle, block.wilson), to: (middle, block.accuracy))
    diagram.line("step", from: (block.lower, block.accuracy), to: (block.upper, block.accuracy))
  }
  let words = report.calibration.blocks.map { block in
    "\(Numbers.fixed(block.lower, 2)) to \(Numbers.fixed(block.upper, 2)): right \(Numbers.percent(block.accuracy)) of "
      + "\(Numbers.count(block.cases, "case", "cases")), lower bound \(Numbers.fixed(block.wilson, 2))"
  }
  return diagram.html(
    horizontal: "confidence claimed by the method", vertical: "share of right answers",
    label: "Calibration of \(report.attribute). " + words.joined(separator: "; ") + ".")
}

/// What was claimed against what turned out: a mark a bin, its area by the number of cases, and through it the range in
/// which 95 % of such shares lie by chance were the claim exactly right.
struct ReliabilityDiagram {
  /// Over the diagram.
  let title: String
  let claim: String
  let truth: String
  /// The share of cases that turned out so, in words.
  let share: String
  let bins: [EvaluationReport.Bin]
  /// From where values are published; nil where nothing is.
  var threshold: Double?

  var html: HTML {
    let bins = bins.filter { $0.count > 0 && $0.meanConfidence.isFinite && $0.accuracy.isFinite }
    var diagram = Diagram(
      showing: threshold == nil ? bins.map { max($0.meanConfidence, $0.accuracy) }.max() ?? 1 : 1)
    if let threshold { diagram.limit(threshold, name: "published from a lower bound of \(Numbers.fixed(threshold, 2))") }
    let most = bins.map(\.count).max() ?? 1
    // Bins of equally many cases would hide one another.
    let largest = threshold == nil ? 6.0 : 11
    for bin in bins {
      let spread = 1.96 * (bin.meanConfidence * (1 - bin.meanConfidence) / Double(bin.count)).squareRoot()
      diagram.line(
        "bound", from: (bin.meanConfidence, max(0, bin.meanConfidence - spread)),
        to: (bin.meanConfidence, min(1, bin.meanConfidence + spread)))
    }
    for bin in bins {
      let radius = max(2.5, largest * (Double(bin.count) / Double(most)).squareRoot())
      diagram.add(
        """
        <circle class="mark" cx="\(diagram.x(bin.meanConfidence))" cy="\(diagram.y(bin.accuracy))" \
        r="\(Numbers.fixed(radius, 1))"><title>\(Numbers.count(bin.count, "case", "cases")): \(claim) \
        \(Numbers.fixed(bin.meanConfidence, 3)), \(truth) \(Numbers.percent(bin.accuracy))</title></circle>

        """)
    }
    let words = bins.map { bin in
      "\(claim) \(Numbers.fixed(bin.meanConfidence, 3)): \(truth) \(Numbers.percent(bin.accuracy)) of "
        + Numbers.count(bin.count, "case", "cases")
    }
    return diagram.html(
      horizontal: "\(claim) shown", vertical: share,
      label: "Reliability of \(title). " + words.joined(separator: "; ") + ".")
  }

  /// A panel of a page.
  var panel: HTML {
    """
    <div class="panel"><figure><h4>\(title)</h4>
    \(html)</figure></div>

    """
  }

  /// What a page says over its panels.
  static let words: HTML = """
    <p class="quiet">Test cases grouped by what was claimed; the larger the mark, the more cases. On the dotted \
    diagonal a claim is exactly right, below it is too high. A mark inside its thin line lies no further off than \
    chance does (95 %).</p>

    """

  static func panels(_ diagrams: [ReliabilityDiagram]) -> HTML {
    guard !diagrams.isEmpty else { return "" }
    return """
      \(words)<div class="panels">
      \(diagrams.html(\.panel))</div>

      """
  }

  /// As much of a title as stands over a diagram.
  private static func short(_ title: String) -> String { title.count <= 46 ? title : title.prefix(45) + "…" }

  /// One SVG of its own, three diagrams a row, each under its title; nil where there are none.
  static func sheet(_ diagrams: [ReliabilityDiagram]) -> String? {
    guard !diagrams.isEmpty else { return nil }
    let (columns, title, gap, legend) = (min(3, diagrams.count), 30, 16, 44)
    let (wide, high) = (Diagram.width + gap, Diagram.height + title + gap)
    let placed = diagrams.enumerated().html { place, diagram in
      let (x, y) = (gap + place % columns * wide, gap + place / columns * high)
      return """
        <text class="title" x="\(x)" y="\(y + 14)">\(Self.short(diagram.title))</text>
        <svg x="\(x)" y="\(y + title)" width="\(Diagram.width)" height="\(Diagram.height)">
        \(diagram.html)</svg>

        """
    }
    let top = gap + (diagrams.count + columns - 1) / columns * high
    let (width, height) = (gap + columns * wide, top + legend)
    let sheet: HTML = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
      <style>
      \(diagramRules(.light)).legend { fill: #57606a; font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
      .title { fill: #1c2128; font: 600 14px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
      </style>
      <rect width="\(width)" height="\(height)" fill="#ffffff"/>
      \(placed)<text class="legend" x="\(gap)" y="\(top + 6)">A mark is a group of cases; on the dotted line a claim \
      is exactly right.</text>
      <text class="legend" x="\(gap)" y="\(top + 24)">Inside its thin line a mark lies no further off than chance does \
      (95 %).</text>
      </svg>

      """
    return sheet.markup
  }
}

extension EvaluationReport {
  var reliabilityDiagrams: [ReliabilityDiagram] {
    diagrams.map { diagram in
      ReliabilityDiagram(
        title: "\(attribute), \(Self.labelText(diagram.labels))", claim: "confidence", truth: "right", share: "share of right answers",
        bins: diagram.bins, threshold: setRows.isEmpty ? threshold : nil)
    }
  }

  /// The diagrams of several attributes.
  public static func diagramSVG(_ reports: [EvaluationReport]) -> String? {
    ReliabilityDiagram.sheet(reports.flatMap(\.reliabilityDiagrams))
  }
}

extension TieEvaluationReport {
  var reliabilityDiagrams: [ReliabilityDiagram] {
    probabilities.map { figures in
      ReliabilityDiagram(
        title: "Contact within \(Numbers.hours(windowHours)), ties by \(figures.name)", claim: "probability",
        truth: "contacted", share: "share contacted", bins: figures.bins)
    }
  }

  public var diagramSVG: String? { ReliabilityDiagram.sheet(reliabilityDiagrams) }
}

extension SuggestionEvaluationReport {
  var reliabilityDiagrams: [ReliabilityDiagram] {
    chance.map { figures in
      [
        ReliabilityDiagram(
          title: "Chance of suggestions", claim: "chance", truth: "hidden ties", share: "share of hidden ties",
          bins: figures.bins)
      ]
    } ?? []
  }

  public var diagramSVG: String? { ReliabilityDiagram.sheet(reliabilityDiagrams) }
}
