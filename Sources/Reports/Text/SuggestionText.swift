extension SuggestionReport {
  /// The suggestions for a terminal, line by line; made as they are taken.
  public func lines(explain: Bool = false) -> some Sequence<String> {
    let layout = SuggestionLayout(self)
    return (-1..<rows.count).lazy.flatMap { index -> [String] in
      index < 0 ? layout.heading(of: self) : layout.lines(rows[index], explain: explain)
    }
  }

  public func text(explain: Bool = false) -> String { joined(lines(explain: explain)) }
}

private struct SuggestionLayout: Sendable {
  private let isOfOnePerson: Bool
  private let hasNames: Bool
  private var table: TextTable

  init(_ report: SuggestionReport) {
    let first = report.rows.first
    isOfOnePerson = report.rows.allSatisfy { $0.person == first?.person }
    hasNames = report.rows.contains { $0.suggestedName != nil }
    var columns: [TextTable.Column] = isOfOnePerson ? [] : [.init(title: "person")]
    columns += [.init(title: "rank", isNumber: true), .init(title: "suggested")]
    if hasNames { columns.append(.init(title: "name", limit: 24)) }
    columns += [.init(title: "chance", isNumber: true), .init(title: "because")]
    table = TextTable(columns)
    for row in report.rows { table.measure(cells(row)) }
  }

  private func cells(_ row: SuggestionReport.Row) -> [String] {
    var cells = isOfOnePerson ? [] : [row.person]
    cells += ["\(row.rank)", row.suggested]
    if hasNames { cells.append(row.suggestedName ?? "") }
    return cells + [Numbers.percent(row.probability ?? .nan), row.reason]
  }

  func heading(of report: SuggestionReport) -> [String] {
    var title = "People one may know"
    if let first = report.rows.first, isOfOnePerson {
      title = "People whom " + DisplayText.visible(personLabel(first.person, first.personName)) + " may know"
    }
    let time = report.asOf.map { "as of \(Numbers.shortTime($0)) UTC · " } ?? ""
    return [
      title, "\(time)\(Numbers.count(report.people, "person allows", "people allow")) suggestions",
      DisplayText.visible("model \(report.model), from \(report.provenance)"), DisplayText.visible(report.chanceWords),
      DisplayText.visible("purpose \(report.purpose), basis \(report.basis)"), "",
      report.rows.isEmpty ? "Nobody: no stranger with a friend, group or contact in common." : table.heading,
    ]
  }

  func lines(_ row: SuggestionReport.Row, explain: Bool) -> [String] {
    let line = table.line(cells(row))
    guard explain, let parts = row.explanation, !parts.isEmpty else { return [line] }
    let words = parts.map { part in
      let sign = part.contribution < 0 ? "−" : "+"
      return "\(part.words) \(part.contribution == 0 ? "little" : sign + "\(abs(part.contribution))")"
    }
    return [line, "      score, to whole log-odds: " + words.joined(separator: ", ")]
  }
}

extension SuggestionEvaluationReport {
  public var lines: [String] {
    var lines = [
      "Ties hidden and found again: \(protocolWords)",
      "\(Numbers.count(runs, "run", "runs")), \(Numbers.grouped(hidden)) hidden ties, lists of "
        + "\(Numbers.count(rankedPeople, "person", "people"))", DisplayText.visible("the model: \(modelWords)"), "",
    ]
    lines += TextTable.lines(
      [TextTable.Column(title: "method")]
        + ["AUC", "P@10", "MRR", "R@10", "NDCG@10"].map { TextTable.Column(title: $0, isNumber: true) },
      rows.map { [$0.method] + $0.figures })
    if let chance {
      lines += ["", "\(chance.words("hidden ties"))", ""]
      lines += TextTable.reliability(nil, "chance", "hidden ties", chance.bins.map { (name: "", bin: $0) })
    }
    return lines
  }

  /// What the model is, and how far its figures can be trusted.
  var modelWords: String {
    let counts = Dictionary(models.map { ($0, 1) }, uniquingKeysWith: +)
    let kinds = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { $0.value < runs ? "\($0.key) (\(Numbers.count($0.value, "run", "runs")))" : $0.key }.joined(separator: ", ")
    guard let file else { return "\(kinds), fitted in each run to other ties that are hidden" }
    return "\(kinds) of \(file.name), fitted to \(file.value); its figures are too good where these are ties it was fitted to"
  }

  public func text() -> String { joined(lines) }
}

extension SuggestionEvaluationReport.Row {
  /// AUC, precision, reciprocal rank, recall and NDCG, as they are shown.
  var figures: [String] {
    [
      Numbers.fixed(auc, 4), Numbers.fixed(precisionAt10, 4), Numbers.fixed(meanReciprocalRank, 3),
      Numbers.fixed(recallAt10, 3), Numbers.fixed(ndcgAt10, 3),
    ]
  }
}

/// The tables of a fitted model.
public enum SuggestionModelText {
  public static func scores(_ scores: [(model: String, random: Double, candidates: Double)], chosen: String) -> [String]
  {
    TextTable.lines(
      [
        .init(title: "features"), .init(title: "random", isNumber: true), .init(title: "candidates", isNumber: true),
        .init(title: ""),
      ],
      scores.map {
        [$0.model, Numbers.fixed($0.random, 4), Numbers.fixed($0.candidates, 4), $0.model == chosen ? "chosen" : ""]
      })
  }

  public static func terms(_ terms: [(feature: String, weight: Double)]) -> [String] {
    TextTable.lines(
      [.init(title: "feature, on its log scale"), .init(title: "weight of a unit", isNumber: true)],
      terms.map { [$0.feature, Numbers.fixed($0.weight, 4)] })
  }
}
