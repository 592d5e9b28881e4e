import ArgumentParser
import Jobs

/// A reliability diagram beside a table.
struct DiagramOption: ParsableArguments {
  @Option(help: ArgumentHelp("Draw what was claimed against what turned out.", valueName: "file.svg"))
  var diagram: String?

  /// Before the work, not after it.
  func check(_ graph: String) throws(Failure) {
    guard let diagram else { return }
    guard diagram.hasSuffix(".svg") else { throw Failure(.usage, "diagram: '\(diagram)' does not end in .svg") }
    try Failure.requireFolder(of: diagram)
    try Failure.refuseOverwriting(graph, with: diagram)
  }

  func write(_ svg: String?, _ context: RunContext) throws(Failure) {
    guard let diagram else { return }
    guard let svg else { return context.tell("no diagram: too few cases, or nothing that has a probability") }
    try Console.write(lines: [svg], ending: "", to: diagram)
  }
}
