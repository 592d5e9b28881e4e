import ArgumentParser
import Foundation
import GraphStorage
import Jobs
import Reports

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a job file: import, rank, infer, kernel, evaluate, insights, draw, report.",
    discussion: """
      All results go into the folder that the job names. The estimate is printed first; a job that does not fit the \
      memory allowed is refused before anything is written.

      Example: kith run datasets/harbour/job.yaml
      """)

  @Argument(help: "The job file.") var job: String
  @Option(help: ArgumentHelp("Results go here instead.", valueName: "folder")) var output: String?
  @Flag(help: "Print what the job needs, and stop.") var estimate = false
  @Option(help: ArgumentHelp("Memory allowed, in MiB; default three quarters of the machine's.", valueName: "mib"))
  var memory: Int?
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    let allowed = memory.map { min($0, 1 << 40) << 20 } ?? physicalMemoryBytes() / 4 * 3
    let runner = try JobRunner(
      path: job, output: output, executable: Executable.path, memoryBudget: allowed, context: context)
    let needs = try runner.estimate()
    if estimate {
      if shared.json {
        Console.write(
          JSONValue.object([
            "input_bytes": .integer(needs.inputBytes), "memory_bytes": .integer(needs.memoryBytes),
          ]).text)
      } else {
        for line in needs.lines { Console.write(line + "\n") }
      }
      return
    }
    context.tell(needs.lines[0])
    guard needs.memoryBytes <= allowed else {
      throw Failure(
        .refused, "the job needs up to \(needs.memoryBytes >> 20) MiB and \(allowed >> 20) MiB are allowed",
        hint: "allow more with --memory")
    }
    let outcome = try runner.run()
    if shared.json {
      Console.write(outcome.manifest.jsonText)
    } else {
      for file in outcome.files { Console.write(Self.shortened(file) + "\n") }
    }
  }

  /// A path below the current folder is shown relative to it.
  private static func shortened(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }
}
