import ArgumentParser
import Foundation
import Pictures

/// What Kith runs as a child process of itself to lay a picture out, so that it can be ended.
struct LayoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layout", abstract: "Lay out one DOT document from standard input.", shouldDisplay: false)

  @Option var engine: String
  @Option var format: String

  func run() throws {
    guard let engine = LayoutEngine(rawValue: engine), let format = PictureFormat(rawValue: format) else {
      throw ValidationError("no such engine or format")
    }
    Foundation.exit(LayoutChild.main(engine: engine, format: format))
  }
}
