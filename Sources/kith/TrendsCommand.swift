import ArgumentParser
import Jobs
import Reports

struct TrendsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trends",
    abstract: "Say which ties rose and which faded since a time.",
    discussion: """
      A tie rises or fades by its share of all the person's ties, at two times; a hundredth is the least that counts.

      Example: kith trends --graph harbour.kith --since 2025-12-01 --person p000001 --explain
      """)

  @OptionGroup var graph: GraphOption
  @Option(
    help: ArgumentHelp(
      "The earlier time: a date, an ISO 8601 time with zone, or epoch seconds.", valueName: "time"))
  var since: String
  @Option(help: ArgumentHelp("Only this person; default everybody.", valueName: "id")) var person: String?
  @Option(help: ArgumentHelp("Rising rows a person, and fading ones.", valueName: "k")) var top = 5
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var parameters: TieParametersOption
  @Flag(help: "Say where each strength comes from.") var explain = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number from 1") }
  }

  func run() throws {
    let context = shared.context()
    let request = TrendsJob.Request(
      since: try TimeArgument.parse(since, option: "--since"), asOf: try asOf.time(), top: top, person: person,
      explain: explain, parameters: try parameters.file().parameters)
    let report = try TrendsJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    Console.write(shared.json ? report.jsonText : report.text(explain: explain))
  }
}
