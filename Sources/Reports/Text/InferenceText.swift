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
        row.value ?? "unknown", known ? Numbers.fixed(row.confidence, 2) : "–",
        known ? Numbers.fixed(row.lowerBound, 2) : "–", row.evidenceText,
        known ? "" : row.reason ?? "",
      ]
    }
    for row in shown { table.measure(cells(row)) }
    let layout = table
    let head = headLines + (shown.isEmpty ? [] : ["", layout.heading])
    return (-1..<shown.count).lazy.flatMap { $0 < 0 ? head : [layout.line(cells(shown[$0]))] }
  }

  public func text(showingUnknown: Bool = true) -> String { joined(lines(showingUnknown: showingUnknown)) }

  /// What stands above the table of people.
  private var headLines: [String] {
    var lines = [
      "\(attribute), inferred from ties",
      "\(Numbers.count(labelled, "person", "people")) of known value · \(Numbers.count(subjects, "person", "people")) "
        + "asked about · \(Numbers.grouped(published)) published · \(Numbers.grouped(unknown)) unknown",
      "method: \(method)",
      "right for \(Numbers.percent(crossFitAccuracy)) of \(Numbers.count(tested, "person", "people")) of known value "
        + "when theirs is hidden, by the method that the others choose (always the most frequent value: "
        + "\(Numbers.percent(majorityShare)))",
    ]
    if !choiceText.isEmpty { lines.append(choiceText) }
    lines += [
      "calibration error \(Numbers.fixed(calibration.eceRaw, 3)) before, \(Numbers.fixed(calibration.ece, 3)) after · "
        + "Brier score \(Numbers.fixed(calibration.brier, 3)) · "
        + "published from a lower bound of \(Numbers.fixed(threshold, 2))"
    ]
    if !purpose.isEmpty { lines.append(purpose) }
    if !confidenceNote.isEmpty { lines.append(confidenceNote) }
    if !minimumNote.isEmpty { lines.append("evidence: \(minimumNote)") }
    if !homophilyPassed {
      lines.append("This attribute does not follow the ties closely enough: nothing is published.")
    }
    lines = lines.map(DisplayText.visible)
    if candidates.count > 1 {
      lines +=
        [""]
        + TextTable.lines(
          [.init(title: "method", limit: 60), .init(title: "accuracy", isNumber: true), .init(title: "")],
          candidates.map { [$0.name, Numbers.percent($0.accuracy), $0.chosen ? "chosen" : ""] })
    }
    if !reasons.isEmpty {
      lines +=
        [""]
        + TextTable.lines(
          [.init(title: "why unknown", limit: 60), .init(title: "people", isNumber: true)],
          reasons.map { [$0.reason, Numbers.grouped($0.count)] })
    }
    return lines
  }
}
