extension SuggestionReport {
  /// One line a row, after a header; see `CSVText` for the quoting. Lines are made as they are taken.
  public var csvLines: some Sequence<String> {
    (-1..<rows.count).lazy.map { $0 < 0 ? Self.csvHeader : rows[$0].csvLine }
  }

  public var csv: String { csvLines.joined() }

  static let csvHeader =
    "person,person_name,rank,suggested,suggested_name,probability,mutual_friends,shared_groups,in_contacts,reason\r\n"
}

extension SuggestionReport.Row {
  var csvLine: String {
    CSVText.line([
      .text(person), .text(personName), .integer(rank), .text(suggested), .text(suggestedName), .number(probability),
      .integer(mutualFriends), .integer(sharedGroups), .text(isInBook ? "true" : "false"), .text(reason),
    ])
  }
}
