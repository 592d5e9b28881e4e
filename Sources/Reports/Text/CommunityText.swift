extension CommunityReport {
  public var lines: [String] {
    var lines = [
      "communities of \(edges) by \(method), for \(purpose) (basis: \(basis))",
      "modularity \(Numbers.fixed(modularity, 4)), recomputed · "
        + (allConnected ? "every community is connected" : "some communities are not connected inside"),
      "k-anonymous only, without noise: rows of at least \(minimum) people, names that at least \(nameMinimum) state",
    ]
    if let withheldPeople {
      lines.append("\(Numbers.grouped(withheldPeople)) people are in communities that are not told of")
    }
    if let own {
      let place = own.community.map { "in community \($0)" } ?? "in a community that is not told of"
      lines.append(
        "\(place) · participation \(Numbers.fixed(own.participation, 3)) · "
          + "within-module z \(Numbers.fixed(own.withinModule ?? .nan, 2))\(own.role.map { " · \($0)" } ?? "")")
    }
    lines.append("")
    if rows.isEmpty { return lines + ["No community is large enough to be told of."] + figures }
    let titles = ["community", "people", "density", "conductance", "inside"]
    return lines
      + TextTable.lines(
        titles.map { TextTable.Column(title: $0, isNumber: true) } + [TextTable.Column(title: "names", limit: 60)],
        rows.map { row in
          [
            "\(row.number)", Numbers.grouped(row.size), Numbers.fixed(row.density ?? .nan, 4),
            Numbers.fixed(row.conductance ?? .nan, 3), Numbers.percent(row.insideShare ?? .nan),
            row.names.joined(separator: ", "),
          ]
        }) + namesNote + figures
  }

  /// Why there are no names, where there are none.
  private var namesNote: [String] {
    guard rows.allSatisfy(\.names.isEmpty) else { return [] }
    return ["no names: nothing is stated by \(Numbers.grouped(nameMinimum)) people of a community (--minimum-names)"]
  }

  /// Sizes and roles, over all communities.
  private var figures: [String] {
    var lines: [String] = []
    if !sizes.isEmpty {
      lines.append("")
      lines += TextTable.lines(
        ["people in one", "communities", "people"].map { .init(title: $0, isNumber: true) },
        sizes.map { [$0.words, Numbers.grouped($0.communities), Numbers.grouped($0.people)] })
    }
    if !roles.isEmpty {
      lines.append("")
      lines += TextTable.lines(
        [.init(title: "role between communities"), .init(title: "people", isNumber: true)],
        roles.map { [$0.role, Numbers.grouped($0.people)] })
      lines.append(
        "a role that fewer than \(Numbers.grouped(minimum)) people have is not told of, nor another that would give it away")
    }
    return lines
  }
}

extension CommunityReport.SizeBand {
  var words: String { from == to ? Numbers.grouped(from) : "\(Numbers.grouped(from))–\(Numbers.grouped(to))" }
}
