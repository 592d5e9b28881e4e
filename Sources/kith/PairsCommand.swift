import ArgumentParser
import Jobs
import Reports

struct PairsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairs",
    abstract: "Rank the strongest pairs of the whole graph.",
    discussion: """
      A pair is as strong as the tie is to its two people, on average. Reciprocity is the weaker direction by the \
      stronger one. People who objected to rankings or are restricted stand in no pair.

      Example: kith pairs --graph harbour.kith --top 10 --kind call
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Pairs.", valueName: "k")) var top = 20
  @Option(help: ArgumentHelp("Count events of this kind only.", valueName: "kind")) var kind: String?
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var parameters: TieParametersOption
  @Flag(help: "Say where each strength comes from.") var explain = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number from 1") }
  }

  func run() throws {
    let context = shared.context()
    let request = PairsJob.Request(
      top: top, asOf: try asOf.time(), explain: explain, kind: kind, parameters: try parameters.file().parameters)
    let report = try PairsJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    Console.write(shared.json ? report.jsonText : report.text())
  }
}
