extension CommunityEvaluationReport {
  public func text() -> String { joined(lines) }

  public var lines: [String] {
    let head = [
      "Communities of \(edges) by method, for \(purpose) (basis: \(basis))",
      "\(Numbers.count(people, "person", "people")) · \(quality), resolution \(Numbers.fixed(resolution, 2)) · "
        + "modularity recomputed; means over seeds", "",
    ]
    return head.map(DisplayText.visible) + TextTable.lines(Self.columns, cells) + [""]
      + (attributes.isEmpty
        ? ["No attribute to compare with: none is stated by enough people."]
        : TextTable.lines(agreementColumns, agreementCells) + [
          "",
          "NMI: mutual information with what people state, normalised (1 equal, 0 unrelated); ARI: adjusted Rand index.",
        ])
  }

  private static let columns =
    [TextTable.Column(title: "method")]
    + ["seeds", "communities", "largest", "modularity", "least", "disconnected"].map { .init(title: $0, isNumber: true) }

  /// A line a method.
  var cells: [[String]] {
    rows.map { row in
      [
        row.method, "\(row.seeds)", Numbers.fixed(row.communities, 1), Numbers.percent(row.largest),
        Numbers.fixed(row.modularity, 4), Numbers.fixed(row.leastModularity, 4), Numbers.grouped(row.disconnected),
      ]
    }
  }

  /// Titles of the second table behind the attribute.
  var agreementTitles: [String] {
    ["people"] + rows.map { "NMI \($0.method)" } + rows.map { "ARI \($0.method)" }
  }

  private var agreementColumns: [TextTable.Column] {
    [TextTable.Column(title: "attribute", limit: 40)] + agreementTitles.map { .init(title: $0, isNumber: true) }
  }

  /// A line an attribute.
  var agreementCells: [[String]] {
    attributes.enumerated().map { place, attribute in
      [attribute.name, Numbers.grouped(attribute.people)]
        + rows.map { Numbers.fixed($0.agreements[place].mutualInformation, 3) }
        + rows.map { Numbers.fixed($0.agreements[place].randIndex, 3) }
    }
  }
}
