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
      when its confidence holds; sensitive attributes are never inferred. Of ordinal and numeric attributes, and of \
      birth_year, an interval is inferred; of sets such as interests every value by itself. Inferred values are not \
      for decisions with legal or similarly significant effect on anybody.

      Example: kith infer --graph harbour.kith --attribute city --person p000107 --explain
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("What to infer.", valueName: "name")) var attribute: String
  @Option(help: ArgumentHelp("Only this person; default everybody who allows it.", valueName: "id"))
  var person: String?
  @Option(help: ArgumentHelp("How sure one must be: 0.5 … 1.", valueName: "p")) var threshold: Double?
  @Flag(name: .customLong("published-only"), help: "List only the people given a value.") var publishedOnly = false
  @Flag(help: "With --person: who stands behind the value, and what it would be without the strongest ties.")
  var explain = false
  @Flag(
    name: .customLong("name-evidence"),
    help: "With --explain: name those who stand behind it, where that tells nobody's value. For operators only.")
  var nameEvidence = false
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if explain, person == nil { throw ValidationError("--explain needs --person: it computes one person's answer anew") }
    if nameEvidence, !explain { throw ValidationError("--name-evidence needs --explain") }
  }

  func run() throws {
    let context = shared.context()
    let request = InferJob.Request(
      attribute: attribute, person: person, asOf: try asOf.time(),
      rule: try PublicationRule.checked(threshold: threshold), explained: explain ? InferJob.allValues : 0,
      namesEvidence: nameEvidence)
    let report = try InferJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    if shared.json {
      Console.write(report.jsonText)
    } else {
      Console.write(lines: report.lines(showingUnknown: !publishedOnly))
    }
  }
}
