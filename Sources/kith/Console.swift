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
  static func write(lines: some Sequence<String>, ending: String = "\n") {
    var piece = ""
    for line in lines {
      piece += line
      piece += ending
      if piece.utf8.count > 1 << 20 {
        write(piece)
        piece = ""
      }
    }
    write(piece)
  }

  /// Writes lines beside a file and puts them in its place once they are all there.
  static func write(lines: some Sequence<String>, ending: String = "\n", to path: String) throws(Failure) {
    do throws(FileError) {
      let file = try FileReplacement(of: path)
      var piece: [UInt8] = []
      for line in lines {
        piece += line.utf8
        piece += ending.utf8
        if piece.count > 1 << 20 {
          try file.append(piece)
          piece.removeAll(keepingCapacity: true)
        }
      }
      try file.append(piece)
      try file.synchronise()
      try file.takePlace()
    } catch {
      throw Failure(writing: error)
    }
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
