extension KernelList {
  /// One block a kernel, by family.
  public var text: String {
    var lines = [
      Numbers.count(kernels.count, "kernel", "kernels")
        + "; memory in bytes beside the graph and work in steps, for n vertices, m stored arcs, e edges, t threads",
      "and largest degree d. Run one with: kith kernel NAME GRAPH [--param name=value]",
    ]
    var family = ""
    for kernel in kernels {
      if kernel.family != family {
        family = kernel.family
        lines += ["", family.uppercased()]
      }
      let needs = kernel.needs.isEmpty ? "" : " (needs \(kernel.needs.joined(separator: " and ")))"
      lines.append("  \(kernel.name): \(kernel.summary)\(needs)")
      lines.append("    memory \(kernel.bytes); work \(kernel.operations)")
      for parameter in kernel.parameters {
        let standard = parameter.standard.map { "default \($0)" } ?? "must be given"
        lines.append("    \(parameter.name): \(parameter.summary); \(parameter.range); \(standard)")
      }
    }
    return joined(lines)
  }
}

extension KernelTrials {
  public var text: String {
    let rows = trials.enumerated().map { index, trial in
      [String(index + 1)] + [trial.load, trial.build, trial.relabel, trial.kernel].map { Numbers.fixed($0, 4) }
    }
    let titles = ["trial", "load s", "build s", "relabel s", "kernel s"]
    let lines = TextTable.lines(titles.map { TextTable.Column(title: $0, isNumber: true) }, rows)
    return joined(
      lines + [
        "\(threads) \(threads == 1 ? "thread" : "threads"); peak memory \(Numbers.grouped(peakMemoryBytes)) bytes, "
          + "estimated \(Numbers.grouped(estimatedMemoryBytes))"
      ])
  }
}

extension KernelReport {
  /// What belongs to no row, a line each.
  public var figureLines: [String] { figures.map { "\(kernel): \($0.name) \($0.value.text)" } }
}

extension GraphReport {
  public var text: String {
    joined(figures.map { figure in "\(figure.name.replacing("_", with: " ")): \(figure.value.text)" })
  }
}

extension KernelReport.Figure.Value {
  /// Six places for what is no whole number.
  var text: String {
    switch self {
    case .integer(let value): Numbers.grouped(value)
    case .real(let value): Numbers.fixed(value, 6)
    case .flag(let value): value ? "yes" : "no"
    case .text(let value): value
    }
  }
}
