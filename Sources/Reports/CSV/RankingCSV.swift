extension RankingReport {
  /// One line a row, after a header; see `CSVText` for the quoting. Lines are made as they are taken.
  public var csvLines: some Sequence<String> {
    let extras = RankingExtras(self)
    return (-1..<rows.count).lazy.map {
      $0 < 0 ? Self.csvHeader(extras) : rows[$0].csvLine(extras)
    }
  }

  public var csv: String { csvLines.joined() }

  private static func csvHeader(_ extras: RankingExtras) -> String {
    var names = "person,person_name,rank,neighbour,neighbour_name,strength,share,last_contact,tier,explanation"
    if extras.hasProbability { names += ",probability" }
    if extras.hasMeasures { names += ",reciprocity,embeddedness,overlap,adamic_adar" }
    if extras.hasDispersion { names += ",dispersion" }
    return names + "\r\n"
  }
}

/// The columns that stand last, and only where they were asked for.
struct RankingExtras: Sendable {
  let hasProbability: Bool
  let hasMeasures: Bool
  let hasDispersion: Bool

  init(_ report: RankingReport) {
    hasProbability = report.probabilityHours != nil
    hasMeasures = report.rows.contains { $0.measures != nil }
    hasDispersion = report.rows.contains { $0.measures?.dispersion != nil }
  }
}

extension RankingReport.Row {
  func csvLine(_ extras: RankingExtras) -> String {
    var cells: [CSVText.Cell] = [
      .text(person), .text(personName), .integer(rank), .text(neighbour), .text(neighbourName), .number(strength),
      .number(share), .text(lastContact), .integer(tier), .text(words),
    ]
    if extras.hasProbability { cells.append(.number(probability)) }
    if extras.hasMeasures {
      cells += [
        .number(measures?.reciprocity), .integer(measures?.embeddedness), .number(measures?.overlap),
        .number(measures?.adamicAdar),
      ]
    }
    if extras.hasDispersion { cells.append(.number(measures?.dispersion)) }
    return CSVText.line(cells)
  }
}
