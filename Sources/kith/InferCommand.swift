import ArgumentParser
import Inference
import Jobs
import Reports

struct InferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer",
    abstract: "Infer what people did not say, or say \"unknown\".",
    discussion: """
      Only people who allow it are asked about, and only people who allow it serve as evidence. A value is shown only \
      when its confidence holds; sensitive attributes are never inferred.

      Example: kith infer --graph harbour.kith --attribute city
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("What to infer.", valueName: "name")) var attribute: String
  @Option(help: ArgumentHelp("Only this person; default everybody who allows it.", valueName: "id"))
  var person: String?
  @Option(help: ArgumentHelp("How sure one must be: 0.5 … 1.", valueName: "p")) var threshold: Double?
  @Flag(name: .customLong("published-only"), help: "List only the people given a value.") var publishedOnly = false
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    let request = InferJob.Request(
      attribute: attribute, person: person, asOf: try asOf.time(),
      rule: try PublicationRule.checked(threshold: threshold))
    let report = try InferJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    if shared.json {
      Console.write(report.jsonText)
    } else {
      Console.write(lines: report.lines(showingUnknown: !publishedOnly))
    }
  }
}
