import Foundation
import GraphStorage
import Inference
import Ingest
import People
import Pictures
import Privacy
import Reports

/// Runs a job file: every step in order, one line of progress each, all results into the job's folder.
///
/// A step that fails ends the job; what earlier steps wrote stays, whole. The manifest is written last, so a folder
/// with a manifest is the folder of a finished run.
public struct JobRunner: Sendable {
  public struct Outcome: Sendable {
    public let manifest: RunManifest
    /// Every file written, in order, with its full path.
    public let files: [String]
  }

  private let job: JobFile
  private let folder: String
  private let output: String
  private let executable: String
  private let memoryBudget: Int
  private let context: RunContext

  /// - Parameters:
  ///   - path: the job file.
  ///   - output: takes the place of the job's own folder.
  ///   - executable: Kith's own binary, for layouts.
  ///   - memoryBudget: bytes that a kernel and its graph may take; three quarters of the machine's where nothing is said.
  public init(
    path: String, output: String? = nil, executable: String, memoryBudget: Int? = nil, context: RunContext
  ) throws(Failure) {
    job = try JobFile.read(path)
    folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    self.executable = executable
    self.memoryBudget = memoryBudget ?? physicalMemoryBytes() / 4 * 3
    self.context = context
    self.output = output ?? Self.resolve(job.output, in: folder)
  }

  /// What every step states before anything runs, and the bytes of memory that all need at most.
  public func estimate() throws(Failure) -> JobEstimate {
    guard case .import(let step) = job.steps[0] else { throw Failure(.bug, "the job's first step is not an import") }
    return JobEstimate(inputPath: Self.resolve(try Self.expand(step.path), in: folder), steps: job.steps)
  }

  public func run() throws(Failure) -> Outcome {
    try prepareFolder()
    let clock = ContinuousClock()
    let begun = clock.now
    let started = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    var state = State(manifest: RunManifest(kithVersion: KithVersion.text, job: job.name, seed: Self.seed))
    var timings: [RunTimings.Step] = []
    for (index, step) in job.steps.enumerated() {
      try context.checkCancellation()
      let before = clock.now
      try perform(step, &state)
      let seconds = (clock.now - before).seconds
      timings.append(RunTimings.Step(name: step.name, seconds: seconds))
      let figures = state.manifest.steps.last?.figures.map { "\($0.name) \($0.value)" }.joined(separator: ", ") ?? ""
      context.tell("[\(index + 1)/\(job.steps.count)] \(step.name): \(figures) (\(fixed(seconds, 2)) s)")
    }
    try write(Array(state.manifest.jsonText.utf8), "manifest.json", &state, listed: false)
    let record = RunTimings(
      runID: "\(started.milliseconds)-\(ProcessInfo.processInfo.processIdentifier)", started: started.description,
      threads: context.threads.value, seconds: (clock.now - begun).seconds, peakMemoryBytes: peakMemoryBytes(),
      steps: timings)
    try write(Array(record.jsonText.utf8), "timings.json", &state, listed: false)
    return Outcome(manifest: state.manifest, files: state.files)
  }

  // MARK: - Steps

  /// Draws of masked labels; stands in the manifest.
  private static let seed: UInt64 = 1

  private struct State {
    var manifest: RunManifest
    var files: [String] = []
    var dataset: Dataset?
    /// Of the snapshot's file when `dataset` was read from it.
    var stamp: FileStamp?
    var document = ReportDocument(title: "")
    /// Values published by inference steps: attribute, then person.
    var inferred: [String: [String: String]] = [:]
  }

  private func perform(_ step: JobFile.Step, _ state: inout State) throws(Failure) {
    switch step {
    case .import(let step): try performImport(step, &state)
    case .rank(let step): try performRank(step, &state)
    case .infer(let step): try performInfer(step, &state)
    case .suggest(let step): try performSuggest(step, &state)
    case .evaluate(let step): try performEvaluate(step, &state)
    case .draw(let step): try performDraw(step, &state)
    case .report(let step): try performReport(step, &state)
    case .kernel(let step): try performKernel(step, &state)
    case .insights(let step): try performInsights(step, &state)
    }
  }

  private func dataset(_ state: State) throws(Failure) -> Dataset {
    guard let dataset = state.dataset else { throw Failure(.bug, "a step ran before the import") }
    return dataset
  }

  private func performImport(_ step: JobFile.Import, _ state: inout State) throws(Failure) {
    guard let format = ImportFormat(rawValue: step.format) else {
      throw Failure(
        .data, "\(job.name): no import format '\(step.format)'",
        hint: "formats: \(ImportFormat.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let into = snapshotPath(step)
    let rejects: RejectPolicy =
      step.strict == true ? .strict : step.maxRejects.map { .atMost(max(1, $0)) } ?? .tolerate
    var labels: String?
    if let path = step.labels { labels = Self.resolve(try Self.expand(path), in: folder) }
    let outcome = try ImportJob.run(
      ImportJob.Request(
        format: format, path: Self.resolve(try Self.expand(step.path), in: folder), into: into, rejects: rejects,
        rejectsPath: output + "/rejected.csv", labels: labels), context)
    // What later steps see is what the snapshot says: read back, not remembered.
    state.stamp = try? FileStamp(path: into)
    let dataset = try SnapshotJob.read(into, context)
    state.dataset = dataset
    state.document.snapshot = SnapshotJob.describe(dataset)
    state.manifest.inputs = dataset.provenance.files.map { Reports.InputFile($0) }
    state.manifest.basis = [
      PolicyGate(graph: dataset.graph, consents: dataset.consents).basis(of: .inferenceEvidence)
    ]
    try note(file: into, &state)
    if let rejects = outcome.rejectsPath { try note(file: rejects, &state) }
    state.manifest.steps.append(
      RunManifest.Step(
        name: "import", parameters: [Entry("format", format.rawValue)],
        figures: [
          Entry("people", "\(dataset.graph.people.count)"), Entry("rows", "\(dataset.provenance.rows)"),
          Entry("rejected", "\(outcome.rejected)"), Entry("pairs", "\(dataset.graph.interactions.pairCount)"),
        ]))
  }

  private func performRank(_ step: JobFile.Rank, _ state: inout State) throws(Failure) {
    let dataset = try dataset(state)
    let asOf = try step.asOf.map { text throws(Failure) in try TimeArgument.parse(text, option: "as_of") }
    var request = RankJob.Request(
      top: step.top ?? 10, person: step.person, asOf: asOf, explain: step.explain ?? false)
    let report = try RankJob.run(dataset, request, context)
    if let name = step.output { try write(rendered(name, csv: report.csv, json: report.jsonText), name, &state) }
    // The page shows explained rankings of some people, not of everybody.
    request.explain = true
    let shown: [String]
    if let person = step.person {
      shown = [person]
    } else {
      shown = try ReportJob.mostConnected(dataset, asOf, context)
    }
    state.document.rankings.append(try RankJob.run(dataset, request, of: shown, context))
    state.manifest.steps.append(
      RunManifest.Step(
        name: "rank",
        parameters: [Entry("top", "\(request.top)"), Entry("kernel", report.kernel), Entry("as_of", report.asOf)],
        figures: [Entry("ties", "\(report.rows.count)")]))
  }

  private func performInfer(_ step: JobFile.Infer, _ state: inout State) throws(Failure) {
    let asOf = try step.asOf.map { text throws(Failure) in try TimeArgument.parse(text, option: "as_of") }
    let rule = try PublicationRule.checked(threshold: step.threshold)
    let report = try InferJob.run(
      try dataset(state), InferJob.Request(attribute: step.attribute, asOf: asOf, rule: rule), context)
    if let name = step.output { try write(rendered(name, csv: report.csv, json: report.jsonText), name, &state) }
    state.document.inferences.append(report)
    // Pictures colour by one value a person.
    for row in report.rows where report.sets == nil {
      if let value = row.value { state.inferred[step.attribute, default: [:]][row.person] = value }
    }
    state.manifest.steps.append(
      RunManifest.Step(
        name: "infer",
        parameters: [Entry("attribute", step.attribute), Entry("threshold", fixed(rule.threshold, 2))],
        figures: [
          Entry("method", report.method), Entry("asked", "\(report.subjects)"),
          Entry("published", "\(report.published)"), Entry("unknown", "\(report.unknown)"),
        ]))
  }

  private func performSuggest(_ step: JobFile.Suggest, _ state: inout State) throws(Failure) {
    let asOf = try step.asOf.map { text throws(Failure) in try TimeArgument.parse(text, option: "as_of") }
    var model = SuggestionModel.standard
    if let path = step.parameters { model = try SuggestJob.model(at: Self.resolve(try Self.expand(path), in: folder)) }
    let report = try SuggestJob.run(
      try dataset(state),
      SuggestJob.Request(top: step.top ?? 10, person: step.person, asOf: asOf, explain: false, model: model), context)
    if let name = step.output { try write(rendered(name, csv: report.csv, json: report.jsonText), name, &state) }
    state.document.suggestions.append(report)
    state.manifest.steps.append(
      RunManifest.Step(
        name: "suggest", parameters: [Entry("top", "\(step.top ?? 10)"), Entry("model", report.model)],
        figures: [Entry("people", "\(report.people)"), Entry("suggestions", "\(report.rows.count)")]))
  }

  private func performEvaluate(_ step: JobFile.Evaluate, _ state: inout State) throws(Failure) {
    let rule = try PublicationRule.checked(threshold: step.threshold)
    var shares: [AttributeProblem.Revealed] = []
    for text in step.labels ?? [] { shares.append(try RevealedArgument.parse(text)) }
    let seeds = step.seeds ?? 5
    guard (1...1000).contains(seeds) else { throw Failure(.data, "\(job.name): seeds lies in 1 … 1000") }
    let reports = try EvaluateJob.run(
      try dataset(state),
      EvaluateJob.Request(
        attribute: step.attribute, revealed: shares.isEmpty ? EvaluateJob.standardShares : shares, seeds: seeds,
        rule: rule), context)
    state.document.evaluations += reports
    if let name = step.output {
      try write(Array(EvaluationReport.json(reports).text.utf8), name, &state)
    }
    state.manifest.steps.append(
      RunManifest.Step(
        name: "evaluate", parameters: [Entry("seeds", "\(seeds)"), Entry("threshold", fixed(rule.threshold, 2))],
        figures: reports.flatMap { report in
          report.rows.map { row in
            let precision = row.precision.map { fixed($0, 3) } ?? "none"
            return Entry(
              "\(report.attribute) at \(row.labels)",
              "accuracy \(fixed(row.accuracy, 3)), ece \(fixed(row.ece, 3)), coverage \(fixed(row.coverage, 3)), "
                + "precision \(precision)")
          }
            + report.orderedRows.map { row in
              Entry(
                "\(report.attribute) at \(row.labels)",
                "mean error \(fixed(row.meanError, 3)), of the median \(fixed(row.plainMeanError, 3)), coverage "
                  + fixed(row.coverage, 3))
            }
            + report.setRows.map { row in
              Entry(
                "\(report.attribute) at \(row.labels)",
                "area \(fixed(row.area, 3)), ece \(fixed(row.ece, 3)), coverage \(fixed(row.coverage, 3))")
            }
        }))
  }

  private func performDraw(_ step: JobFile.Draw, _ state: inout State) throws(Failure) {
    let asOf = try step.asOf.map { text throws(Failure) in try TimeArgument.parse(text, option: "as_of") }
    let format = try PictureFormat.of(file: step.output)
    let colouring = DrawJob.Colouring(step.colourBy ?? "community")
    var request = DrawJob.Request(
      person: step.person, top: step.top ?? 40, asOf: asOf, colouring: colouring, format: format, executable: executable
    )
    if case .attribute(let name) = colouring { request.inferred = state.inferred[name] ?? [:] }
    let dataset = try dataset(state)
    let outcome = try DrawJob.run(dataset, request, context)
    try write(outcome.bytes, step.output, &state)
    if format == .svg { state.document.pictures.append(ReportJob.picture(of: step.person, outcome)) }
    state.manifest.steps.append(
      RunManifest.Step(
        name: "draw",
        parameters: [
          Entry("person", step.person), Entry("colour_by", step.colourBy ?? "community"), Entry("file", step.output),
        ], figures: [Entry("picture", outcome.note)]))
  }

  private func performKernel(_ step: JobFile.Kernel, _ state: inout State) throws(Failure) {
    var dataset = try dataset(state)
    let request = step.request(memoryBudget: memoryBudget)
    let projection = try step.projection()
    let report: KernelReport
    if step.intoSnapshot == true {
      let found = try DerivedJob.run(dataset, projection, request, context)
      dataset.graph.keep(found.table)
      try replaceSnapshot(dataset, &state)
      report = found.report
    } else {
      report = try KernelJob.run(
        GraphSource.loaded(dataset, projection, context), request, context)
    }
    if let name = step.output {
      try write(rendered(name, csv: report.csvLines.joined(), json: report.jsonText), name, &state)
    }
    func entries(_ figures: [KernelReport.Figure]) -> [Entry] { figures.map { Entry($0.name, $0.value.words) } }
    state.manifest.steps.append(
      RunManifest.Step(
        name: "kernel", parameters: [Entry("kernel", step.name)] + entries(report.parameters + report.graph),
        figures: [Entry("rows", "\(report.rowCount)")] + entries(report.figures)))
  }

  private func performInsights(_ step: JobFile.Insights, _ state: inout State) throws(Failure) {
    var dataset = try dataset(state)
    var grid = InsightGrid.standard
    if let path = step.grid { grid = try InsightGridFile.read(Self.resolve(try Self.expand(path), in: folder)) }
    let found = try InsightsJob.run(dataset, try step.request(grid: grid), context)
    // The noise stands in the snapshot before anybody reads the numbers.
    if found.isNew {
      dataset.releases = found.releases
      try replaceSnapshot(dataset, &state)
    }
    let report = found.report
    if let name = step.output { try write(rendered(name, csv: report.csv, json: report.jsonText), name, &state) }
    state.document.insights.append(report)
    state.manifest.steps.append(
      RunManifest.Step(
        name: "insights",
        parameters: [
          Entry("from", report.from), Entry("to", report.to), Entry("measure", report.measure),
          Entry("by", (report.totalAxes.dropFirst() + report.breakdownAxes).joined(separator: ", ")),
          Entry("guarantee", report.guarantee),
        ], figures: [Entry("places", "\(report.places.count)")]))
  }

  /// The snapshot as it is from now on.
  private func replaceSnapshot(_ dataset: Dataset, _ state: inout State) throws(Failure) {
    guard case .import(let first) = job.steps[0] else { throw Failure(.bug, "the first step is not an import") }
    let path = snapshotPath(first)
    try SnapshotJob.write(dataset, to: path, unchangedSince: state.stamp, context)
    state.stamp = try? FileStamp(path: path)
    state.dataset = dataset
    state.document.snapshot = SnapshotJob.describe(dataset)
    // The snapshot is another file now.
    let name = URL(fileURLWithPath: path).lastPathComponent
    state.manifest.outputs.removeAll { $0.file == name }
    state.files.removeAll { $0 == path }
    try note(file: path, &state)
  }

  private func performReport(_ step: JobFile.Report, _ state: inout State) throws(Failure) {
    var document = state.document
    document.title = step.title ?? job.name
    state.manifest.steps.append(RunManifest.Step(name: "report", figures: [Entry("file", step.output)]))
    document.manifest = state.manifest
    try write(Array(document.html().utf8), step.output, &state)
  }

  // MARK: - Files

  private func snapshotPath(_ step: JobFile.Import) -> String { output + "/" + (step.into ?? "\(job.name).kith") }

  private func prepareFolder() throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      throw Failure(.io, "\(output): the folder for the results cannot be made")
    }
    // A manifest says that a run is finished; this one is not.
    try? FileManager.default.removeItem(atPath: output + "/manifest.json")
  }

  /// The form that a file's name asks for; `JobFile.validate` has seen to it that it asks for one of the two. Only that
  /// one is made: a ranking of everybody is large.
  private func rendered(_ name: String, csv: @autoclosure () -> String, json: @autoclosure () -> String) -> [UInt8] {
    Array((name.hasSuffix(".json") ? json() : csv()).utf8)
  }

  private func write(_ bytes: [UInt8], _ name: String, _ state: inout State, listed: Bool = true) throws(Failure) {
    do throws(FileError) {
      try AtomicFile.write(bytes, to: output + "/" + name)
    } catch {
      throw Failure(writing: error)
    }
    state.files.append(output + "/" + name)
    if listed {
      state.manifest.outputs.append(
        RunManifest.OutputFile(file: name, bytes: bytes.count, sha256: ContentDigest.of(bytes).description))
    }
  }

  private func note(file path: String, _ state: inout State) throws(Failure) {
    do throws(FileError) {
      let file = try MappedFile(path: path)
      state.manifest.outputs.append(
        RunManifest.OutputFile(
          file: URL(fileURLWithPath: path).lastPathComponent, bytes: file.count,
          sha256: ContentDigest.of(file).description))
      state.files.append(path)
    } catch {
      throw Failure(error)
    }
  }

  static func resolve(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : URL(fileURLWithPath: folder + "/" + path).standardized.path
  }

  /// Puts the environment's `KITH_DATASETS` for `${KITH_DATASETS}` at the start of a path.
  static func expand(_ path: String) throws(Failure) -> String {
    let name = "${KITH_DATASETS}"
    guard path.hasPrefix(name) else { return path }
    guard let root = ProcessInfo.processInfo.environment["KITH_DATASETS"] else {
      throw Failure(.noInput, "KITH_DATASETS is not set, and the job reads \(path)")
    }
    let absolute = root.hasPrefix("/") ? root : FileManager.default.currentDirectoryPath + "/" + root
    return absolute + path.dropFirst(name.count)
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// A number with a fixed count of places.
func fixed(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
