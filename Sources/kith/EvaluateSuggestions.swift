import ArgumentParser
import Inference
import Jobs
import Reports

struct EvaluateSuggestions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggestions",
    abstract: "Hide ties, suggest people, compare.",
    discussion: """
      Hides a tenth of the ties at random, or those that began after a time. Prints the area under the ROC curve over \
      random pairs, and precision, recall and NDCG at 10 and mean reciprocal rank over people who have a hidden tie, for \
      each method and for the model; and how honest the chance shown beside suggestions is (calibration error, Brier \
      score). The model is fitted in each run to other ties that are hidden: with --after to those that began shortly \
      before it.

      Example: kith evaluate suggestions --graph harbour.kith --seeds 3
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Hide the ties that began after this time.", valueName: "time")) var after: String?
  @Option(help: ArgumentHelp("How many random draws are averaged.", valueName: "n")) var seeds = 3
  @Option(help: ArgumentHelp("People whose lists are judged in each.", valueName: "n")) var people = 600
  @Option(help: ArgumentHelp("Judge this model, not one fitted in each draw.", valueName: "file"))
  var parameters: String?
  @OptionGroup var diagrams: DiagramOption
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if !(1...100).contains(seeds) { throw ValidationError("--seeds takes a number from 1 to 100") }
    if !(1...1_000_000).contains(people) { throw ValidationError("--people takes a number from 1 to 1000000") }
  }

  func run() throws {
    let context = shared.context()
    try diagrams.check(graph.graph)
    let request = EvaluateSuggestionsJob.Request(
      after: try after.map { text throws(Failure) in try TimeArgument.parse(text, option: "--after") }, seeds: seeds,
      people: people, model: try parameters.map { path throws(Failure) in try SuggestJob.named(at: path) })
    let report = try EvaluateSuggestionsJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    try diagrams.write(report.diagramSVG, context)
    Console.write(shared.json ? report.jsonText : report.text())
  }
}
