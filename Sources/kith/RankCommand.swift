import ArgumentParser
import Jobs
import Reports

struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Rank whom people interact with most.",
    discussion: """
      For one person, or for everybody. Ties are weighed by kind of interaction, recency, group size and direction.

      Example: kith rank --graph harbour.kith --person p000001 --top 5 --explain
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Only this person; default everybody.", valueName: "id")) var person: String?
  @Option(help: ArgumentHelp("Rows a person.", valueName: "k")) var top = 10
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var parameters: TieParametersOption
  @Flag(help: "Say where each strength comes from.") var explain = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number from 1") }
  }

  func run() throws {
    let context = shared.context()
    let request = RankJob.Request(top: top, person: person, asOf: try asOf.time(), explain: explain, parameters: try parameters.file())
    let report = try RankJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    if shared.json {
      Console.write(report.jsonText)
    } else {
      Console.write(lines: report.lines(explain: explain))
    }
  }
}
