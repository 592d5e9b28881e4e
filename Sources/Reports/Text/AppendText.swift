extension AppendReport {
  /// For a terminal.
  public func text() -> String {
    if files.isEmpty { return joined(["nothing is new: the snapshot stays as it is"]) }
    var lines = TextTable.lines(
      [
        .init(title: "appended"), .init(title: "bytes", isNumber: true), .init(title: "rows", isNumber: true),
        .init(title: "rejected", isNumber: true), .init(title: "SHA-256", limit: 64),
      ],
      files.map {
        [
          $0.file, Numbers.grouped($0.bytes), Numbers.grouped($0.rows), Numbers.grouped($0.rejected),
          String($0.sha256.prefix(16)),
        ]
      })
    lines.append("\(Numbers.count(pairs, "directed pair", "directed pairs")) touched")
    if let newestEvent { lines.append("newest event \(Numbers.shortTime(newestEvent)) UTC") }
    return joined(lines)
  }
}

extension ExpiryReport {
  /// For a terminal.
  public func text() -> String {
    guard let asOf else { return joined(["there are no events"]) }
    var lines = TextTable.lines(
      [
        .init(title: "interaction"), .init(title: "days kept", isNumber: true), .init(title: "expired", isNumber: true),
        .init(title: "left", isNumber: true),
      ],
      kinds.map { [$0.name, Numbers.grouped($0.days), Numbers.grouped($0.expired), Numbers.grouped($0.kept)] })
    lines.append("ages are counted from \(Numbers.shortTime(asOf)) UTC")
    lines += droppedValues.map { "gone with them: values \(DisplayText.visible($0))" }
    return joined(lines)
  }
}
