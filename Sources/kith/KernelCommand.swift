import ArgumentParser
import GraphStorage
import Ingest
import Jobs
import People
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
      GRAPH is a text edge list (u v [w]) or adjacency list (u v1 v2 …), plain or .gz, an LDBC .v/.e pair, Kith's own .kgraph, or a \
      .kith, of which only people who allow the stated purpose become vertices. The table is written as CSV, figures \
      that belong to no row as messages; with --json both in one document. A run that needs more memory than allowed \
      is refused.

      With --into, values found about people are kept in a snapshot, where kith open --values reads them and where \
      they are withdrawn with their people. They take the place of values of the same kernel, parameters, edges and \
      purpose. An import into the same file ends them.

      Example: kith kernel page-rank web.txt --directed --param damping=0.9 --output ranks.csv
      Example: kith kernel k-core harbour.kith --purpose statistics --edges friends --into harbour.kith
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
  @Option(
    help: ArgumentHelp(
      "Keep the values in this snapshot, which may be the one that is read (.kith only).", valueName: "g.kith"))
  var into: String?
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if let memory, memory < 1 { throw ValidationError("--memory takes a number of MiB from 1") }
    if let trials, trials < 1 { throw ValidationError("--trials takes a number from 1") }
    if trials != nil && (output != nil || into != nil) {
      throw ValidationError("--trials keeps no result: leave --output and --into out")
    }
    if trials != nil && estimate { throw ValidationError("--estimate runs nothing: leave --trials out") }
    if let into, !into.hasSuffix(".kith") { throw ValidationError("--into takes a name that ends in .kith") }
    if let output, !output.hasSuffix(".csv"), !output.hasSuffix(".json") {
      throw ValidationError("--output takes a name that ends in .csv or .json")
    }
  }

  func run() throws {
    let context = shared.context()
    var request = KernelJob.Request(kernel: kernel, parameters: try pairs())
    if let memory { request.memoryBudget = min(memory, 1 << 40) << 20 }
    // What can be told before the graph is read is told before.
    let source = try input.source(graph)
    try KernelJob.check(request, source.projection)
    if let output {
      try Failure.requireFolder(of: output)
      for read in source.paths { try Failure.refuseOverwriting(read, with: output) }
    }
    if let into { return try keep(source, request, in: into, context) }
    if let trials {
      let times = try KernelJob.trials(trials, source, order: input.relabel, request, context)
      Console.write(shared.json ? times.jsonText : times.text)
      return
    }
    let loaded = try source.load(order: input.relabel, memoryBudget: request.memoryBudget, context)
    if estimate {
      let needs = try KernelJob.estimate(loaded, request, context)
      Console.write(shared.json ? needs.json.text : "\(kernel) \(needs.line)\n")
      return
    }
    let report = try KernelJob.run(loaded, request, context) { context.tell("\(kernel) \($0.line)") }
    for line in report.figureLines { context.tell(line) }
    guard let output else {
      if shared.json { Console.write(report.jsonText) } else { Console.write(lines: report.csvLines, ending: "") }
      return
    }
    try Self.write(report, to: output)
  }

  private static func write(_ report: KernelReport, to output: String) throws(Failure) {
    if output.hasSuffix(".json") {
      try Console.write(lines: [report.jsonText], ending: "", to: output)
    } else {
      try Console.write(lines: report.csvLines, ending: "", to: output)
    }
    Console.write("\(output)\n")
  }

  /// Runs the kernel on the people of a snapshot and keeps what it found in a snapshot.
  private func keep(
    _ source: GraphSource, _ request: KernelJob.Request, in into: String, _ context: RunContext
  ) throws(Failure) {
    guard case .snapshot(let path, let projection) = source else {
      throw Failure(
        .usage, "--into keeps what is found about the people of a snapshot, and \(graph) is none",
        hint: "give --output FILE.csv")
    }
    try DerivedJob.requireKeepable(request, projection)
    try Failure.requireFolder(of: into)
    try Failure.refuseOtherFile(at: into)
    try Failure.refuseOtherSnapshot(at: into, than: path)
    let stamp = SnapshotJob.stamp(of: into)
    var dataset = try SnapshotJob.read(path, context)
    if estimate {
      let needs = try DerivedJob.estimate(dataset, projection, order: input.relabel, request, context)
      Console.write(shared.json ? needs.json.text : "\(kernel) \(needs.line)\n")
      return
    }
    let found = try DerivedJob.run(dataset, projection, order: input.relabel, request, context) { needs in
      context.tell("\(kernel) \(needs.line)")
    }
    for line in found.report.figureLines { context.tell(line) }
    dataset.graph.keep(found.table)
    try DerivedJob.write(dataset, to: into, unchangedSince: stamp, context)
    context.tell("kept as '\(DerivedJob.name(of: found.table))' for \(found.table.people.count) people")
    if let output { try Self.write(found.report, to: output) }
    Console.write("\(into)\n")
  }

  private func pairs() throws(Failure) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for text in parameters {
      guard let sign = text.firstIndex(of: "=") else {
        throw Failure(
          .usage, "--param '\(text)' is not name=value", hint: "kith kernels lists each kernel's parameters")
      }
      pairs.append((String(text[..<sign]), String(text[text.index(after: sign)...])))
    }
    return pairs
  }
}
