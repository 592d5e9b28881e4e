import Foundation
import GraphStorage
import Ingest

/// A job as its YAML file states it: a name, a folder for the results, and steps in order.
///
/// ```yaml
/// name: harbour
/// output: ../../out/harbour          # relative to the job file
/// steps:
///   - import: {format: dataset, path: .}
///   - append: {events: [more/*.csv]}
///   - expire: {keep: {profile_view: 60}}
///   - fit_decay: {output: decay.yaml}
///   - rank: {top: 10, parameters: decay.yaml, output: rankings.csv}
///   - pairs: {top: 20, kind: call, output: pairs.csv}
///   - trends: {since: 2025-12-01, output: trends.csv}
///   - infer: {attribute: city, output: city.csv}
///   - kernel: {name: k-core, edges: friends, purpose: statistics, output: cores.csv, into_snapshot: true}
///   - communities: {edges: ties, output: communities.json}
///   - suggest: {top: 5, output: suggestions.csv}
///   - insights: {page: g70, by: [age_band], output: insights.csv}
///   - evaluate: {attribute: city, labels: ["0.2", "0.8", loo], seeds: 5}
///   - evaluate_ties: {window: 7d}
///   - evaluate_communities: {edges: ties}
///   - draw: {person: p000001, output: ego.svg}
///   - report: {output: report.html}
/// ```
/// What each step takes stands in its type.
struct JobFile: Decodable, Sendable {
  let name: String
  let output: String
  let steps: [any JobStep]

  static let verbs: [any JobStep.Type] = [
    ImportStep.self, AppendStep.self, ExpireStep.self, FitDecayStep.self, RankStep.self, PairsStep.self, TrendsStep.self,
    InferStep.self, KernelStep.self, CommunitiesStep.self, SuggestStep.self, InsightsStep.self, EvaluateStep.self,
    EvaluateTiesStep.self, EvaluateSuggestionsStep.self, EvaluateCommunitiesStep.self, FitSuggestionsStep.self,
    DrawStep.self, ReportStep.self,
  ]

  /// Reads a job file and checks all that can be known before it runs. Paths in it are resolved against its folder;
  /// `${KITH_DATASETS}` at the start of one stands for that environment variable.
  static func read(_ path: String) throws(Failure) -> JobFile {
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
  private static let shape: YAMLShape = .keys([
    "name": .any, "output": .any,
    "steps": .list(.keys(Dictionary(uniqueKeysWithValues: verbs.map { ($0.verb, $0.shape) }))),
  ])

  private enum Key: String, CodingKey {
    case name, output, steps
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    name = try container.decode(String.self, forKey: .name)
    output = try container.decode(String.self, forKey: .output)
    steps = try container.decode([OneStep].self, forKey: .steps).map(\.step)
  }

  /// A step under its verb.
  private struct OneStep: Decodable {
    let step: any JobStep

    private struct Verb: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }

      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Verb.self)
      guard container.allKeys.count == 1, let key = container.allKeys.first,
        let verb = JobFile.verbs.first(where: { $0.verb == key.stringValue })
      else { throw DocumentProblem.error(decoder.codingPath, "a step has exactly one verb") }
      step = try Self.decode(verb, container, key)
    }

    private static func decode<Step: JobStep>(
      _ step: Step.Type, _ container: KeyedDecodingContainer<Verb>, _ key: Verb
    ) throws -> any JobStep {
      try container.decode(step, forKey: key)
    }
  }
}
