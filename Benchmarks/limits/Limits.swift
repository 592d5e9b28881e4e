import Foundation
import GraphKernels
import GraphStorage
import Shared
import Synchronization

// What every kernel promises: how much memory it takes beside the graph, and how soon it stops when told to.
//
//   limits                              all kernels on Kronecker scale 18
//   limits kronecker20 page-rank        the named graph, the named kernels
//
// Memory: each kernel in a process of its own, the most memory held during the run less what was held before it,
// beside the estimate; it should be at most the estimate, and at least half of it. Stopping: a run is told to stop after
// 1, 5, 20, 80 and 320 ms, and the longest wait until it threw is printed; runs that were over before are left out.

@main
struct Limits {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "--child" {
      try child(arguments[1], arguments[2])
      return
    }
    let graph = arguments.isEmpty ? "kronecker18" : arguments.removeFirst()
    let entries = kernelCatalogue.filter { arguments.isEmpty || arguments.contains($0.name) }
    say("\(graph), \(ThreadCount.available.value) threads")
    say("kernel                            estimate MiB  measured MiB  estimate / measured  stops within ms")
    for entry in entries {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      process.arguments = ["--child", graph, entry.name]
      try process.run()
      process.waitUntilExit()
      if process.terminationStatus != 0 { say("\(entry.name): failed") }
    }
  }

  private static func child(_ graphName: String, _ kernel: String) throws {
    guard let entry = kernelCatalogue.first(where: { $0.name == kernel }) else { return }
    var input: KernelInput? = try KernelInput(graphName)
    guard let graph = input?.graph, let values = try input?.values(entry) else { return }
    input = nil
    let cost = entry.cost(graph.shape, values, threads: .available)
    let title = kernel.padding(toLength: 32, withPad: " ", startingAt: 0)
    let isHeavy = Double(cost.operations) >= KernelInput.heavy
    var measured: Int?
    if !isHeavy {
      let before = ProcessMemory.resetPeak()
      let result = try entry.run(graph, values, RunControl())
      measured = max(ProcessMemory.peak - before, 1)
      withExtendedLifetime(result) {}
    }
    let waits = try [1, 5, 20, 80, 320].compactMap { try wait(entry, graph, values, milliseconds: $0) }
    let ratio = measured.map { String(format: "%19.2f", Double(cost.bytes) / Double($0)) } ?? dash(19)
    let stop = waits.max().map { String(format: "%15.1f", $0) } ?? dash(15)
    say("\(title)  \(mebibytes(cost.bytes))  \(measured.map(mebibytes) ?? dash(12))  \(ratio)  \(stop)")
  }

  /// Straight out, so that lines of parent and child keep their order.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  private static func dash(_ width: Int) -> String { String(repeating: " ", count: width - 1) + "–" }

  private static func mebibytes(_ bytes: Int) -> String { String(format: "%12.1f", Double(bytes) / 1_048_576) }

  /// Milliseconds from the word to the end, or nil where the run was over before.
  private static func wait(
    _ entry: KernelEntry, _ graph: Graph, _ values: ParameterValues, milliseconds: Int
  ) throws -> Double? {
    let control = RunControl()
    let clock = ContinuousClock()
    let said = Mutex<ContinuousClock.Instant?>(nil)
    let teller = Thread {
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
      said.withLock { $0 = clock.now }
      control.cancel()
    }
    teller.start()
    do throws(KernelError) {
      _ = try entry.run(graph, values, control)
      // The teller may still be asleep; it holds only what it needs.
      return nil
    } catch {
      guard error == .cancelled, let said = said.withLock({ $0 }) else { throw error }
      return (clock.now - said) / .milliseconds(1)
    }
  }
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
