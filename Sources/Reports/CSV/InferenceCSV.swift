extension InferenceReport {
  /// One line a person, after a header; an unknown value is an empty cell with its reason in the last column. Of sets a
  /// line for each value of a person; of ordered attributes four more columns describe the interval.
  public var csvLines: some Sequence<String> {
    (-1..<rows.count).lazy.map { index in
      guard index >= 0 else {
        let more = ordered == nil ? "" : ",estimate,low,high,band"
        return
          "attribute,person,name,value,confidence,lower_bound,evidence_count,evidence_is_minimum,largest_share,"
          + "reason\(more)\r\n"
      }
      let row = rows[index]
      let interval: [CSVText.Cell] =
        ordered == nil
        ? []
        : [row.interval?.estimate, row.interval?.low, row.interval?.high, row.interval?.band].map { .text($0) }
      return CSVText.line([
        .text(attribute), .text(row.person), .text(row.name), .text(row.value), .number(row.confidence),
        .number(row.lowerBound), .integer(row.evidenceCount),
        .text(row.evidenceCount == nil ? nil : "\(row.evidenceIsMinimum)"), .number(row.largestShare),
        .text(row.reason),
      ] + interval)
    }
  }

  public var csv: String { csvLines.joined() }
}
