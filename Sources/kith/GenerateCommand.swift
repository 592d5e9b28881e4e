import ArgumentParser
import Generation
import Jobs
import Reports

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write an invented dataset folder.",
    discussion: """
      The same parameters give the same bytes. E-mail addresses and phone numbers come from reserved ranges only.

      Example: kith generate --people 1000 --seed 7 --output invented
      """)

  @Option(help: ArgumentHelp("How many people.", valueName: "n")) var people: Int
  @Option(help: ArgumentHelp("The seed of every draw.", valueName: "s")) var seed: UInt64
  @Option(help: ArgumentHelp("The folder to write; it must be empty or absent.", valueName: "folder")) var output:
    String
  @Option(help: ArgumentHelp("Over how many days things happen.", valueName: "n")) var days: Int?
  @Option(
    name: .customLong("events-per-person"), help: ArgumentHelp("Mean number of events a person.", valueName: "x"))
  var eventsPerPerson: Double?
  @Flag(help: "Replace a folder that an earlier run wrote.") var overwrite = false
  @OptionGroup var shared: SharedOptions

  func run() throws {
    var parameters = GeneratorParameters(people: people, seed: seed)
    if let days { parameters.days = days }
    if let eventsPerPerson { parameters.eventsPerPerson = eventsPerPerson }
    let summary = try GenerateJob.run(parameters, to: output, overwrite: overwrite, shared.context())
    if shared.json {
      let files = summary.files.map { file in
        JSONValue.object([
          "file": .string(file.name), "rows": .integer(file.rows), "bytes": .integer(file.bytes),
        ])
      }
      Console.write(JSONValue.object(["folder": .string(summary.folder), "files": .array(files)]).text)
    } else {
      Console.write("\(summary.folder)\n")
      for file in summary.files { Console.write("  \(file.name): \(file.rows) rows, \(file.bytes) bytes\n") }
    }
  }
}
