extension InsightsReport {
  /// One line a shown number, after a header; hidden ones have no line, empty or small.
  public var csv: String {
    let axes = totalAxes + breakdownAxes
    var result = CSVText.line(
      ["place", "from", "to", "table"].map { .text($0) } + axes.map { .text($0) } + [.text("count"), .text("margin")])
    func line(_ place: Place, _ table: String, _ part: String, _ values: [String], _ count: Int) {
      let padded = values + Array(repeating: "", count: axes.count - values.count)
      result += CSVText.line(
        [.text(place.id), .text(from), .text(to), .text(table)] + padded.map { .text($0) }
          + [.integer(count), .integer(place.margin(part))])
    }
    for place in places {
      for (name, count) in place.figures { if let count { line(place, name, Place.table(ofFigure: name), [], count) } }
      for cell in place.totals { line(place, "totals", "totals", cell.values, cell.count) }
      for cell in place.breakdown { line(place, "breakdown", "breakdown", cell.values, cell.count) }
    }
    return result
  }
}

extension InsightsReport.Place {
  /// The numbers that have no axes.
  var figures: [(name: String, count: Int?)] {
    [("members", members), ("joined", joined), ("left", left), ("reach", reach)]
  }

  /// The table that a number of `figures` comes from.
  static func table(ofFigure name: String) -> String { name == "reach" ? name : "audience" }
}

extension GraphStatisticsReport {
  public var csv: String {
    var result = CSVText.line(
      ["statistic", "privacy", "name", "value", "count", "sensitivity", "epsilon", "margin"].map { .text($0) })
    for figure in figures {
      result += CSVText.line([
        .text(statistic), .text(privacy), .text(figure.name), .text(figure.value), .integer(figure.count),
        .integer(figure.sensitivity), .text(figure.epsilon), .integer(figure.margin),
      ])
    }
    return result
  }
}

extension ReleaseLedgerReport {
  public var csv: String {
    var result = CSVText.line(["place", "from", "to", "question", "epsilon", "spent"].map { .text($0) })
    for row in rows {
      result += CSVText.line([
        .text(row.place), .text(row.from), .text(row.to), .text(row.question), .text(row.epsilon), .text(row.spent),
      ])
    }
    return result
  }
}
