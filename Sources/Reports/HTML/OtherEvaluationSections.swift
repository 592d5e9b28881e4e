extension ReportDocument {
  var tieEvaluationSection: HTML {
    tieEvaluations.html { report in
      let table = HTMLTable(
        caption: "Ways to rank past contacts",
        columns: [
          .init(title: "Ranked by"), .init(title: "NDCG@10", isNumber: true), .init(title: "AUC", isNumber: true),
          .init(title: "Parameters"),
        ],
        rows: report.rows.map { row in
          [
            "\(row.name)", "\(Numbers.fixed(row.ndcg, 4))", "\(Numbers.fixed(row.auc ?? .nan, 4))",
            "\(row.parameters ?? "–")",
          ]
        })
      return """
        <p class="quiet">A person’s past contacts were ranked \(Numbers.count(report.judged, "time", "times")), at \
        \(Numbers.count(report.cuts.count, "cut", "cuts")) of the log; right is whom the person contacts within \
        \(Numbers.hours(report.windowHours)). Purpose \(report.purpose), basis \(report.basis).</p>
        \(table.html)\(report.files.isEmpty ? "" : "<p class=\"quiet\">\(report.filesWords).</p>\n")\
        \(Self.chances("Probability of a contact in the window", report.probabilities, "contacts"))\
        \(ReliabilityDiagram.panels(report.reliabilityDiagrams))
        """
    }
  }

  var suggestionEvaluationSection: HTML {
    suggestionEvaluations.html { report in
      let table = HTMLTable(
        caption: "Ways to suggest people",
        columns: [.init(title: "Method")]
          + ["AUC", "Precision@10", "MRR", "Recall@10", "NDCG@10"].map { .init(title: $0, isNumber: true) },
        rows: report.rows.map { row in (["\(row.method)"] + row.figures).map { "\($0)" } })
      return """
        <p class="quiet">Hidden and found again: \(report.protocolWords), \(Numbers.count(report.runs, "run", "runs")), \
        \(Numbers.grouped(report.hidden)) ties. The model: \(report.modelWords).</p>
        \(table.html)\(Self.chances("Chance of suggestions", report.chance.map { [$0] } ?? [], "hidden ties"))\
        \(ReliabilityDiagram.panels(report.reliabilityDiagrams))
        """
    }
  }

  private static func chances(_ title: String, _ figures: [ReliabilityReport], _ event: String) -> HTML {
    guard !figures.isEmpty else { return "" }
    return "<h3>\(title)</h3>\n\(figures.html { "<p>\($0.words(event)).</p>\n" })"
  }

  var communityEvaluationSection: HTML {
    communityEvaluations.html { report in
      let methods = HTMLTable(
        caption: "Ways to find communities of \(report.edges)",
        columns: [.init(title: "Method")]
          + ["Seeds", "Communities", "Largest", "Modularity", "Least", "Disconnected"].map {
            .init(title: $0, isNumber: true)
          },
        rows: report.cells.map { $0.map { "\($0)" } })
      let agreements = HTMLTable(
        caption: "Communities against what people state",
        columns: [.init(title: "Attribute")] + report.agreementTitles.map { .init(title: $0 == "people" ? "People" : $0, isNumber: true) },
        rows: report.agreementCells.map { $0.map { "\($0)" } })
      return """
        <p class="quiet">\(Numbers.count(report.people, "person", "people")), purpose \(report.purpose), basis \
        \(report.basis). Modularity is recomputed; NMI and ARI compare with what people state.</p>
        \(methods.html)\(report.attributes.isEmpty ? "" : agreements.html)
        """
    }
  }
}
