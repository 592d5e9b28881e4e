import ArgumentParser
import Ingest
import Jobs
import Reports

struct AppendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "append",
    abstract: "Take a new batch of events into a snapshot.",
    discussion: """
      Reads what import reads as events: CSV, TSV or JSON Lines, plain, .gz or .zst; columns, unit of times, kinds and \
      the last time allowed are those of the dataset.yaml that the snapshot was imported with. Rows of people whom the \
      snapshot does not know are rejected. A file whose very bytes were read before counts nothing again. Events older \
      than keep_days are taken too; kith expire lets them go. The batch is put into the file once all of it was read, \
      wholly or not at all; consents, relationships and address books stay.

      Example: kith append events-2026-01.csv --into harbour.kith
      """)

  @Argument(help: "Files, folders or patterns; - is standard input.") var events: [String]
  @Option(help: ArgumentHelp("The snapshot that takes them.", valueName: "g.kith")) var into: String
  @Flag(help: "Make the first rejected row an error.") var strict = false
  @Option(name: .customLong("max-rejects"), help: ArgumentHelp("Make the N-th rejected row an error.", valueName: "n"))
  var maxRejects: Int?
  @Option(help: ArgumentHelp("List rejected rows here instead of beside the snapshot.", valueName: "file"))
  var rejects: String?
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if strict && maxRejects != nil { throw ValidationError("--strict and --max-rejects exclude each other") }
    if let maxRejects, maxRejects < 1 { throw ValidationError("--max-rejects takes a number from 1") }
    if events.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read once") }
  }

  func run() throws {
    let request = AppendJob.Request(
      events: events, into: into, rejects: strict ? .strict : maxRejects.map { .atMost($0) } ?? .tolerate,
      rejectsPath: rejects)
    let line = shared.quiet ? nil : ProgressLine()
    defer { line?.clear() }
    let context = shared.context { line?.clear() }
    let report = try AppendJob.run(request, context) { line?.show($0) }
    line?.clear()
    Console.write(shared.json ? report.jsonText : report.text())
  }
}
