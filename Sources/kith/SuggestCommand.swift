import ArgumentParser
import Inference
import Jobs
import Reports

struct SuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Suggest people one may know.",
    discussion: """
      For one person, or for everybody who allows it. Strangers with friends in common, in one's own address book or \
      in a small group with one are ranked; nobody is shown, suggested or passed through who does not allow it. A \
      reason tells nothing that the person may not see.

      Example: kith suggest --graph harbour.kith --person p000001 --top 5
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Only to this person; default everybody who allows it.", valueName: "id"))
  var person: String?
  @Option(help: ArgumentHelp("Rows a person: 1 … 100.", valueName: "k")) var top = 10
  @Option(help: ArgumentHelp("A model that kith fit-suggestions wrote.", valueName: "file")) var parameters: String?
  @Flag(help: "Say what spoke for each.") var explain = false
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if !SuggestJob.tops.contains(top) { throw ValidationError("--top takes a number from 1 to 100") }
  }

  func run() throws {
    let context = shared.context()
    let model = try parameters.map { path throws(Failure) in try SuggestJob.model(at: path) }
    let request = SuggestJob.Request(
      top: top, person: person, asOf: try asOf.time(), explain: explain, model: model ?? .standard)
    let report = try SuggestJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    if shared.json {
      Console.write(report.jsonText)
    } else {
      Console.write(lines: report.lines(explain: explain))
    }
  }
}

struct FitSuggestionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-suggestions",
    abstract: "Fit the model of suggestions to a graph's own history.",
    discussion: """
      Hides the newest tenth of the ties, or a tenth at random where they have no dates, learns to tell them from \
      other pairs, and writes what it learned into a file.

      Example: kith fit-suggestions --graph harbour.kith --output suggestions.json
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Where to write the model.", valueName: "file")) var output: String
  @Option(help: ArgumentHelp("Hide the ties that began after this time.", valueName: "time")) var after: String?
  @Option(help: ArgumentHelp("Of the random draws.", valueName: "n")) var seed: UInt64 = 1
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    let request = FitSuggestionsJob.Request(
      after: try after.map { text throws(Failure) in try TimeArgument.parse(text, option: "--after") }, seed: seed)
    let model = try FitSuggestionsJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    let text = FitSuggestionsJob.text(model)
    try Console.write(lines: [text], ending: "", to: output)
    if shared.json {
      Console.write(text)
    } else {
      Console.write(lines: FitSuggestionsJob.lines(model))
    }
  }
}
