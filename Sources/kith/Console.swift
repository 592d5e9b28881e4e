import Foundation
import GraphStorage
import Jobs

/// Results go to standard output, progress and messages to standard error.
enum Console {
  /// Writes a result whole. A reader that went away (`| head`) ends the run quietly, as it does for other tools.
  static func write(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      fail(Failure(.io, "standard output cannot be written: it is closed, or the disk is full"))
    }
  }

  /// Writes lines as they come, in pieces of about a megabyte.
  static func write(lines: some Sequence<String>) {
    var piece = ""
    for line in lines {
      piece += line
      piece += "\n"
      if piece.utf8.count > 1 << 20 {
        write(piece)
        piece = ""
      }
    }
    write(piece)
  }

  static func message(_ line: String) {
    // Where nobody can be told, there is nobody to tell.
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }

  static func fail(_ failure: Failure) -> Never {
    message("error: \(failure.message)")
    if let hint = failure.hint { message("hint: \(hint)") }
    TemporaryFiles.removeAll()
    exit(failure.category.rawValue)
  }
}
