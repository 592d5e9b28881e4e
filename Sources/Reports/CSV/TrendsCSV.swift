extension TrendsReport {
  /// One line a row, after a header; see `CSVText` for the quoting.
  public var csv: String {
    let header =
      "person,person_name,trend,rank,neighbour,neighbour_name,earlier_strength,strength,earlier_share,share,change,"
      + "last_contact,explanation\r\n"
    return rows.reduce(into: header) { text, row in
      text += CSVText.line([
        .text(row.person), .text(row.personName), .text(row.trend.rawValue), .integer(row.rank), .text(row.neighbour),
        .text(row.neighbourName), .number(row.earlierStrength), .number(row.strength), .number(row.earlierShare),
        .number(row.share), .number(row.change), .text(row.lastContact), .text(row.sentence),
      ])
    }
  }
}
