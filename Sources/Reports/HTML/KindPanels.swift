extension InferenceReport.OrderedFigures {
  /// How often intervals hold the truth, for people about whom the method is more and less sure.
  var panel: HTML {
    guard !groups.isEmpty else {
      return "<div class=\"panel\"><h4>Intervals</h4><p class=\"quiet\">Too few people of known value.</p></div>\n"
    }
    let table = HTMLTable(
      caption: "Tested people, from those whose neighbours agree most to those whose agree least",
      columns: [
        .init(title: "People", isNumber: true), .init(title: "Added on either side", isNumber: true),
        .init(title: "Truths inside", isNumber: true), .init(title: "Lower bound", isNumber: true),
      ],
      rows: groups.map { group in
        [
          "\(Numbers.grouped(group.cases))", "\(group.margin.map { Numbers.fixed($0, 2) } ?? "–")",
          "\(group.margin == nil ? "–" : Numbers.percent(group.coverage))",
          "\(group.margin == nil ? "–" : Numbers.fixed(group.wilson, 2))",
        ]
      })
    let start =
      followsDistribution ? "the range that the method itself names" : "the answer"
    return """
      <div class="panel"><h4>Can the intervals be trusted?</h4>
      <p class="quiet">To \(start) so much is added on either side that the truth of tested people lay inside as often as \
      promised: the lower bound (95 %) of their share must reach \(Numbers.percent(level, decimals: 0)). An interval is \
      published where it is at most \(Numbers.fixed(maximumWidth, 2)) as wide as what one would say without ties.</p>
      \(table.html)</div>

      """
  }
}

extension InferenceReport.SetFigures {
  /// The values asked about, and how well each is told.
  var panel: HTML {
    guard !values.isEmpty else {
      return """
        <div class="panel"><h4>Values</h4><p class="quiet">No value is stated by \(floor) people or more, and by all but \
        \(floor) at most.</p></div>

        """
    }
    let table = HTMLTable(
      caption: "Each value by itself. Area: the chance that somebody who has it scores above somebody who has not",
      columns: [
        .init(title: "Value"), .init(title: "Tested with it", isNumber: true), .init(title: "Area", isNumber: true),
        .init(title: "Calibration error", isNumber: true), .init(title: "Homophily", isNumber: true),
        .init(title: "Given to", isNumber: true),
      ],
      rows: values.map { value in
        let why: HTML = value.homophilyPassed ? "" : "<span class=\"why\">not foretold well enough</span>"
        return [
          "<bdi>\(value.value)</bdi>\(why)", "\(Numbers.grouped(value.holders))", "\(Numbers.fixed(value.area, 3))",
          "\(Numbers.fixed(value.ece, 3))", "\(value.adjustedHomophily.map { Numbers.fixed($0, 2) } ?? "–")",
          "\(Numbers.grouped(value.published))",
        ]
      })
    return """
      <div class="panel"><h4>Values</h4>
      \(table.html)</div>

      """
  }
}
