extension TieEvaluationReport {
  public func text() -> String { joined(lines) }

  public var lines: [String] {
    var head = [
      "Whom people contact next, foretold by ranking their past contacts",
      "window \(Numbers.hours(windowHours)) · \(Numbers.cutSpan(cuts)) · "
        + "\(Numbers.count(judged, "person judged", "people judged")), "
        + "\(Numbers.count(candidates, "contact", "contacts")) ranked",
    ]
    if share < 1 { head.append("a large log: judged is a fixed share of people, \(Numbers.percent(share))") }
    head += ["purpose \(purpose), basis \(basis)", ""]
    let columns = [
      TextTable.Column(title: "ranked by"), TextTable.Column(title: "NDCG@10", isNumber: true),
      TextTable.Column(title: "AUC", isNumber: true), TextTable.Column(title: "parameters", limit: 100),
    ]
    var lines =
      head
      + TextTable.lines(
        columns,
        rows.map { row in
          [row.name, Numbers.fixed(row.ndcg, 4), Numbers.fixed(row.auc ?? .nan, 4), row.parameters ?? ""]
        })
    if !files.isEmpty { lines += ["", DisplayText.visible(filesWords)] }
    lines += ["", "Probability of a contact in the window"]
    if probabilities.isEmpty { return lines + ["too few cases to tell"] }
    lines += probabilities.map { DisplayText.visible($0.words("contacts")) } + [""]
    return lines
      + TextTable.reliability(
        "ties by", "probability", "contacts", probabilities.flatMap { figures in figures.bins.map { (figures.name, $0) } })
  }

  var filesWords: String {
    let names = files.joined(separator: ", ")
    return "\(names): where fitted to this log, too good here; fit-decay tells how its outcome does on cuts held out"
  }
}

extension DecayFitReport {
  public func text() -> String { joined(lines) }

  public var lines: [String] {
    var lines = [
      "Tie strength fitted on this log",
      "window \(Numbers.hours(windowHours)) · \(Numbers.cutSpan(cuts)): \(fitCuts) to fit, \(guardCuts) to guard, "
        + "\(heldOutCuts) held out · \(Numbers.grouped(tried)) sets of parameters tried",
      "purpose \(purpose), basis \(basis)", "",
      isDefault ? "Nothing was better than the default on the guard cuts too, so it stays: \(parameters)" : "Chosen: \(parameters)", "",
    ]
    let columns =
      [TextTable.Column(title: "mean NDCG@10")]
      + ["fit", "guard", "held out"].map { TextTable.Column(title: $0, isNumber: true) }
    lines += TextTable.lines(
      columns,
      [("default", standard), ("chosen", chosen)].map { name, scores in
        [name] + [scores.fit, scores.guarding, scores.heldOut].map { Numbers.fixed($0, 4) }
      })
    if let probability {
      lines += [
        "",
        "Probability of a contact in the window: \(Numbers.count(probability.steps, "step", "steps")); on "
          + "\(Numbers.count(probability.cases, "held-out case", "held-out cases")) with base rate "
          + "\(Numbers.fixed(probability.baseRate, 3)): calibration error \(Numbers.fixed(probability.ece, 3)), "
          + "Brier \(Numbers.fixed(probability.brier, 4)) (base rate alone \(Numbers.fixed(probability.brierOfBaseRate, 4)))",
      ]
    } else {
      lines += ["", "Too few cases for a probability of contact."]
    }
    return lines + ["", "Written to \(DisplayText.visible(file))"]
  }
}

extension Numbers {
  /// `168` as `7 d`, `6` as `6 h`.
  static func hours(_ hours: Int) -> String { hours % 24 == 0 ? "\(grouped(hours / 24)) d" : "\(grouped(hours)) h" }

  /// `9 cuts from 2004-05-19 14:00 to 2004-07-14 14:00`
  static func cutSpan(_ cuts: [String]) -> String {
    guard let first = cuts.first, let last = cuts.last else { return "no cuts" }
    return "\(count(cuts.count, "cut", "cuts")) from \(shortTime(first)) to \(shortTime(last))"
  }
}
