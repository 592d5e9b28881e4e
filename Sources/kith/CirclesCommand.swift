import ArgumentParser
import Jobs
import Reports

struct CirclesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "circles",
    abstract: "Find the circles among one person's friends.",
    discussion: """
      Circles are groups of friends who are each other's friends; a friend may be in several. For the person's own \
      eyes. Found by communities of links, so that nothing need be chosen.

      Example: kith circles --graph harbour.kith --person p000001
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Whose friends.", valueName: "id")) var person: String
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    let report = try CirclesJob.run(
      try SnapshotJob.read(graph.graph, context), CirclesJob.Request(person: person, asOf: try asOf.time()), context)
    Console.write(shared.json ? report.jsonText : report.text())
  }
}
