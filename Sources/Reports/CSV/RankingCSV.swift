extension RankingReport {
  /// One line a row, after a header; see `CSVText` for the quoting. Lines are made as they are taken.
  public var csvLines: some Sequence<String> {
    let hasProbability = probabilityHours != nil
    return (-1..<rows.count).lazy.map {
      $0 < 0 ? Self.csvHeader(hasProbability) : rows[$0].csvLine(hasProbability)
    }
  }

  public var csv: String { csvLines.joined() }

  /// The column `probability` stands last, and only where one was fitted.
  private static func csvHeader(_ hasProbability: Bool) -> String {
    "person,person_name,rank,neighbour,neighbour_name,strength,share,last_contact,tier,explanation"
      + (hasProbability ? ",probability\r\n" : "\r\n")
  }
}

extension RankingReport.Row {
  func csvLine(_ hasProbability: Bool) -> String {
    let cells: [CSVText.Cell] = [
      .text(person), .text(personName), .integer(rank), .text(neighbour), .text(neighbourName), .number(strength),
      .number(share), .text(lastContact), .integer(tier), .text(words),
    ]
    return CSVText.line(cells + (hasProbability ? [.number(probability)] : []))
  }
}
