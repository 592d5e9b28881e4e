import Foundation
import GraphStorage
import Inference
import Ingest
import Ties

/// A job as its YAML file states it: a name, a folder for the results, and steps in order.
///
/// ```yaml
/// name: harbour
/// output: ../../out/harbour          # relative to the job file
/// steps:
///   - import: {format: dataset, path: .}
///   - rank: {top: 10, output: rankings.csv}
///   - infer: {attribute: city, output: city.csv}
///   - kernel: {name: k-core, edges: friends, purpose: statistics, output: cores.csv, into_snapshot: true}
///   - suggest: {top: 5, output: suggestions.csv}
///   - insights: {page: g70, by: [age_band], output: insights.csv}
///   - evaluate: {attribute: city, labels: ["0.2", "0.8", loo], seeds: 5}
///   - draw: {person: p000001, output: ego.svg}
///   - report: {output: report.html}
/// ```
public struct JobFile: Decodable, Equatable, Sendable {
  public let name: String
  public let output: String
  public let steps: [Step]

  public enum Step: Equatable, Sendable {
    case `import`(Import)
    case rank(Rank)
    case infer(Infer)
    case suggest(Suggest)
    case evaluate(Evaluate)
    case draw(Draw)
    case report(Report)
    case kernel(Kernel)
    case insights(Insights)

    public var name: String {
      switch self {
      case .import: "import"
      case .rank: "rank"
      case .infer: "infer"
      case .suggest: "suggest"
      case .evaluate: "evaluate"
      case .draw: "draw"
      case .report: "report"
      case .kernel: "kernel"
      case .insights: "insights"
      }
    }
  }

  public struct Import: Decodable, Equatable, Sendable {
    public let format: String
    public let path: String
    /// The snapshot's file name; default `<name>.kith`.
    public let into: String?
    public let labels: String?
    public let strict: Bool?
    public let maxRejects: Int?
  }

  public struct Rank: Decodable, Equatable, Sendable {
    public let top: Int?
    public let person: String?
    public let asOf: String?
    public let explain: Bool?
    /// `.csv` or `.json`.
    public let output: String?
  }

  public struct Infer: Decodable, Equatable, Sendable {
    public let attribute: String
    public let asOf: String?
    public let threshold: Double?
    public let output: String?
  }

  public struct Suggest: Decodable, Equatable, Sendable {
    public let top: Int?
    public let person: String?
    public let asOf: String?
    /// A model that `kith fit-suggestions` wrote.
    public let parameters: String?
    /// `.csv` or `.json`.
    public let output: String?
  }

  public struct Evaluate: Decodable, Equatable, Sendable {
    public let attribute: String?
    public let labels: [String]?
    public let seeds: Int?
    public let threshold: Double?
    public let output: String?
  }

  public struct Draw: Decodable, Equatable, Sendable {
    public let person: String
    public let top: Int?
    public let asOf: String?
    public let colourBy: String?
    /// Ends in `.svg`, `.png` or `.dot`.
    public let output: String
  }

  public struct Report: Decodable, Equatable, Sendable {
    public let title: String?
    public let output: String
  }

  /// One run of a graph kernel on the people of the job's snapshot who allow a purpose.
  public struct Kernel: Decodable, Equatable, Sendable {
    public let name: String
    /// `friends`, `follows`, `ties`, `directed-ties` or `memberships`.
    public let edges: String
    public let purpose: String
    /// Those that are not left at their defaults, as a person types them.
    public let parameters: [String: String]?
    public let asOf: String?
    /// `.csv` or `.json`.
    public let output: String?
    /// Whether the values are kept in the job's snapshot.
    public let intoSnapshot: Bool?
  }

  /// Released numbers of one page or group, or of all where neither is named.
  public struct Insights: Decodable, Equatable, Sendable {
    public let page: String?
    public let group: String?
    /// A day of the week; the last whole one where nothing is said.
    public let week: String?
    public let from: String?
    public let to: String?
    public let by: [String]?
    public let measure: String?
    /// An exact decimal, in quotes or not.
    public let epsilon: String?
    /// Relative to the job file.
    public let grid: String?
    public let kTotal: Int?
    public let kBreakdown: Int?
    public let isInternal: Bool?
    /// `.csv` or `.json`.
    public let output: String?
  }

  /// Reads a job file and checks all that can be known before it runs. Paths in it are resolved against its folder; `${KITH_DATASETS}` at the start of one
  /// stands for that environment variable.
  public static func read(_ path: String) throws(Failure) -> JobFile {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path)
    } catch {
      throw Failure(error)
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    let job: JobFile
    do throws(IngestError) {
      job = try decodeYAML(JobFile.self, from: file.bytes(0..<file.count), file: name, shape: Self.shape)
    } catch {
      throw Failure(error)
    }
    var check = JobFileCheck(job, file: name, bytes: file.bytes(0..<file.count))
    try check.run()
    return job
  }

  /// The keys that a job file may have.
  static let shape: YAMLShape = .keys([
    "name": .any, "output": .any,
    "steps": .list(
      .keys([
        "import": .keys([
          "format": .any, "path": .any, "into": .any, "labels": .any, "strict": .any, "max_rejects": .any,
        ]),
        "rank": .keys(["top": .any, "person": .any, "as_of": .any, "explain": .any, "output": .any]),
        "infer": .keys(["attribute": .any, "as_of": .any, "threshold": .any, "output": .any]),
        "suggest": .keys(["top": .any, "person": .any, "as_of": .any, "parameters": .any, "output": .any]),
        "evaluate": .keys(["attribute": .any, "labels": .any, "seeds": .any, "threshold": .any, "output": .any]),
        "draw": .keys(["person": .any, "top": .any, "as_of": .any, "colour_by": .any, "output": .any]),
        "report": .keys(["title": .any, "output": .any]),
        "kernel": .keys([
          "name": .any, "edges": .any, "purpose": .any, "parameters": .dictionary(.any), "as_of": .any, "output": .any,
          "into_snapshot": .any,
        ]),
        "insights": .keys([
          "page": .any, "group": .any, "week": .any, "from": .any, "to": .any, "by": .list(.any), "measure": .any,
          "epsilon": .any, "grid": .any, "k_total": .any, "k_breakdown": .any, "internal": .any, "output": .any,
        ]),
      ])),
  ])
}

extension JobFile.Step: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case `import`, rank, infer, suggest, evaluate, draw, report, kernel, insights
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw DocumentProblem.error(decoder.codingPath, "a step has exactly one verb")
    }
    switch key {
    case .import: self = .import(try container.decode(JobFile.Import.self, forKey: key))
    case .rank: self = .rank(try container.decode(JobFile.Rank.self, forKey: key))
    case .infer: self = .infer(try container.decode(JobFile.Infer.self, forKey: key))
    case .suggest: self = .suggest(try container.decode(JobFile.Suggest.self, forKey: key))
    case .evaluate: self = .evaluate(try container.decode(JobFile.Evaluate.self, forKey: key))
    case .draw: self = .draw(try container.decode(JobFile.Draw.self, forKey: key))
    case .report: self = .report(try container.decode(JobFile.Report.self, forKey: key))
    case .kernel: self = .kernel(try container.decode(JobFile.Kernel.self, forKey: key))
    case .insights: self = .insights(try container.decode(JobFile.Insights.self, forKey: key))
    }
  }
}

extension JobFile.Import {
  private enum CodingKeys: String, CodingKey {
    case format, path, into, labels, strict
    case maxRejects = "max_rejects"
  }
}

extension JobFile.Rank {
  private enum CodingKeys: String, CodingKey {
    case top, person, explain, output
    case asOf = "as_of"
  }
}

extension JobFile.Infer {
  private enum CodingKeys: String, CodingKey {
    case attribute, threshold, output
    case asOf = "as_of"
  }
}

extension JobFile.Suggest {
  private enum CodingKeys: String, CodingKey {
    case top, person, parameters, output
    case asOf = "as_of"
  }
}

extension JobFile.Draw {
  private enum CodingKeys: String, CodingKey {
    case person, top, output
    case asOf = "as_of"
    case colourBy = "colour_by"
  }
}

extension JobFile.Kernel {
  private enum CodingKeys: String, CodingKey {
    case name, edges, purpose, parameters, output
    case asOf = "as_of"
    case intoSnapshot = "into_snapshot"
  }

  /// - Throws: `Failure`, usage, for edges, a purpose or an as-of time that there is not.
  func projection() throws(Failure) -> SocialProjection {
    SocialProjection(
      purpose: try SocialProjection.purpose(named: purpose), edges: try SocialProjection.edges(named: edges),
      asOf: try asOf.map { text throws(Failure) in try TimeArgument.parse(text, option: "as_of") })
  }

  func request(memoryBudget: Int) -> KernelJob.Request {
    KernelJob.Request(
      kernel: name, parameters: (parameters ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
      memoryBudget: memoryBudget)
  }
}

extension JobFile.Insights {
  private enum CodingKeys: String, CodingKey {
    case page, group, week, from, to, by, measure, epsilon, grid, output
    case kTotal = "k_total"
    case kBreakdown = "k_breakdown"
    case isInternal = "internal"
  }

  /// - Throws: `Failure`, usage.
  func request(grid: InsightGrid) throws(Failure) -> InsightsJob.Request {
    guard page == nil || group == nil else { throw Failure(.usage, "page and group exclude each other") }
    guard isInternal != true || epsilon == nil else { throw Failure(.usage, "internal has no noise, so no epsilon") }
    return InsightsJob.Request(
      places: page.map { .page($0) } ?? group.map { .group($0) } ?? .all,
      window: try ReleaseWindow.parse(week: week, from: from, to: to), dimensions: by ?? [],
      measure: try ReleaseArgument.measure(measure), loss: try ReleaseArgument.loss(epsilon),
      levels: try ReleaseArgument.levels(total: kTotal, breakdown: kBreakdown), grid: grid,
      isInternal: isInternal ?? false)
  }
}
