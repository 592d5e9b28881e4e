extension InferenceReport {
  /// One line a person, after a header; an unknown value is an empty cell with its reason in the last column.
  public var csvLines: some Sequence<String> {
    (-1..<rows.count).lazy.map { index in
      guard index >= 0 else {
        return
          "attribute,person,name,value,confidence,lower_bound,evidence_count,evidence_is_minimum,largest_share,reason\r\n"
      }
      let row = rows[index]
      return CSVText.line([
        .text(attribute), .text(row.person), .text(row.name), .text(row.value), .number(row.confidence),
        .number(row.lowerBound), .integer(row.evidenceCount),
        .text(row.evidenceCount == nil ? nil : "\(row.evidenceIsMinimum)"), .number(row.largestShare),
        .text(row.reason),
      ])
    }
  }

  public var csv: String { csvLines.joined() }
}
