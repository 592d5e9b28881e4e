extension ReportDocument {
  /// What is in the graph, at what time, on what basis.
  var summary: HTML {
    var content: HTML = ""
    if let snapshot {
      for count in snapshot.counts.prefix(8) {
        content += tile(count.name.capitalizedFirst, Numbers.grouped(count.value))
      }
    }
    if let ranking = rankings.first {
      if snapshot == nil { content += tile("People", Numbers.grouped(ranking.people)) }
      let time = Numbers.shortTime(ranking.asOf).split(separator: " ").map(String.init)
      content += tile("As of", time.first ?? ranking.asOf, time.count > 1 ? "\(time[1]) UTC" : "")
    } else if let newest = snapshot?.newestEvent {
      content += tile("Newest event", String(Numbers.shortTime(newest).prefix(10)))
    }
    for inference in inferences {
      content += tile(
        "Inferred: \(inference.attribute)", Numbers.grouped(inference.published),
        "of \(Numbers.grouped(inference.subjects)) asked about; the rest stay unknown")
    }
    var sentences = snapshot?.basis ?? []
    for sentence in manifest?.basis ?? [] where !sentences.contains(sentence) { sentences.append(sentence) }
    let isEmpty = snapshot == nil && rankings.isEmpty && inferences.isEmpty
    let figures = isEmpty ? "<p>This report was made of no data.</p>\n" : tiles(content)
    return figures + basisParagraph(sentences)
  }

  private func basisParagraph(_ sentences: [String]) -> HTML {
    guard !sentences.isEmpty else { return "" }
    let items = sentences.html { "<li>\($0)</li>\n" }
    return
      "<p class=\"quiet\"><strong>Basis for the use of the data</strong></p>\n<ul class=\"quiet\">\n\(items)</ul>\n"
  }
}

extension HTML {
  static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
