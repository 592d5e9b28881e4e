import ArgumentParser
import Jobs
import Reports

struct ExpireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire",
    abstract: "Take events out of a snapshot that are older than their kind is kept.",
    discussion: """
      How long is said by keep_days under 'kinds:' in dataset.yaml, which the snapshot remembers, or by --keep. An hour \
      of events goes when all of it is too old. What is left is what an import of the log without these events would \
      give. Ages are counted from the newest event, or from --as-of; values that kernels found over events go too.

      Example: kith expire harbour.kith --keep profile_view=60 --keep message=365 --as-of 2026-01-01
      """)

  @Argument(help: "The snapshot.") var graph: String
  @Option(help: ArgumentHelp("Keep events of a kind for so many days. May stand several times.", valueName: "kind=days"))
  var keep: [String] = []
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "Count ages from this time: a date, an ISO 8601 time with zone, or epoch seconds. Default: the newest event.",
      valueName: "time"))
  var asOf: String?
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    _ = try limits()
  }

  func run() throws {
    let time = try asOf.map { text throws(Failure) in try TimeArgument.parse(text, option: "--as-of") }
    let report = try ExpireJob.run(
      ExpireJob.Request(snapshot: graph, asOf: time, keepDays: try limits()), shared.context())
    Console.write(shared.json ? report.jsonText : report.text())
  }

  private func limits() throws -> [String: Int] {
    var limits: [String: Int] = [:]
    for text in keep {
      guard let sign = text.lastIndex(of: "="), let days = Int(text[text.index(after: sign)...]), sign > text.startIndex
      else { throw ValidationError("--keep takes a kind and days, as message=365") }
      guard limits.updateValue(days, forKey: String(text[..<sign])) == nil else {
        throw ValidationError("--keep names a kind twice")
      }
    }
    return limits
  }
}
