extension SnapshotReport {
  var section: HTML {
    var content: HTML = ""
    if let newestEvent { content += "<p>Newest event: \(Numbers.shortTime(newestEvent)) UTC.</p>\n" }
    var panels: HTML = ""
    if !attributes.isEmpty {
      let table = HTMLTable(
        caption: "What people state about themselves",
        columns: [
          .init(title: "Attribute"), .init(title: "Kind"), .init(title: "People with a value", isNumber: true),
        ],
        rows: attributes.map { ["\($0.name)", "\($0.kind)", "\(Numbers.grouped($0.people))"] })
      panels += "<div class=\"panel\"><h3>Attributes</h3>\n\(table.html)</div>\n"
    }
    if !kinds.isEmpty {
      let table = HTMLTable(
        caption: "What happened between people, and what it counts",
        columns: [
          .init(title: "Kind"), .init(title: "Weight", isNumber: true), .init(title: "Direction"),
          .init(title: "Events", isNumber: true),
        ],
        rows: kinds.map {
          [
            "\($0.name)", "\(Numbers.fixed($0.weight, 2))", $0.isSymmetric ? "both ways" : "one way",
            "\(Numbers.grouped($0.events))",
          ]
        })
      panels += "<div class=\"panel\"><h3>Interactions</h3>\n\(table.html)</div>\n"
    }
    if !panels.markup.isEmpty { content += "<div class=\"panels\">\n\(panels)</div>\n" }
    if !files.isEmpty {
      let title = format.isEmpty ? "Files that were read" : "Files that were read, as \(format)"
      content += "<h3>Sources</h3>\n\(inputTable(title, files))"
    }
    if !notes.isEmpty { content += "<h3>Notes</h3>\n<ul>\n\(notes.html { "<li>\($0)</li>\n" })</ul>\n" }
    return content
  }
}

func inputTable(_ caption: String, _ files: [InputFile]) -> HTML {
  HTMLTable(
    caption: caption,
    columns: [
      .init(title: "File"), .init(title: "Bytes", isNumber: true), .init(title: "Rows", isNumber: true),
      .init(title: "Rejected", isNumber: true), .init(title: "SHA-256"),
    ],
    rows: files.map {
      [
        "<code>\($0.file)</code>", "\(Numbers.grouped($0.bytes))", "\(Numbers.grouped($0.rows))",
        "\(Numbers.grouped($0.rejected))", "<span class=\"digest\">\($0.sha256)</span>",
      ]
    }
  ).html
}
