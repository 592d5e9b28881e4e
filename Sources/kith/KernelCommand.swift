import ArgumentParser
import GraphStorage
import Jobs
import Reports

struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "List the graph kernels with their parameters and costs.",
    discussion: "Example: kith kernels --json")

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let list = KernelJob.list
    Console.write(shared.json ? list.jsonText : list.text)
  }
}

struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Run one graph kernel on a graph file or a snapshot.",
    discussion: """
      GRAPH is a text edge list (u v [w]), an adjacency list (u v1 v2 …), an LDBC .v/.e pair, Kith's own .kgraph, or a \
      .kith, of which only people who allow the stated purpose become vertices. The table is written as CSV, figures \
      that belong to no row as messages; with --json both in one document. A run that needs more memory than allowed \
      is refused.

      Example: kith kernel page-rank web.txt --directed --param damping=0.9 --output ranks.csv
      Example: kith kernel core-numbers harbour.kith --purpose statistics --edges friends
      """)

  @Argument(help: "The kernel; kith kernels lists them.") var kernel: String
  @Argument(help: "The graph.") var graph: String
  @Option(
    name: .customLong("param"), parsing: .singleValue,
    help: ArgumentHelp("A parameter of the kernel; may be repeated.", valueName: "name=value"))
  var parameters: [String] = []
  @OptionGroup var input: GraphInput
  @Flag(help: "Print what the run needs, and stop.") var estimate = false
  @Option(help: ArgumentHelp("Memory allowed, in MiB; default three quarters of the machine's.", valueName: "mib"))
  var memory: Int?
  @Option(help: ArgumentHelp("Run this often and print the seconds of every part.", valueName: "n")) var trials: Int?
  @Option(help: ArgumentHelp("Write the result here (.csv or .json).", valueName: "file")) var output: String?
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if let memory, memory < 1 { throw ValidationError("--memory takes a number of MiB from 1") }
    if let trials, trials < 1 { throw ValidationError("--trials takes a number from 1") }
    if trials != nil && output != nil { throw ValidationError("--trials keeps no result: leave --output out") }
    if let output, !output.hasSuffix(".csv"), !output.hasSuffix(".json") {
      throw ValidationError("--output takes a name that ends in .csv or .json")
    }
  }

  func run() throws {
    let context = shared.context()
    var request = KernelJob.Request(kernel: kernel, parameters: try pairs())
    if let memory { request.memoryBudget = memory << 20 }
    // What can be told before the graph is read is told before.
    _ = try KernelJob.entry(kernel)
    if let output { try Failure.requireFolder(of: output) }
    let source = try input.source(graph)
    if let trials {
      let times = try KernelJob.trials(trials, source, order: input.relabel, request, context)
      Console.write(shared.json ? times.jsonText : times.text)
      return
    }
    let loaded = try source.load(order: input.relabel, context)
    let needs = try KernelJob.estimate(loaded, request, context)
    if estimate {
      Console.write(shared.json ? needs.json.text : "\(kernel) \(needs.line)\n")
      return
    }
    context.tell("\(kernel) \(needs.line)")
    let report = try KernelJob.run(loaded, request, context)
    for line in report.figureLines { context.tell(line) }
    guard let output else {
      if shared.json { Console.write(report.jsonText) } else { Console.write(lines: report.csvLines, ending: "") }
      return
    }
    try Failure.refuseOverwriting(graph, with: output)
    if output.hasSuffix(".json") {
      try Console.write(lines: [report.jsonText], ending: "", to: output)
    } else {
      try Console.write(lines: report.csvLines, ending: "", to: output)
    }
    Console.write("\(output)\n")
  }

  private func pairs() throws(Failure) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for text in parameters {
      guard let sign = text.firstIndex(of: "=") else {
        throw Failure(.usage, "--param '\(text)': is not name=value")
      }
      pairs.append((String(text[..<sign]), String(text[text.index(after: sign)...])))
    }
    return pairs
  }
}
