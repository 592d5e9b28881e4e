import ArgumentParser
import Ingest
import Jobs
import Reports

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read data from outside into a snapshot.",
    discussion: """
      FORMAT is one of: dataset (a folder of CSV, TSV or JSON Lines files, the native form), sociopatterns, snap, ldbc-snb. An existing \
      snapshot is replaced, once everything was read. Rejected rows are counted and listed beside the snapshot.

      Example: kith import dataset datasets/harbour --into harbour.kith
      """)

  @Argument(help: "dataset, sociopatterns, snap or ldbc-snb.") var format: String
  @Argument(help: "The folder or file to read.") var path: String
  @Option(help: ArgumentHelp("The snapshot to write.", valueName: "g.kith")) var into: String
  @Flag(help: "Make the first rejected row an error.") var strict = false
  @Option(name: .customLong("max-rejects"), help: ArgumentHelp("Make the N-th rejected row an error.", valueName: "n"))
  var maxRejects: Int?
  @Option(help: ArgumentHelp("List rejected rows here instead of beside the snapshot.", valueName: "file"))
  var rejects: String?
  @Option(help: ArgumentHelp("A file with one value a person (sociopatterns, snap).", valueName: "file"))
  var labels: String?
  @Option(
    help: ArgumentHelp(
      "Read events from this file, folder or pattern instead (dataset); - is standard input. May stand several times.",
      valueName: "path"))
  var events: [String] = []
  @Flag(help: "Undated edges are follows, not friendships (snap).") var directed = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if strict && maxRejects != nil { throw ValidationError("--strict and --max-rejects exclude each other") }
    if let maxRejects, maxRejects < 1 { throw ValidationError("--max-rejects takes a number from 1") }
    if !events.isEmpty && format != ImportFormat.dataset.rawValue {
      throw ValidationError("--events goes with the format 'dataset'")
    }
    if events.count(where: { $0 == "-" }) > 1 { throw ValidationError("--events takes standard input once") }
    if ImportFormat(rawValue: format) == nil {
      throw ValidationError(
        "no format '\(format)'; there are: \(ImportFormat.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  func run() throws {
    guard let format = ImportFormat(rawValue: format) else { throw ValidationError("no such format") }
    var request = ImportJob.Request(
      format: format, path: path, into: into, rejects: strict ? .strict : maxRejects.map { .atMost($0) } ?? .tolerate,
      rejectsPath: rejects, labels: labels, isDirected: directed)
    request.events = events
    let line = shared.quiet ? nil : ProgressLine()
    defer { line?.clear() }
    let context = shared.context { line?.clear() }
    let outcome = try ImportJob.run(request, context) { line?.show($0) }
    line?.clear()
    let description = SnapshotJob.describe(outcome.dataset)
    Console.write(shared.json ? description.jsonText : description.text())
  }
}
