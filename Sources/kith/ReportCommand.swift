import ArgumentParser
import Foundation
import GraphStorage
import Inference
import Jobs
import Reports

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one HTML page about a graph.",
    discussion: """
      What is in it, the strongest ties, what was inferred and how surely, a picture, and where the data came from.

      Example: kith report --graph harbour.kith --output report.html
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("The page.", valueName: "file.html")) var output: String
  @Option(help: ArgumentHelp("Only this person's ranking and picture.", valueName: "id")) var person: String?
  @Option(help: ArgumentHelp("The page's title; default the snapshot's name.", valueName: "text")) var title: String?
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    try Failure.refuseOverwriting(graph.graph, with: output)
    try Failure.requireFolder(of: output)
    let name = URL(fileURLWithPath: graph.graph).deletingPathExtension().lastPathComponent
    let request = ReportJob.Request(
      title: title ?? name, person: person, asOf: try asOf.time(), executable: Executable.path)
    let document = try ReportJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    do throws(FileError) {
      try AtomicFile.write(Array(document.html().utf8), to: output)
    } catch {
      throw Failure(writing: error)
    }
    Console.write(shared.json ? JSONValue.object(["file": .string(output)]).text : "\(output)\n")
  }
}
