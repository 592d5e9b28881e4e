import ArgumentParser
import Jobs
import Reports
import Ties

struct EvaluateTies: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ties",
    abstract: "Rank past contacts at earlier times, compare with whom people contacted next.",
    discussion: """
      At each cut every person's past contacts are ranked by what was known then; right are those whom the person \
      contacts in the window behind it. Prints NDCG@10 and AUC, means over the cuts, of plain counts, recency, \
      one-scale kernels, the default and the parameters named; and how honest probabilities of a contact are \
      (calibration error, Brier score), fitted on half of the people and judged on the other half. Speaks of nobody.

      Example: kith evaluate ties --graph office.kith --window 1d --parameters decay.yaml
      """)

  @OptionGroup var graph: GraphOption
  @OptionGroup var windows: WindowOptions
  @Option(help: ArgumentHelp("How many cuts at most, a window apart, counted from the end.", valueName: "n"))
  var cuts = 10
  @Option(
    help: ArgumentHelp("Compare these parameters of tie strength too; may stand several times.", valueName: "file"))
  var parameters: [String] = []
  @OptionGroup var diagrams: DiagramOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    try diagrams.check(graph.graph)
    let named = try parameters.map { path throws(Failure) in try TieParameterFile.named(at: path) }
    let request = EvaluateTiesJob.Request(windowHours: try windows.hours(), cuts: cuts, files: named)
    let report = try EvaluateTiesJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    try diagrams.write(report.diagramSVG, context)
    Console.write(shared.json ? report.jsonText : report.text())
  }
}

/// How far ahead is looked.
struct WindowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How far behind a cut contacts count: 7d, 12h. Default: 7d, 1d or a tenth, by the length of the log.",
      valueName: "time"))
  var window: String?

  func hours() throws(Failure) -> Int? {
    guard let window else { return nil }
    return try WindowArgument.parse(window, option: "--window")
  }
}
