extension InferenceReport {
  /// The inference for a terminal, line by line, made as they are taken.
  /// - Parameter showingUnknown: whether people whose value stays unknown are listed too; they are counted anyway.
  public func lines(showingUnknown: Bool = true) -> some Sequence<String> {
    let shown = showingUnknown ? rows : rows.filter { $0.value != nil }
    let hasNames = shown.contains { $0.name != nil }
    var columns: [TextTable.Column] = [.init(title: "person")]
    if hasNames { columns.append(.init(title: "name", limit: 24)) }
    columns += [
      .init(title: attribute), .init(title: "confidence", isNumber: true), .init(title: "at least", isNumber: true),
      .init(title: "evidence", isNumber: true), .init(title: "", limit: 60),
    ]
    var table = TextTable(columns)
    @Sendable func cells(_ row: Row) -> [String] {
      let known = row.value != nil
      return [row.person] + (hasNames ? [row.name ?? ""] : []) + [
        row.shownValue, known ? Numbers.fixed(row.confidence, 2) : "–",
        known ? Numbers.fixed(row.lowerBound, 2) : "–", row.evidenceText,
        known ? "" : row.reason ?? "",
      ]
    }
    for row in shown { table.measure(cells(row)) }
    let layout = table
    let head = headLines + (shown.isEmpty ? [] : ["", layout.heading])
    return (-1..<shown.count).lazy.flatMap { index in
      index < 0
        ? head
        : [layout.line(cells(shown[index]))]
          + (shown[index].explanation?.lines ?? []).map { "  " + DisplayText.visible($0) }
    }
  }

  public func text(showingUnknown: Bool = true) -> String { joined(lines(showingUnknown: showingUnknown)) }

  /// What stands above the table of people.
  private var headLines: [String] {
    var lines = [
      "\(attribute), inferred from ties" + (method.contains("other values") ? " and other values" : ""),
      "\(Numbers.count(labelled, "person", "people")) of known value · \(Numbers.count(subjects, "person", "people")) "
        + "asked about · \(Numbers.grouped(published)) published · \(Numbers.grouped(unknown)) unknown",
      "method: \(method)",
    ]
    lines += figureLines
    if let homophily { lines.append(homophily.text) }
    if !purpose.isEmpty { lines.append(purpose) }
    lines.append(Self.restriction)
    lines += notes
    if !confidenceNote.isEmpty { lines.append(confidenceNote) }
    if !minimumNote.isEmpty { lines.append("evidence: \(minimumNote)") }
    if sets?.values.isEmpty ?? false {
      lines.append("No value is stated by enough people: nothing is published.")
    } else if !homophilyPassed {
      lines.append("Neither ties nor other values foretell this attribute well enough: nothing is published.")
    }
    lines = lines.map(DisplayText.visible)
    if candidates.count > 1 {
      lines +=
        [""]
        + TextTable.lines(
          [.init(title: "method", limit: 90), .init(title: scoreName, isNumber: true), .init(title: "")],
          shownCandidates.map { [$0.name, scoreText($0.accuracy), $0.chosen ? "chosen" : ""] })
      if !candidateNote.isEmpty { lines.append(candidateNote) }
    }
    if let sets, !sets.values.isEmpty { lines += [""] + sets.tableLines }
    if !reasons.isEmpty {
      lines +=
        [""]
        + TextTable.lines(
          [.init(title: "why unknown", limit: 60), .init(title: "people", isNumber: true)],
          reasons.map { [$0.reason, Numbers.grouped($0.count)] })
    }
    return lines
  }

  /// How good the answers are, by kind of attribute.
  private var figureLines: [String] {
    if let ordered {
      return ordered.lines(tested: tested)
        + ["published where the interval is at most \(Numbers.fixed(ordered.maximumWidth, 2)) as wide as that"]
    }
    if let sets {
      return [
        "\(Numbers.count(sets.values.count, "value", "values")) asked about, each by itself; "
          + "\(Numbers.grouped(sets.leftOut)) left out, because fewer than \(sets.floor) people state them, or all but "
          + "so few",
        "published from a lower bound of \(Numbers.fixed(threshold, 2)); nobody is ever said not to have a value",
      ]
    }
    var lines = [
      "right for \(Numbers.percent(crossFitAccuracy)) of \(Numbers.count(tested, "person", "people")) of known value "
        + "when a fifth of the values is hidden at a time, by the method that the others choose (always the most frequent "
        + "value: \(Numbers.percent(majorityShare)))"
    ]
    if !choiceText.isEmpty { lines.append(choiceText) }
    lines.append(
      "calibration error \(Numbers.fixed(calibration.eceRaw, 3)) before, \(Numbers.fixed(calibration.ece, 3)) after · "
        + "Brier score \(Numbers.fixed(calibration.brier, 3)) · "
        + "published from a lower bound of \(Numbers.fixed(threshold, 2))")
    return lines
  }
}

extension InferenceReport.Row {
  /// `unknown`, the value, or an interval with its estimate.
  var shownValue: String {
    guard let value else { return "unknown" }
    guard let interval, interval.low != interval.high else { return value }
    return "\(value), about \(interval.estimate)"
  }
}

extension InferenceReport.OrderedFigures {
  func lines(tested: Int) -> [String] {
    let unit = isOrdinal ? " steps" : ""
    let truth = testedCoverage.map {
      "; intervals made by the others' errors held \(Numbers.percent($0)) of the truths (promised: "
        + "\(Numbers.percent(level, decimals: 0)))"
    }
    return [
      "off by \(Numbers.fixed(meanError, 2))\(unit) on average for \(Numbers.count(tested, "person", "people")) of known "
        + "value when a fifth of the values is hidden at a time (always the median: \(Numbers.fixed(plainError, 2)))\(truth ?? "")",
      "without ties one would say: \(plainInterval)",
    ]
  }
}

extension InferenceReport.SetFigures {
  var tableLines: [String] {
    TextTable.lines(
      [
        .init(title: "value", limit: 32), .init(title: "tested with it", isNumber: true),
        .init(title: "area", isNumber: true), .init(title: "ECE", isNumber: true),
        .init(title: "homophily", isNumber: true), .init(title: "given to", isNumber: true), .init(title: ""),
      ],
      values.map { value in
        [
          value.value, Numbers.grouped(value.holders), Numbers.fixed(value.area, 3), Numbers.fixed(value.ece, 3),
          value.adjustedHomophily.map { Numbers.fixed($0, 2) } ?? "–", Numbers.grouped(value.published),
          value.homophilyPassed ? "" : "not foretold well enough",
        ]
      })
  }
}
