import ArgumentParser
import Inference
import Jobs
import Privacy
import Reports

struct InsightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "insights",
    abstract: "Count what happened on pages and in groups, with noise.",
    discussion: """
      For whole weeks, Monday to Sunday in UTC. Numbers carry noise, so that no difference of them tells about one \
      person; small ones are hidden. Each answer is drawn once, kept in the snapshot with what it cost, and given \
      again for nothing; a page may lose ε 1 a week. An import into the same file keeps that ledger.

      --by takes day, age_band, and attributes whose values a grid file declares: \
      'attributes: {city: [Saltmere, Lannevec]}'. --statistics counts friendships of the whole graph instead. \
      With --internal nothing has noise and nothing is kept: k-anonymous only.

      Example: kith insights --graph harbour.kith --page g70
      Example: kith insights --graph harbour.kith --statistics edges --degree-bound 20
      Example: kith insights --graph harbour.kith --ledger
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("One page.", valueName: "id")) var page: String?
  @Option(help: ArgumentHelp("One group or community.", valueName: "id")) var group: String?
  @Flag(help: "Every page, group and community.") var all = false
  @Option(help: ArgumentHelp("The week of this day; default the last whole one.", valueName: "day")) var week: String?
  @Option(help: ArgumentHelp("The first day, a Monday.", valueName: "day")) var from: String?
  @Option(help: ArgumentHelp("The last day, a Sunday.", valueName: "day")) var to: String?
  @Option(help: ArgumentHelp("Break down by these, with commas between.", valueName: "names")) var by: String?
  @Option(help: ArgumentHelp("Count people or events. (default: people)", valueName: "what")) var measure: String?
  @Option(help: ArgumentHelp("What the answer may cost. (default: 0.5)", valueName: "e")) var epsilon: String?
  @Option(help: ArgumentHelp("A file that declares ages and values.", valueName: "file")) var grid: String?
  @Option(name: .customLong("k-total"), help: ArgumentHelp("Hide totals below this: 30 or more.", valueName: "n"))
  var totalGate: Int?
  @Option(name: .customLong("k-breakdown"), help: ArgumentHelp("Hide cells below this: 100 or more.", valueName: "n"))
  var breakdownGate: Int?
  @Flag(name: .customLong("internal"), help: "True counts, for internal use.") var isInternal = false
  @Option(help: ArgumentHelp("edges, degree or triangles of the whole graph.", valueName: "which"))
  var statistics: String?
  @Option(help: ArgumentHelp("Hide an edge or a node (person). (default: node)", valueName: "what"))
  var privacy: String?
  @Option(
    help: ArgumentHelp(
      "Under node privacy, count friendships up to so many a person: a number chosen without looking at the graph. "
        + "(default: found at a quarter of the cost, which takes many people)", valueName: "n"))
  var degreeBound: Int?
  @Option(
    help: ArgumentHelp(
      "Under node privacy, count up to so many triangles a person: chosen and found likewise.", valueName: "n"))
  var triangleBound: Int?
  @Flag(help: "Show what was released and what it cost.") var ledger = false
  @Flag(help: "Print the result as CSV.") var csv = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    let subjects = [page != nil, group != nil, all, statistics != nil, ledger].count { $0 }
    guard subjects == 1 else {
      throw ValidationError(
        subjects == 0
          ? "one of --page, --group, --all, --statistics and --ledger is needed"
          : "only one of --page, --group, --all, --statistics and --ledger can be asked for at a time")
    }
    if shared.json && csv { throw ValidationError("--json and --csv exclude each other") }
    let ofPlaces =
      by != nil || measure != nil || grid != nil || totalGate != nil || breakdownGate != nil || isInternal
    if (statistics != nil || ledger) && ofPlaces {
      throw ValidationError("--by, --measure, --grid, --k-total, --k-breakdown and --internal go with pages and groups")
    }
    if statistics == nil && privacy != nil { throw ValidationError("--privacy goes with --statistics") }
    if degreeBound != nil && !["edges", "degree"].contains(statistics) {
      throw ValidationError("--degree-bound goes with --statistics edges and degree")
    }
    if triangleBound != nil && statistics != "triangles" {
      throw ValidationError("--triangle-bound goes with --statistics triangles")
    }
    if isInternal && epsilon != nil { throw ValidationError("--internal has no noise, so no --epsilon") }
    if ledger && (epsilon != nil || week != nil || from != nil || to != nil) {
      throw ValidationError("--ledger shows everything")
    }
  }

  func run() throws {
    let context = shared.context()
    if ledger {
      let report = GraphStatisticsJob.ledger(try SnapshotJob.read(graph.graph, context))
      return print(report, csv: report.csv, text: report.text())
    }
    let window = try ReleaseWindow.parse(week: week, from: from, to: to)
    let loss = try ReleaseArgument.loss(epsilon)
    if let statistics {
      let request = GraphStatisticsJob.Request(
        statistic: try Self.word(statistics, "statistics"), relation: try Self.word(privacy ?? "node", "privacy"),
        bound: degreeBound ?? triangleBound, window: window, loss: loss)
      let report = try GraphStatisticsJob.run(graph.graph, request, context)
      return print(report, csv: report.csv, text: report.text())
    }
    let request = InsightsJob.Request(
      places: page.map { .page($0) } ?? group.map { .group($0) } ?? .all, window: window,
      dimensions: ReleaseArgument.dimensions(by), measure: try ReleaseArgument.measure(measure), loss: loss,
      levels: try ReleaseArgument.levels(total: totalGate, breakdown: breakdownGate),
      grid: try grid.map { path throws(Failure) in try InsightGridFile.read(path) } ?? .standard,
      isInternal: isInternal)
    let report = try InsightsJob.run(graph.graph, request, context)
    if csv, !report.places.contains(where: \.isShown) { context.tell("nothing is shown: every number lies below its gate") }
    print(report, csv: report.csv, text: report.text())
  }

  private func print(
    _ report: some JSONRepresentable, csv text: @autoclosure () -> String, text plain: @autoclosure () -> String
  ) {
    Console.write(shared.json ? report.jsonText : csv ? text() : plain())
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ option: String
  ) throws(Failure) -> Word {
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(.usage, "\(option): no '\(text)'; there are: \(known)")
    }
    return word
  }
}
