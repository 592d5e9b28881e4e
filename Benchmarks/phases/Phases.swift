import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Shared
import Synchronization

/// Where the time of one import goes, table by table.
///
///     phases FOLDER [--threads N] [--snapshot FILE]
@main
enum Phases {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let threads = option("--threads", &arguments).flatMap(Int.init) ?? 2
    let snapshot = option("--snapshot", &arguments)
    guard let folder = arguments.first, threads > 0 else {
      FileHandle.standardError.write(Data("usage: phases FOLDER [--threads N] [--snapshot FILE]\n".utf8))
      exit(64)
    }
    let steps = Mutex<[Step]>([])
    let start = Step(done: 0)
    let options = ImportOptions(threads: ThreadCount(threads)) { done, _ in
      steps.withLock { $0.append(Step(done: done)) }
    }
    let result = try Importer.read(.dataset, path: folder, options: options)
    let read = Step(done: .max)
    let files = result.dataset.provenance.files
    print("phase                     rows      wall s       cpu s    peak MiB")
    var previous = start
    // A table is finished where its bytes are reached for the last time before the next one's begin.
    var end = files.first { $0.name == "dataset.yaml" }?.bytes ?? 0
    for table in [
      "people", "groups", "friendships", "follows", "blocks", "memberships", "tags", "contacts", "consents", "events",
    ] {
      guard let file = files.first(where: { $0.name.hasPrefix(table + ".") }) else { continue }
      end += file.bytes
      let all = steps.withLock { $0 }
      if table == "events", let parsed = all.last(where: { $0.done < end }) ?? all.last(where: { $0.done == end }) {
        row("  events, parsing", file.rows + file.rejected, previous, parsed)
      }
      guard let last = all.last(where: { $0.done <= end }) else { continue }
      row(file.name, file.rows + file.rejected, previous, last)
      previous = last
    }
    row("the rest of reading", 0, previous, read)
    row("reading", result.dataset.provenance.rows, start, read)
    let events = result.dataset.graph.interactions
    print(
      "ledger: \(events.eventCount) events, \(events.pairCount) pairs, \(events.rowCount) rows, \(events.byteCount) bytes"
    )
    if let snapshot {
      try SnapshotStore.write(result.dataset, to: snapshot, threads: ThreadCount(threads))
      row("snapshot write", 0, read, Step(done: .max))
    }
  }

  private static func option(_ name: String, _ arguments: inout [String]) -> String? {
    guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
    let value = arguments[place + 1]
    arguments.removeSubrange(place...place + 1)
    return value
  }

  private static func row(_ name: String, _ rows: Int, _ from: Step, _ to: Step) {
    func column(_ value: Double, _ width: Int) -> String {
      let text = String(format: "%.2f", value)
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let count = rows > 0 ? String(rows) : ""
    print(
      name + String(repeating: " ", count: max(1, 20 - name.count))
        + String(repeating: " ", count: max(0, 10 - count.count)) + count
        + column(to.wall - from.wall, 12) + column(to.cpu - from.cpu, 12) + column(Double(to.peak) / 1_048_576, 12))
  }
}

/// A moment of the run.
private struct Step: Sendable {
  let done: Int
  let wall: Double
  let cpu: Double
  let peak: Int

  init(done: Int) {
    self.done = done
    wall = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    peak = peakMemoryBytes()
  }
}
