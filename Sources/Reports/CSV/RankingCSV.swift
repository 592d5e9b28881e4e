extension RankingReport {
  /// One line a row, after a header; see `CSVText` for the quoting. Lines are made as they are taken.
  public var csvLines: some Sequence<String> {
    (-1..<rows.count).lazy.map { $0 < 0 ? Self.csvHeader : rows[$0].csvLine }
  }

  public var csv: String { csvLines.joined() }

  static let csvHeader =
    "person,person_name,rank,neighbour,neighbour_name,strength,share,last_contact,tier,explanation\r\n"
}

extension RankingReport.Row {
  var csvLine: String {
    CSVText.line([
      .text(person), .text(personName), .integer(rank), .text(neighbour), .text(neighbourName), .number(strength),
      .number(share), .text(lastContact), .integer(tier), .text(words),
    ])
  }
}
