import GraphStorage
import Ingest
import People

/// One step of a job file: a verb with its keys, what can be known to be wrong before the job runs, and the work.
protocol JobStep: Decodable, Sendable {
  associatedtype CodingKeys: CodingKey & CaseIterable & Hashable

  /// The key that it stands under.
  static var verb: String { get }
  /// The keys that it may have.
  static var shape: YAMLShape { get }

  /// - Throws: `Failure` for what would fail the step later and can be seen now.
  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure)

  /// Does the work, writes what was asked for and records it in the manifest.
  func run(_ run: inout JobRun) throws(Failure)
}

extension JobStep {
  static var shape: YAMLShape { .keys(of: CodingKeys.self) }

  var verb: String { Self.verb }

  func time(_ text: String?, _ key: String = "as_of") throws(Failure) -> Timestamp? {
    try text.map { text throws(Failure) in try TimeArgument.parse(text, option: key) }
  }

  /// Hours.
  func hours(_ window: String?) throws(Failure) -> Int? {
    try window.map { text throws(Failure) in try WindowArgument.parse(text, option: "window") }
  }
}

extension YAMLShape {
  /// The keys of a type, each with any value but those that say otherwise.
  static func keys<Keys: CodingKey & CaseIterable & Hashable>(
    of keys: Keys.Type, _ others: [Keys: YAMLShape] = [:]
  ) -> YAMLShape {
    .keys(Dictionary(uniqueKeysWithValues: Keys.allCases.map { ($0.stringValue, others[$0] ?? .any) }))
  }
}
