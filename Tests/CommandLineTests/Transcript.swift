/// A `.case` file: commands as a person types them, and what each must answer.
///
/// ```
/// # A comment, kept when the file is recorded anew; it belongs to the command below it.
/// $ kith open nothing.kith
/// ! error: nothing.kith: No such file or directory
/// ? 66
/// ```
///
/// After `$ ` stands one line of bash. Lines without a mark are its standard output; `! ` marks standard error; `? `
/// the exit code, which is left out for 0. A line of output that itself begins with a mark or a backslash has a
/// backslash before it, and `\no newline` says that the last line of output is not ended.
/// What differs from run to run is replaced before comparing: `(0.12 s)` by `(<seconds> s)`, and the path of the
/// temporary folder by `<folder>`; a carriage return is shown as `<CR>`.
struct Transcript: Equatable {
  struct Step: Equatable {
    var comments: [String] = []
    var command: String
    var output = ""
    var errors = ""
    var code: Int32 = 0
  }

  var steps: [Step] = []
  /// Comments after the last command.
  var closing: [String] = []

  struct BadLine: Error { let line: Int }

  init(steps: [Step], closing: [String]) { (self.steps, self.closing) = (steps, closing) }

  init(parsing text: String) throws {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    var comments: [String] = []
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("$ ") {
        steps.append(Step(comments: comments, command: String(line.dropFirst(2))))
        comments = []
      } else if line.hasPrefix("#") {
        comments.append(line)
      } else {
        // Output between a comment and its command would belong to nobody.
        guard !steps.isEmpty, comments.isEmpty else { throw BadLine(line: index + 1) }
        let last = steps.count - 1
        if line.hasPrefix("! ") || line == "!" {
          steps[last].errors += line.dropFirst(2) + "\n"
        } else if line.hasPrefix("? "), let code = Int32(line.dropFirst(2)) {
          steps[last].code = code
        } else if line == "\\no newline" {
          steps[last].output = String(steps[last].output.dropLast())
        } else {
          steps[last].output += (line.hasPrefix("\\") ? line.dropFirst() : line[...]) + "\n"
        }
      }
    }
    closing = comments
  }

  var text: String {
    var text = ""
    for step in steps {
      for comment in step.comments { text += comment + "\n" }
      text += "$ \(step.command)\n"
      for line in Self.lines(step.output) {
        text += (line.first.map { "$!?#\\".contains($0) } ?? false ? "\\" : "") + line + "\n"
      }
      if !step.output.isEmpty && !step.output.hasSuffix("\n") { text += "\\no newline\n" }
      for line in Self.lines(step.errors) { text += line.isEmpty ? "!\n" : "! \(line)\n" }
      if step.code != 0 { text += "? \(step.code)\n" }
    }
    for comment in closing { text += comment + "\n" }
    return text
  }

  private static func lines(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
