import ArgumentParser
import Jobs
import Reports

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Check a snapshot and say what is in it.",
    discussion: """
      The whole file is read and every seal checked. Without --summary only one line is printed.

      With --values, values that a kernel found and the snapshot keeps are printed as CSV, of those people who allow \
      their purpose now. NAME is the kernel and, where several values could be meant, more words of the name that \
      --summary lists.

      Example: kith open harbour.kith --summary
      Example: kith open harbour.kith --values 'k-core friends'
      """)

  @Argument(help: "The snapshot.") var graph: String
  @Flag(help: "Print what is in it, in numbers.") var summary = false
  @Option(help: ArgumentHelp("Print the values of this name.", valueName: "name")) var values: String?
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if summary && values != nil { throw ValidationError("--summary and --values exclude each other") }
  }

  func run() throws {
    if let values { return try printValues(values) }
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

  private func printValues(_ name: String) throws(Failure) {
    let context = shared.context()
    let (report, withdrawn) = try DerivedJob.values(SnapshotJob.read(graph, context), named: name)
    for fact in report.graph { context.tell("\(fact.name.replacing("_", with: " ")): \(fact.value.words)") }
    for line in report.figureLines { context.tell(line) }
    if withdrawn > 0 {
      context.tell(
        "\(withdrawn) \(withdrawn == 1 ? "person" : "people") whom the kernel counted \(withdrawn == 1 ? "does" : "do") "
          + "not allow this any more; run it again, so that nobody's values rest on theirs")
    }
    if shared.json { Console.write(report.jsonText) } else { Console.write(lines: report.csvLines, ending: "") }
  }
}
