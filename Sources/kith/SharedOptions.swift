import ArgumentParser
import Foundation
import GraphStorage
import Jobs
import People
import Ties

/// What every verb understands.
struct SharedOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many threads to use; results never depend on it.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Print no progress and no advice.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes a number from 1 to 1024") }
  }

  /// - Parameter prepare: called before a message is written.
  func context(before prepare: @escaping @Sendable () -> Void = {}) -> RunContext {
    let quiet = quiet
    return RunContext(threads: threads.map { ThreadCount($0) } ?? .available) { line in
      if quiet { return }
      prepare()
      Console.message(line)
    }
  }
}

/// The snapshot a verb reads.
struct GraphOption: ParsableArguments {
  @Option(help: ArgumentHelp("The snapshot to read.", valueName: "g.kith"))
  var graph: String
}

/// How ties are weighed.
struct TieParametersOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Weigh ties with the parameters of this file, as 'kith fit-decay' writes it. Default: two scales, 1 and 15 days.",
      valueName: "file"))
  var parameters: String?

  func file() throws(Failure) -> TieParameterFile {
    guard let parameters else { return TieParameterFile(.standard) }
    return try TieParameterFile.read(parameters)
  }
}

/// When ties are weighed.
struct AsOfOption: ParsableArguments {
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "Weigh ties as of this time: a date, an ISO 8601 time with zone, or epoch seconds. Default: the newest event.",
      valueName: "time"))
  var asOf: String?

  func time() throws(Failure) -> Timestamp? {
    guard let asOf else { return nil }
    return try TimeArgument.parse(asOf, option: "--as-of")
  }
}
