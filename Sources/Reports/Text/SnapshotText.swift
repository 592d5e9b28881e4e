extension SnapshotReport {
  /// The summary for a terminal: counts, attributes, kinds of interaction, bases, files.
  public func text() -> String { joined(lines) }

  public var lines: [String] {
    var lines = TextTable.lines(
      [.init(title: "what", limit: 60), .init(title: "count", isNumber: true)],
      counts.map { [$0.name, Numbers.grouped($0.value)] })
    if let newestEvent { lines.append("newest event \(Numbers.shortTime(newestEvent)) UTC") }
    if !attributes.isEmpty {
      lines +=
        [""]
        + TextTable.lines(
          [.init(title: "attribute"), .init(title: "kind"), .init(title: "people with a value", isNumber: true)],
          attributes.map { [$0.name, $0.kind, Numbers.grouped($0.people)] })
    }
    if !kinds.isEmpty {
      lines +=
        [""]
        + TextTable.lines(
          [
            .init(title: "interaction"), .init(title: "weight", isNumber: true), .init(title: "direction"),
            .init(title: "events", isNumber: true),
          ],
          kinds.map {
            [
              $0.name, Numbers.fixed($0.weight, 2), $0.isSymmetric ? "both ways" : "one way",
              Numbers.grouped($0.events),
            ]
          })
    }
    if !derived.isEmpty {
      lines +=
        [""]
        + TextTable.lines(
          [
            .init(title: "values found by kernels (--values NAME)", limit: 160),
            .init(title: "people", isNumber: true), .init(title: "columns", limit: 80), .init(title: "as of"),
          ],
          derived.map {
            [
              $0.name, Numbers.grouped($0.people), $0.columns.joined(separator: ", "),
              $0.asOf.map { Numbers.shortTime($0) } ?? "",
            ]
          })
    }
    if !basis.isEmpty { lines += ["", "consent and basis"] + basis.map { "  " + DisplayText.visible($0) } }
    if !files.isEmpty {
      let title = format.isEmpty ? "read from" : "read from (\(format))"
      lines +=
        [""]
        + TextTable.lines(
          [
            .init(title: DisplayText.visible(title), limit: 60), .init(title: "bytes", isNumber: true),
            .init(title: "rows", isNumber: true), .init(title: "rejected", isNumber: true),
            .init(title: "SHA-256", limit: 64),
          ],
          files.map {
            [
              $0.file, Numbers.grouped($0.bytes), Numbers.grouped($0.rows), Numbers.grouped($0.rejected),
              String($0.sha256.prefix(16)),
            ]
          })
    }
    if !notes.isEmpty { lines += ["", "notes"] + notes.map { "  " + DisplayText.visible($0) } }
    return lines
  }
}
