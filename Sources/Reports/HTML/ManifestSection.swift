extension RunManifest {
  var section: HTML {
    let head = pairs([
      Entry("Job", job), Entry("Kith", kithVersion), Entry("Seed", String(seed)),
    ])
    let steps = steps.html { step in
      let parameters: HTML = step.parameters.isEmpty ? "" : "<h4>Parameters</h4>\n\(pairs(step.parameters))"
      let figures: HTML = step.figures.isEmpty ? "" : "<h4>Figures</h4>\n\(pairs(step.figures))"
      return "<div class=\"panel\"><h3>\(step.name)</h3>\n\(parameters)\(figures)</div>\n"
    }
    let stepPanels: HTML = self.steps.isEmpty ? "" : "<h3>Steps</h3>\n<div class=\"panels\">\n\(steps)</div>\n"
    let inputs: HTML = inputs.isEmpty ? "" : "<h3>Inputs</h3>\n\(inputTable("Files that the run read", self.inputs))"
    let outputs: HTML =
      outputs.isEmpty
      ? ""
      : """
      <h3>Outputs</h3>
      \(HTMLTable(
        caption: "Files that the run wrote",
        columns: [.init(title: "File"), .init(title: "Bytes", isNumber: true), .init(title: "SHA-256")],
        rows: outputs.map {
          [
            "<code>\($0.file)</code>", "\(Numbers.grouped($0.bytes))", "<span class=\"digest\">\($0.sha256)</span>",
          ]
        }
      ).html)
      """
    return """
      <p class="quiet">The same inputs, parameters, seed and version give the same results, byte for byte.</p>
      \(head)\(inputs)\
      \(stepPanels)\
      \(outputs)
      """
  }
}

private func pairs(_ entries: [Entry]) -> HTML {
  "<dl class=\"pairs\">\n\(entries.html { "<dt>\($0.name)</dt><dd><code>\($0.value)</code></dd>\n" })</dl>\n"
}
