import Foundation
import GraphKernels
import GraphStorage
import Shared
import Synchronization

// What every kernel promises: how much memory it takes beside the graph, how soon it stops, and that progress moves.
//
//   limits                                       all kernels on Kronecker scale 18
//   limits kronecker20-directed page-rank        the named graph (see `KernelInput`), the named kernels
//
// Each kernel in a process of its own, once with its defaults and once with each of its flags on.
//
// Memory: the most held during a run with all threads less what was held before it, beside the estimate; it should be at
// most the estimate, and at least half of it. Freed memory goes back at once in these processes, so that what is freed
// is seen. Stopping: in a run with one thread, the most processor time between two questions whether to stop, the
// start and the end of the run being questions too. Progress: how often it moved in that run, and the longest time it
// stood still, as a share of the whole. A run is stopped after a few seconds (KITH_LIMITS_SECONDS), and then marked with >.

@main
struct Limits {
  /// Processor time of a run.
  private static let patience = Double(ProcessInfo.processInfo.environment["KITH_LIMITS_SECONDS"] ?? "") ?? 6.0

  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "--child" {
      try child(arguments[1], arguments[2], flag: arguments.count > 3 ? arguments[3] : nil)
      return
    }
    let graph = arguments.isEmpty ? "kronecker18" : arguments.removeFirst()
    let entries = kernelCatalogue.filter { arguments.isEmpty || arguments.contains($0.name) }
    say("\(graph), \(ThreadCount.available.value) threads")
    say(
      "kernel                                estimate MiB  measured MiB   ratio  stops ms  progress moves  stands still"
    )
    for entry in entries {
      let flags = entry.parameters.filter { $0.kind == .flag }.map(\.name)
      for arguments in [[]] + flags.map({ [$0] }) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["--child", graph, entry.name] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["MALLOC_MMAP_THRESHOLD_": "65536"]) { $1 }
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { say("\(entry.name): failed") }
      }
    }
  }

  private static func child(_ graphName: String, _ kernel: String, flag: String?) throws {
    guard let entry = kernelCatalogue.first(where: { $0.name == kernel }) else { return }
    var input: KernelInput? = try KernelInput(graphName)
    guard let graph = input?.graph, let values = try input?.values(entry, flag: flag) else { return }
    input = nil
    if entry.needs.contains(.undirected), graph.isDirected { return }
    let cost = entry.cost(graph.shape, values, threads: .available)
    let before = ProcessMemory.resetPeak()
    let result = try run(entry, graph, values, Watch(patience).control(threads: .available))
    let measured = max(ProcessMemory.peak - before, 1)
    let mark = result == nil ? ">" : " "
    withExtendedLifetime(result) {}
    // What the first run held may be on its way back to the system, which the second would wait for.
    _ = MutableColumn<UInt8>(repeating: 0, count: 64 << 20)
    let watch = Watch(patience)
    let again = try run(entry, graph, values, watch.control(threads: ThreadCount(1)))
    let found = watch.found()
    withExtendedLifetime(again) {}
    let title = ([kernel] + (flag.map { [$0] } ?? [])).joined(separator: " ")
    let ratio = Double(cost.bytes) / Double(measured)
    say(
      title.padding(toLength: 36, withPad: " ", startingAt: 0)
        + String(
          format: "%14.2f%14.2f%@%7.2f%10.1f%16d%13.0f%%", mebibytes(cost.bytes), mebibytes(measured), mark, ratio,
          found.longestGap * 1000, found.moves, found.still * 100))
  }

  /// Nil where the watch lost its patience.
  private static func run(
    _ entry: KernelEntry, _ graph: Graph, _ values: ParameterValues, _ control: RunControl
  ) throws -> KernelResult? {
    do throws(KernelError) {
      return try entry.run(graph, values, control)
    } catch {
      if error != .cancelled { throw error }
      return nil
    }
  }

  /// Straight out, so that lines of parent and child keep their order.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  private static func mebibytes(_ bytes: Int) -> Double { Double(bytes) / 1_048_576 }
}

/// Notes when a run asks whether to stop and when its progress moves; stops it after some time.
private final class Watch: Sendable {
  struct Notes {
    let start = processorSeconds()
    var asked: Double
    var longestGap = 0.0
    var moved: Double
    var longestPause = 0.0
    var share = 0.0
    var moves = 0

    init() {
      asked = start
      moved = start
    }

    mutating func ask(_ now: Double) {
      longestGap = max(longestGap, now - asked)
      asked = now
    }

    mutating func move(to share: Double, _ now: Double) {
      if share <= self.share { return }
      self.share = share
      moves += 1
      longestPause = max(longestPause, now - moved)
      moved = now
    }
  }

  private let notes = Mutex(Notes())
  private let patience: Double

  /// - Parameter patience: seconds of processor time until the run is stopped.
  init(_ patience: Double) { self.patience = patience }

  func control(threads: ThreadCount) -> RunControl {
    RunControl(
      threads: threads, cancellation: Cancellation { [self] in notes.withLock { isOver(&$0) } },
      progress: { [self] share in notes.withLock { $0.move(to: share, processorSeconds()) } })
  }

  private func isOver(_ notes: inout Notes) -> Bool {
    let now = processorSeconds()
    notes.ask(now)
    return now - notes.start > patience
  }

  /// What was noted, the present being the last question and the last move.
  func found() -> (longestGap: Double, moves: Int, still: Double) {
    notes.withLock { notes in
      let now = processorSeconds()
      notes.ask(now)
      notes.longestPause = max(notes.longestPause, now - notes.moved)
      return (notes.longestGap, notes.moves, notes.longestPause / (now - notes.start))
    }
  }
}

/// Of this process, all threads together: what others do on the machine does not count.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Memory of this process, in bytes, as Linux tells it.
private enum ProcessMemory {
  /// Forgets the peak so far and gives what is held now.
  static func resetPeak() -> Int {
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    return line("VmRSS:")
  }

  static var peak: Int { line("VmHWM:") }

  private static func line(_ name: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
    return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0) * 1024
  }
}
