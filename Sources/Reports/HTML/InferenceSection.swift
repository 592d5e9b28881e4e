extension ReportDocument {
  func inferenceSection(_ limits: PageLimits) -> HTML {
    let warning: HTML = """
      <div class="limits" role="note"><strong>Inferred, not known.</strong> These values are guesses from other \
      people’s data. They are not for decisions with legal or similarly significant effect on anybody (GDPR Art. 22), \
      never replace what a person declares, and never serve as evidence about others.</div>

      """
    guard !inferences.isEmpty else { return "<p>No attribute was inferred.</p>\n" }
    return """
      <p class="quiet">What people did not state, estimated from the people they are in touch with. A value is \
      published only where it is sure enough; otherwise it stays unknown.</p>
      \(warning)\(inferences.html { $0.section(limits) })
      """
  }
}

extension InferenceReport {
  func section(_ limits: PageLimits) -> HTML {
    let share = subjects > 0 ? Numbers.percent(Double(published) / Double(subjects), decimals: 0) : "–"
    let figures =
      tile("Published", Numbers.grouped(published), "of \(Numbers.grouped(subjects)) asked about (\(share))")
      + tile("Unknown", Numbers.grouped(unknown), "left without a value") + qualityTiles + homophilyTile
    let verdict: HTML =
      homophilyPassed
      ? ""
      : """
      <p><strong>Neither ties nor other values foretell this attribute well enough, so nothing is \
      published.</strong></p>

      """
    let basis: HTML = purpose.isEmpty ? "" : "<p class=\"quiet\">\(purpose)</p>\n"
    return """
      <h3>\(attribute)</h3>
      <p>Method: \(method). Learnt from \(Numbers.count(labelled, "person", "people")) of known value.</p>
      \(basis)\(notes.html { "<p class=\"quiet\">\($0)</p>\n" })\(verdict)\(tiles(figures))\
      <div class="panels">
      \(firstPanel)\(choicePanel)</div>
      \(peopleTable(limits))\(explanations)
      """
  }

  /// How good the answers are, by kind of attribute.
  private var qualityTiles: HTML {
    if let ordered {
      let unit = ordered.isOrdinal ? "steps" : ""
      return tile(
        "Off by, when tested", "\(Numbers.fixed(ordered.meanError, 2)) \(unit)",
        "on average; always the median: \(Numbers.fixed(ordered.plainError, 2))")
        + tile(
          "Truths inside intervals", ordered.testedCoverage.map { Numbers.percent($0) } ?? "–",
          "promised: \(Numbers.percent(ordered.level, decimals: 0))")
        + tile("Without ties", ordered.plainInterval, "what as many of all stated values lie in")
    }
    if let sets {
      return tile("Values asked about", Numbers.grouped(sets.values.count), "\(Numbers.grouped(sets.leftOut)) left out")
        + tile("Published from", Numbers.fixed(threshold, 2), "least lower bound of confidence")
    }
    return tile(
      "Right when tested", Numbers.percent(crossFitAccuracy),
      "by the method that the others choose; always the most frequent value: \(Numbers.percent(majorityShare))")
      + tile(
        "Calibration error", Numbers.fixed(calibration.ece, 3),
        "\(Numbers.fixed(calibration.eceRaw, 3)) before calibration")
      + tile("Brier score", Numbers.fixed(calibration.brier, 3), "0 is perfect")
      + tile("Published from", Numbers.fixed(threshold, 2), "least lower bound of confidence")
  }

  private var homophilyTile: HTML {
    guard let homophily else { return "" }
    return tile(
      "Homophily", Numbers.fixed(homophily.adjusted, 2),
      "adjusted; \(Numbers.percent(homophily.edge, decimals: 0)) of \(Numbers.count(homophily.ties, "tie", "ties")) join "
        + "equal values")
  }

  private var firstPanel: HTML {
    if let ordered { return ordered.panel }
    if let sets { return sets.panel }
    return calibrationPanel
  }

  /// Why the first published values are published, as the people concerned may read it.
  private var explanations: HTML {
    let explained = rows.filter { $0.explanation != nil }
    guard !explained.isEmpty else { return "" }
    let entries = explained.html { row in
      """
      <dt>\(personHTML(row.person, row.name)): \(row.shownValue)</dt>
      \((row.explanation?.lines ?? []).html { "<dd>\($0)</dd>\n" })
      """
    }
    return """
      <h4>Why: two of them, as they may read it</h4>
      <dl>
      \(entries)</dl>

      """
  }

  private var calibrationPanel: HTML {
    guard !calibration.blocks.isEmpty else {
      return "<div class=\"panel\"><h4>Calibration</h4><p class=\"quiet\">Too few people of known value.</p></div>\n"
    }
    return """
      <div class="panel"><figure><h4>Can the confidence be trusted?</h4>
      \(calibrationDiagram(of: self))<figcaption>Each thick line is a group of test cases: how often the method was \
      right where it claimed a confidence in that range, less what choosing the best of many methods makes too good. The \
      thin line reaches down to the lower bound (95 %) that must clear the dashed threshold. On the dotted diagonal a claim is exactly right.</figcaption></figure></div>

      """
  }

  private var choicePanel: HTML {
    let methods =
      candidates.isEmpty
      ? HTML.empty
      : HTMLTable(
        caption:
          "Methods tried on people of known value whose value was hidden\(candidateNote.isEmpty ? "" : ": \(candidateNote)"). "
          + "The best one looks better here than it is, because these people chose it; “right when tested” above is "
          + "free of that.",
        columns: [
          .init(title: "Method"),
          .init(
            title: ordered != nil ? "Mean error" : sets != nil ? "Mean area" : "Right", isNumber: true),
          .init(title: ""),
        ],
        rows: shownCandidates.map { candidate in
          [
            "\(candidate.name)", "\(scoreText(candidate.accuracy))",
            candidate.chosen ? "<span class=\"pill\">chosen</span>" : "",
          ]
        }
      ).html
    let most = reasons.map(\.count).max() ?? 0
    let why =
      reasons.isEmpty
      ? "<p class=\"quiet\">Nobody: every value asked for is published.</p>\n"
      : HTMLTable(
        caption: "People left without a value, by the first reason that forbids it",
        columns: [.init(title: "Reason"), .init(title: "People", isNumber: true)],
        rows: reasons.map { reason in
          [
            "\(reason.reason)",
            "\(bar(most > 0 ? Double(reason.count) / Double(most) : 0))\(Numbers.grouped(reason.count))",
          ]
        }
      ).html
    return """
      <div class="panel"><h4>How the method was chosen</h4>
      \(methods)<h4>Why values stay unknown</h4>
      \(why)</div>

      """
  }

  private func peopleTable(_ limits: PageLimits) -> HTML {
    let known = rows.filter { $0.value != nil }
    let unknownRows = rows.filter { $0.value == nil }
    let shown = known.prefix(limits.values) + unknownRows.prefix(limits.unknown)
    guard !shown.isEmpty else { return "<p class=\"quiet\">Nobody was asked about.</p>\n" }
    let table = HTMLTable(
      caption: "Inferred values of \(attribute)",
      columns: [
        .init(title: "Person"), .init(title: "Value"), .init(title: "Confidence", isNumber: true),
        .init(title: "Lower bound", isNumber: true), .init(title: "Evidence (people)", isNumber: true),
        .init(title: "One person’s share, at most", isNumber: true),
      ],
      rows: shown.map { row in
        let reason: HTML = row.reason.map { "<span class=\"why\">\($0)</span>" } ?? ""
        let isKnown = row.value != nil
        return [
          personHTML(row.person, row.name),
          isKnown
            ? "<bdi class=\"who\">\(row.shownValue)</bdi>" : "<span class=\"unknown\">unknown</span>\(reason)",
          "\(isKnown ? Numbers.fixed(row.confidence, 2) : "–")",
          "\(isKnown ? Numbers.fixed(row.lowerBound, 2) : "–")",
          "\(row.evidenceText)",
          "\(row.largestShare.map { Numbers.percent($0, decimals: 0) } ?? "–")",
        ]
      })
    let more =
      shown.count == rows.count
      ? HTML.empty
      : """
      <p class="quiet">Shown: \(Numbers.grouped(min(known.count, limits.values))) of \
      \(Numbers.count(known.count, "published value", "published values")) and \
      \(Numbers.grouped(min(unknownRows.count, limits.unknown))) of \
      \(Numbers.count(unknownRows.count, "unknown one", "unknown ones")); the CSV and JSON outputs hold all of them.</p>

      """
    let note: HTML = """
      <p class="quiet">Evidence: people whose known value reached this one\
      \(minimumNote.isEmpty ? "" : "; \(minimumNote)"). \
      One person’s share: what the most influential of them brings, over all ways together, in all that was brought; \
      above one half nothing is published.</p>

      """
    return table.html + more + note
  }
}
