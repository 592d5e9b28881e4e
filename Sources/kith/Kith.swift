import ArgumentParser
import Foundation
import Generation
import GraphStorage
import Jobs

/// The command line. Each verb is one file; what it does is in Jobs.
@main
struct Kith: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kith",
    abstract: "Contact-graph and social-connections analytics.",
    discussion: """
      Reads who knows whom and who did what with whom, weighs every tie, ranks the strongest, infers what people did \
      not say (and says "unknown" when it should), draws it, reports it and keeps it in one file.

      Example: kith import dataset datasets/harbour --into harbour.kith && kith rank --graph harbour.kith --top 5
      """,
    version: KithVersion.text,
    subcommands: [
      ImportCommand.self, AppendCommand.self, ExpireCommand.self, GenerateCommand.self, RankCommand.self, PairsCommand.self,
      TrendsCommand.self, SuggestCommand.self, InferCommand.self, CommunitiesCommand.self, CirclesCommand.self, InsightsCommand.self,
      EvaluateCommand.self, FitDecayCommand.self, FitSuggestionsCommand.self, DrawCommand.self, ReportCommand.self,
      OpenCommand.self, RunCommand.self, KernelsCommand.self, KernelCommand.self, GraphCommand.self,
      LayoutCommand.self,
    ])

  /// The library's own exit code for wrong usage is 64 too; expected failures carry theirs.
  static func main() {
    CutFileSignal.install()
    let interruption = Interruption {
      UnfinishedFolders.removeAll {
        Console.message("error: cancelled; nothing was left half-written")
        Foundation.exit(130)
      }
    }
    defer { withExtendedLifetime(interruption) {} }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      Console.fail(failure)
    } catch {
      guard let failure = failure(for: error) else { exit(withError: error) }
      Console.fail(failure)
    }
  }

  /// What an error that is no `Failure` means: wrong usage; nil for help and version, which are no failures; a bug for
  /// whatever nobody expected. Its text is not printed, because it may hold anything.
  static func failure(for error: any Error) -> Failure? {
    switch exitCode(for: error) {
    case .success: nil
    case .validationFailure: Failure(.usage, message(for: error), hint: help(for: error))
    default:
      Failure(
        .bug, "an unexpected error of type \(type(of: error)): a bug in Kith",
        hint: "please report it, with the command")
    }
  }

  /// Where to read more, in the parser's own last line: `See 'kith rank --help' for more information.`
  private static func help(for error: any Error) -> String? {
    guard let line = fullMessage(for: error).split(separator: "\n").last, line.contains("See '") else { return nil }
    return line.split(separator: "'").dropFirst().first.map { "see '\($0)'" }
  }
}
