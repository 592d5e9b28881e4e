import Dispatch
import Foundation

/// What the hidden subcommand `layout` of Kith's binary calls: reads a DOT document from standard input, renders it and
/// writes the file to standard output.
public enum LayoutChild {
  /// How often the child looks whether its parent is still there, in milliseconds: nobody else can end a layout.
  private static let parentCheck = 100

  /// - Returns: the exit status: 0, or 65 where the document is not valid, 74 where writing failed. The reason is one
  ///   line on standard error.
  public static func main(engine: LayoutEngine, format: PictureFormat) -> Int32 {
    let parent = getppid()
    let watch = DispatchSource.makeTimerSource(queue: .global())
    watch.schedule(deadline: .now(), repeating: .milliseconds(parentCheck))
    watch.setEventHandler { if getppid() != parent { exit(74) } }
    watch.resume()
    defer { watch.cancel() }
    guard let input = try? FileHandle.standardInput.readToEnd(), let dot = String(validating: input, as: UTF8.self)
    else { return fail("standard input is empty or not UTF-8", 65) }
    do throws(PictureError) {
      let bytes = try GraphvizRenderer.render(dot: dot, engine: engine, format: format)
      guard (try? FileHandle.standardOutput.write(contentsOf: Data(bytes))) != nil else {
        return fail("standard output was closed", 74)
      }
      return 0
    } catch {
      // The parent says what the reason belongs to.
      if case .layoutFailed(let reason) = error { return fail(reason, 65) }
      return fail(error.description, 65)
    }
  }

  private static func fail(_ reason: String, _ status: Int32) -> Int32 {
    try? FileHandle.standardError.write(contentsOf: Data((reason + "\n").utf8))
    return status
  }
}
