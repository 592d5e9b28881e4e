import ArgumentParser
import Foundation
import GraphStorage
import Jobs
import Pictures
import Reports

struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draw pictures with Graphviz.", subcommands: [DrawEgo.self])
}

struct DrawEgo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ego",
    abstract: "Draw one person's network.",
    discussion: """
      The person, their strongest ties and the ties among them, with a legend and a note of what is left out.

      Example: kith draw ego --graph harbour.kith --person p000001 --output ego.svg
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Whose network.", valueName: "id")) var person: String
  @Option(help: ArgumentHelp("The picture: .svg, .png or .dot.", valueName: "file")) var output: String
  @Option(help: ArgumentHelp("Neighbours drawn at most: 1 … 149.", valueName: "k")) var top = 40
  @Option(
    name: .customLong("colour-by"),
    help: ArgumentHelp("community, group, or the name of an attribute.", valueName: "what"))
  var colourBy = "community"
  @Option(help: ArgumentHelp("What stands beside a node: labels, ids or none.", valueName: "form")) var show = "labels"
  @Option(help: ArgumentHelp("End the layout after this long.", valueName: "seconds")) var deadline = 60.0
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if !(1...149).contains(top) { throw ValidationError("--top takes a number from 1 to 149") }
    if EgoPicture.Redaction(rawValue: show) == nil { throw ValidationError("--show takes labels, ids or none") }
    if !(deadline > 0 && deadline <= 86_400) { throw ValidationError("--deadline takes seconds, up to a day") }
  }

  func run() throws {
    let context = shared.context()
    try Failure.refuseOverwriting(graph.graph, with: output)
    try Failure.requireFolder(of: output)
    let request = DrawJob.Request(
      person: person, top: top, asOf: try asOf.time(), colouring: DrawJob.Colouring(colourBy),
      redaction: EgoPicture.Redaction(rawValue: show) ?? .labels, format: try PictureFormat.of(file: output),
      deadline: deadline, executable: Executable.path)
    let outcome = try DrawJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    do throws(FileError) {
      try AtomicFile.write(outcome.bytes, to: output)
    } catch {
      throw Failure(writing: error)
    }
    context.tell(outcome.note)
    Console.write(
      shared.json
        ? JSONValue.object(["file": .string(output), "note": .string(outcome.note)]).text : "\(output)\n")
  }
}

/// This program itself.
enum Executable {
  static var path: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
