import Pictures
import Reports

/// The picture of one person.
struct DrawStep: JobStep {
  static let verb = "draw"

  let person: String
  let top: Int?
  let asOf: String?
  let colourBy: String?
  /// Ends in `.svg`, `.png` or `.dot`.
  let output: String

  enum CodingKeys: String, CodingKey, CaseIterable {
    case person, top, output
    case asOf = "as_of"
    case colourBy = "colour_by"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".svg", ".png", ".dot"])
    try check.number(top, in: 1...149, "lies in 1 … 149", path, "top")
    try check.time(asOf, path)
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let format = try PictureFormat.of(file: output)
    let colouring = DrawJob.Colouring(colourBy ?? "community")
    var request = DrawJob.Request(
      person: person, top: top ?? 40, asOf: try time(asOf), colouring: colouring, format: format,
      executable: run.executable)
    if case .attribute(let name) = colouring { request.inferred = run.inferred[name] ?? [:] }
    let outcome = try DrawJob.run(try run.dataset(), request, run.context)
    try run.write(outcome.bytes, output)
    if format == .svg { run.document.pictures.append(ReportJob.picture(of: person, outcome)) }
    run.record(
      verb,
      parameters: [
        Entry("person", person), Entry("colour_by", colourBy ?? "community"), Entry("file", output),
      ], figures: [Entry("picture", outcome.note)])
  }
}
