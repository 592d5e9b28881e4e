import GraphStorage
import Ingest
import People
import Persistence
import Reports

/// Takes out of a snapshot the events that are older than their kind is kept: an erasure like any other, after which the
/// ledgers are those of a log without these events.
public enum ExpireJob {
  public struct Request: Sendable {
    public var snapshot: String
    /// The moment from which ages are counted; nil is the newest event of the snapshot.
    public var asOf: Timestamp?
    /// Days by kind, in place of what the snapshot remembers for that kind.
    public var keepDays: [String: Int]

    public init(snapshot: String, asOf: Timestamp? = nil, keepDays: [String: Int] = [:]) {
      (self.snapshot, self.asOf, self.keepDays) = (snapshot, asOf, keepDays)
    }
  }

  /// Where nothing is old enough, or on a failure, the snapshot is untouched.
  /// - Throws: `Failure`: an unknown kind, days out of range, no kind with a limit, an as-of time before 1970.
  public static func run(_ request: Request, _ context: RunContext) throws(Failure) -> ExpiryReport {
    let stamp = SnapshotJob.stamp(of: request.snapshot)
    var dataset = try SnapshotJob.read(request.snapshot, context)
    let graph = dataset.graph
    var keepDays = dataset.eventReading.keepDays
    for (name, days) in request.keepDays {
      guard graph.kinds.index(of: name) != nil else {
        throw Failure(
          .data, "no kind of event '\(name)' in this snapshot",
          hint: "kinds: \(graph.kinds.names.joined(separator: ", "))")
      }
      guard EventReading.keepRange.contains(days) else {
        throw Failure(.usage, "--keep: events of a kind are kept for 1 to 36500 days")
      }
      keepDays[name] = days
    }
    guard !keepDays.isEmpty else {
      throw Failure(
        .usage, "no kind of event has a limit",
        hint: "say --keep message=365, or keep_days under 'kinds:' in dataset.yaml before the import")
    }
    guard let asOf = request.asOf ?? graph.newestEvent else {
      return ExpiryReport(asOf: nil, kinds: [], droppedValues: [])
    }
    if request.asOf == nil,
      let days = daysBehindTheRest(
        asOf.milliseconds, [graph.interactions, graph.placeInteractions], threads: context.threads)
    {
      throw Failure(
        .usage, "the newest event lies \(days) days after nearly all others, so it may be misdated; nothing was expired",
        hint: "say --as-of TIME")
    }
    guard asOf.hour != nil else { throw Failure(.usage, "--as-of: events do not lie before 1970") }
    let first = graph.kinds.kinds.map { kind -> AbsoluteHour? in
      keepDays[kind.name].map { days in
        // An hour goes when all of it is too old.
        let limit = max(0, asOf.milliseconds - Int64(days) * 86_400_000)
        return AbsoluteHour(UInt32(truncatingIfNeeded: limit / 3_600_000))
      }
    }
    let before = counts(graph)
    dataset.graph.interactions = graph.interactions.expired(before: first, threads: context.threads)
    dataset.graph.placeInteractions = graph.placeInteractions.expired(before: first, threads: context.threads)
    let after = counts(dataset.graph)
    try context.checkCancellation()
    var report = ExpiryReport(asOf: asOf.description, kinds: [], droppedValues: [])
    for (index, kind) in graph.kinds.kinds.enumerated() {
      guard let days = keepDays[kind.name] else { continue }
      report.kinds.append(
        ExpiryReport.Kind(
          name: kind.name, days: days, expired: before[index] - after[index], kept: after[index]))
    }
    if before == after { return report }
    // Values that kernels found over events speak of events that are gone.
    report.droppedValues = graph.derived.filter { $0.edges.hasSuffix("ties") }.map { DerivedSummary.name($0) }
    dataset.graph.dropDerived(where: { $0.edges.hasSuffix("ties") })
    try SnapshotJob.write(dataset, to: request.snapshot, unchangedSince: stamp, context)
    return report
  }

  /// Of each kind, by direction, as the summary of a snapshot counts them.
  private static func counts(_ graph: SocialGraph) -> [Int] {
    let counts = [graph.interactions, graph.placeInteractions].map { $0.counts(kinds: graph.kinds.kinds.count) }
    return zip(counts[0], counts[1]).map { $0 + $1 }
  }
}
