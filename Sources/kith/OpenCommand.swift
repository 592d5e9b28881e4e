import ArgumentParser
import Jobs
import Reports

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Check a snapshot and say what is in it.",
    discussion: """
      The whole file is read and every seal checked. Without --summary only one line is printed.

      Example: kith open harbour.kith --summary
      """)

  @Argument(help: "The snapshot.") var graph: String
  @Flag(help: "Print what is in it, in numbers.") var summary = false
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let description = SnapshotJob.describe(try SnapshotJob.read(graph, shared.context()))
    if shared.json {
      Console.write(description.jsonText)
    } else if summary {
      Console.write(description.text())
    } else {
      let people = description.counts.first { $0.name == "people" }?.value ?? 0
      Console.write("\(graph): a whole Kith snapshot of \(people) people\n")
    }
  }
}
