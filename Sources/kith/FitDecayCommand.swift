import ArgumentParser
import GraphStorage
import Jobs
import Reports

struct FitDecayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-decay",
    abstract: "Fit the kernel and weights of tie strength to this log.",
    discussion: """
      Searches half-lives, reciprocity, group discount, duration cap and weights of kinds for the best ranking of whom \
      people contact next on the earlier cuts of the log, keeps the default unless later cuts agree, and writes the \
      parameters with their scores, and the probability of contact by strength, into a file that 'kith rank \
      --parameters' and job files read.

      Example: kith fit-decay --graph office.kith --output decay.yaml
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("The file to write.", valueName: "file.yaml")) var output: String
  @OptionGroup var windows: WindowOptions
  @Option(help: ArgumentHelp("How many cuts at most, a window apart, counted from the end.", valueName: "n"))
  var cuts = 12
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    try Failure.requireFolder(of: output)
    try Failure.refuseOverwriting(graph.graph, with: output)
    let request = FitDecayJob.Request(windowHours: try windows.hours(), cuts: cuts, file: output)
    let (report, text) = try FitDecayJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    try Console.write(lines: [text], ending: "", to: output)
    Console.write(shared.json ? report.jsonText : report.text())
  }
}
