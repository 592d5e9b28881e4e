import Ingest
import Pictures

extension JobFile {
  /// What must hold before the first step runs, so that no step fails for it after others have worked.
  /// - Throws: `Failure` for the first thing that does not.
  func validate() throws(Failure) {
    var taken: Set<String> = ["manifest.json", "timings.json", "rejected.csv"]
    func claim(_ file: String?, endings: [String]) throws(Failure) {
      guard let file else { return }
      guard !file.isEmpty, !file.contains("/"), !file.hasPrefix(".") else {
        throw Failure(.data, "\(name): '\(file)' is not a plain file name; results go into the job's output folder")
      }
      guard endings.contains(where: { file.hasSuffix($0) }) else {
        throw Failure(.data, "\(name): '\(file)' should end in \(endings.joined(separator: " or "))")
      }
      guard taken.insert(file).inserted else {
        throw Failure(.data, "\(name): '\(file)' would be written twice")
      }
    }
    for step in steps {
      switch step {
      case .import(let step):
        try claim(step.into ?? "\(name).kith", endings: [".kith"])
        if let limit = step.maxRejects, limit < 1 { throw Failure(.data, "\(name): max_rejects is 1 or more") }
      case .rank(let step):
        try claim(step.output, endings: [".csv", ".json"])
        if let top = step.top, top < 1 { throw Failure(.data, "\(name): rank: top is 1 or more") }
      case .infer(let step): try claim(step.output, endings: [".csv", ".json"])
      case .evaluate(let step): try claim(step.output, endings: [".json"])
      case .draw(let step):
        try claim(step.output, endings: [".svg", ".png", ".dot"])
        if let top = step.top, !(1...149).contains(top) { throw Failure(.data, "\(name): draw: top is 1 to 149") }
      case .report(let step): try claim(step.output, endings: [".html"])
      }
    }
  }
}
