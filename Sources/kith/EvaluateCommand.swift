import ArgumentParser
import Inference
import Jobs
import Reports

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure how good the answers are.",
    subcommands: [EvaluateInference.self, EvaluateTies.self, EvaluateSuggestions.self, EvaluateCommunities.self])
}

struct EvaluateInference: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inference",
    abstract: "Hide stated values, infer them, compare.",
    discussion: """
      Prints accuracy, macro-F1, the accuracy of a plain vote of a person's ties, calibration error before and after \
      calibration, Brier score, and coverage and precision of published values, for each attribute and share of labels; \
      of ordinal and numeric attributes errors, and how often and how narrowly intervals hold the truth; of sets \
      precision and recall over all values and by value.

      Example: kith evaluate inference --graph harbour.kith --attribute city --labels 0.2
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Only this attribute; default all that can be inferred.", valueName: "name"))
  var attribute: String?
  @Option(
    help: ArgumentHelp(
      "Share of labels revealed (0.2) or loo (all but one); several separated by commas. Default: 0.2,0.5,0.8,loo.",
      valueName: "share"))
  var labels: String?
  @Option(help: ArgumentHelp("How many random draws are pooled.", valueName: "n")) var seeds = 5
  @Option(help: ArgumentHelp("How sure one must be to publish: 0.5 … 1.", valueName: "p")) var threshold: Double?
  @Flag(
    name: .customLong("shuffle-labels"),
    help: "Deal the known values at random first: nothing should then be published.")
  var shuffled = false
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var diagrams: DiagramOption
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if !(1...1000).contains(seeds) { throw ValidationError("--seeds takes a number from 1 to 1000") }
  }

  func run() throws {
    let context = shared.context()
    try diagrams.check(graph.graph)
    let revealed = try labels.map { text throws(Failure) in
      var revealed: [AttributeProblem.Revealed] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        revealed.append(try RevealedArgument.parse(String(part)))
      }
      return revealed
    }
    var request = EvaluateJob.Request(
      attribute: attribute, revealed: revealed ?? EvaluateJob.standardShares, seeds: seeds, asOf: try asOf.time(),
      rule: try PublicationRule.checked(threshold: threshold))
    request.shuffled = shuffled
    let reports = try EvaluateJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    try diagrams.write(EvaluationReport.diagramSVG(reports), context)
    Console.write(
      shared.json ? EvaluationReport.json(reports).text : reports.map { $0.text() }.joined(separator: "\n"))
  }
}
