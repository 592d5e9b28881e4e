extension RejectLog {
  /// The whole of `rejected.csv`: a header, then a line for each row that was kept in detail; LF line ends.
  public var csv: [UInt8] {
    var text = Array((RejectedRow.csvHeader + "\n").utf8)
    for row in rows {
      text.append(contentsOf: row.csvLine.utf8)
      text.append(lineFeed)
    }
    return text
  }
}
