extension PairReport {
  /// One line a pair, after a header; see `CSVText` for the quoting.
  public var csv: String {
    let header =
      "rank,first,first_name,second,second_name,strength,first_share,second_share,reciprocity,last_contact,explanation\r\n"
    return rows.reduce(into: header) { text, row in
      text += CSVText.line([
        .integer(row.rank), .text(row.first), .text(row.firstName), .text(row.second), .text(row.secondName),
        .number(row.strength), .number(row.firstShare), .number(row.secondShare), .number(row.reciprocity),
        .text(row.lastContact), .text(row.sentence),
      ])
    }
  }
}
