extension InsightsReport {
  public func text() -> String {
    var lines: [String] = []
    let told = places.count == 1 ? places : places.filter(\.isShown)
    for place in told {
      if !lines.isEmpty { lines.append("") }
      lines += self.lines(of: place)
    }
    if places.isEmpty { lines.append("No pages or groups.") }
    if told.count < places.count {
      if !lines.isEmpty { lines.append("") }
      lines += [hiddenWords(places.filter { !$0.isShown })]
    }
    lines.append("")
    lines += notes
    return joined(lines)
  }

  /// `73 of 74 places show nothing: every number of theirs lies below its gate, 155 at the least.`
  func hiddenWords(_ hidden: [Place]) -> String {
    let least = hidden.flatMap(\.tables).map(\.gate).min() ?? 0
    return "\(Numbers.grouped(hidden.count)) of \(Numbers.count(places.count, "place shows", "places show")) nothing: every "
      + "number there lies below its gate, \(Numbers.grouped(least)) at the least."
  }

  private func lines(of place: Place) -> [String] {
    let cost = place.epsilon.map { ", ε \($0)" } ?? ""
    var lines = [
      DisplayText.visible("Insights of \(place.kind) \(personLabel(place.id, place.name))"),
      "\(from) to \(to) · counting \(measure) · \(guarantee)\(cost)", "",
    ]
    var figures = place.figures.map { [$0.name, Self.words($0.count, place.margin(Place.table(ofFigure: $0.name)))] }
    if let growth = place.growth { figures.append(["growth", Self.words(growth, place.growthMargin)]) }
    lines += TextTable.lines([.init(title: "number"), .init(title: "people", isNumber: true)], figures)
    lines += table(place.totals, totalAxes, place.margin("totals"))
    lines += table(place.breakdown, totalAxes + breakdownAxes, place.margin("breakdown"))
    if !place.isShown { lines += ["", "Nothing is shown: every number lies below its gate."] }
    if let words = mostActiveWords(place) { lines += ["", words] }
    lines.append("")
    lines += TextTable.lines(
      [
        .init(title: "table"), .init(title: "cells", isNumber: true), .init(title: "hidden below", isNumber: true),
        .init(title: "19 of 20 within ±", isNumber: true),
      ],
      place.tables.map {
        [$0.name, Numbers.grouped($0.cells), Numbers.grouped($0.gate), $0.margin.map(Numbers.grouped) ?? "–"]
      })
    return lines
  }

  /// `412 ± 24`, `412` without noise, a dash where hidden.
  static func words(_ count: Int?, _ margin: Int?) -> String {
    guard let count else { return "–" }
    return Numbers.grouped(count) + (margin.map { " ± \(Numbers.grouped($0))" } ?? "")
  }

  /// `Most active by age band: 25-34 (310 of 820 events shown), …`, at most three.
  func mostActiveWords(_ place: Place) -> String? {
    let active = mostActive(in: place)
    if active.isEmpty { return nil }
    let all = active.reduce(0) { $0 + $1.count }
    let words = active.prefix(3).enumerated().map { index, cell in
      "\(cell.values.joined(separator: ", ")) (\(Numbers.grouped(cell.count))"
        + (index == 0 ? " of \(Numbers.grouped(all)) events shown)" : ")")
    }
    let axes = breakdownAxes.joined(separator: " and ").replacing("_", with: " ")
    return DisplayText.visible("Most active by \(axes): \(words.joined(separator: ", "))")
  }

  private func table(_ cells: [Cell], _ axes: [String], _ margin: Int?) -> [String] {
    if cells.isEmpty { return [] }
    let columns = axes.map { TextTable.Column(title: $0.replacing("_", with: " ")) }
    return [""]
      + TextTable.lines(
        columns + [.init(title: measure, isNumber: true)], cells.map { $0.values + [Self.words($0.count, margin)] })
  }
}

extension GraphStatisticsReport {
  public func text() -> String {
    let title = ["edges": "Friendships", "degree": "Friends a person", "triangles": "Triangles of friends"]
    var lines = [
      title[statistic] ?? statistic,
      "\(asOf == "undated" ? asOf : "as of \(asOf)") · \(privacy) privacy, ε \(epsilon)"
        + (delta.map { ", δ \($0)" } ?? ""), relation, "",
    ]
    lines += TextTable.lines(
      [
        .init(title: "figure", limit: 60), .init(title: "count", isNumber: true),
        .init(title: "19 of 20 within ±", isNumber: true), .init(title: "Δ", isNumber: true),
        .init(title: "ε", isNumber: true),
      ],
      figures.map { figure in
        [
          figure.value.map { "\(figure.name): \($0)" } ?? figure.name, Numbers.grouped(figure.count),
          figure.margin.map(Numbers.grouped) ?? "–", Numbers.grouped(figure.sensitivity), figure.epsilon,
        ]
      })
    if let note { lines += ["", note] }
    return joined(lines)
  }
}

extension ReleaseLedgerReport {
  /// The rows as cells. A long ledger has one line for the places of which all else is equal; CSV and JSON name each.
  private var folded: [[String]] {
    func cells(_ row: Row) -> [String] { [row.from, row.to, row.question, row.epsilon, row.spent] }
    let counts = Dictionary(rows.filter { $0.place != nil }.map { (cells($0), 1) }, uniquingKeysWith: +)
    var told: Set<[String]> = []
    return rows.compactMap { row in
      let (place, rest) = (row.place ?? "(graph)", cells(row))
      guard rows.count > 40, row.place != nil, let count = counts[rest], count > 3 else { return [place] + rest }
      return told.insert(rest).inserted ? ["(\(Numbers.grouped(count)) places)"] + rest : nil
    }
  }

  public func text() -> String {
    if rows.isEmpty { return "Nothing was released; a page may lose ε \(budget) a week.\n" }
    var lines = TextTable.lines(
      [
        .init(title: "place"), .init(title: "from"), .init(title: "to"), .init(title: "question", limit: 60),
        .init(title: "ε", isNumber: true), .init(title: "spent", isNumber: true),
      ],
      folded)
    lines += [
      "", "A place may lose ε \(budget) a week; the unit is one person's bounded contributions to one release.",
      "The graph as a whole may lose ε \(budget) once. All answers together: ε \(everything); a person loses only what was "
        + "asked of the graph and of places where they are active.",
    ]
    return joined(lines)
  }
}
