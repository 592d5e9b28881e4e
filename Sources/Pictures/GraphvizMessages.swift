import CGraphviz
import Synchronization

/// What Graphviz says while it works, kept instead of printed. One process, one collector: Graphviz's own is global.
enum GraphvizMessages {
  private static let text = Mutex("")

  /// Forgets what was said so far and collects from now on.
  static func begin() {
    text.withLock { $0 = "" }
    _ = agseterr(AGWARN)
    _ = agreseterrors()
    // SAFETY: the function stays for the life of the process; it copies the NUL-terminated text it is given.
    _ = unsafe agseterrf { message in
      if let message = unsafe message {
        let part = unsafe String(cString: message)
        GraphvizMessages.text.withLock { $0 += part }
      }
      return 0
    }
  }

  static var collected: String { text.withLock { $0 } }

  /// The first message on one line, without quoted parts: Graphviz quotes the text it stumbled on, and that may be a
  /// label.
  static var summary: String {
    var line = ""
    var isQuoted = false
    for character in collected.prefix(400) {
      switch character {
      case "\n": if !line.isEmpty { return line }
      case "'", "\"":
        isQuoted.toggle()
        if isQuoted { line += "…" }
      default: if !isQuoted { line.append(character) }
      }
    }
    return line.isEmpty ? "no reason given" : line
  }
}
