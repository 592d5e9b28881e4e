import CFloors
import Foundation
import GraphKernels
import GraphStorage
import Ingest
import People
import Privacy
import Shared
import Ties

/// What a target asks for beside the least that the work needs: loops in plain C (`CFloors`) and Kith's own time on the same
/// input, in one process, two threads, the least of some runs.
///
///     floors kronecker20 social20      Louvain and core numbers (graphs as in `KernelInput`, without weights)
///     floors events FOLDER             events to ties, of a folder that `scale generate` made
@main
enum Floors {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "events", arguments.count == 2 {
      try events(arguments[1])
    } else {
      for name in arguments { try graph(name) }
    }
  }

  private static func graph(_ name: String) throws {
    let graph = try KernelInput(name + "-plain").graph
    let offsets = graph.offsets.map { Int64($0) }
    let targets = graph.targets.array()
    let count = Int64(graph.vertexCount)
    say("\(name): \(graph.vertexCount) vertices, \(graph.arcCount) arcs")
    tell("Louvain's first sweep, order drawn", floor_louvain_sweep(offsets, targets, count, 1, 0))
    tell("the same, ascending order", floor_louvain_sweep(offsets, targets, count, 0, 0))
    tell("the same, order drawn, with who goes where", floor_louvain_sweep(offsets, targets, count, 1, 1))
    let louvain = try Louvain.run(graph, RunControl(threads: ThreadCount(2))).communities
    var numbers = [UInt32](repeating: 0, count: graph.vertexCount)
    var next: UInt32 = 0
    // A community's smallest vertex comes first.
    let of = louvain.enumerated().map { vertex, community in
      if vertex == community {
        numbers[vertex] = next
        next += 1
      }
      return numbers[Int(community)]
    }
    tell("refining Louvain's communities, nobody joined", floor_refine(offsets, targets, count, of, Int64(next)))
    tell("adding up what leads from each to each", floor_add_up(offsets, targets, count, of, Int64(next)))
    tell("adding up, all vertices alone", floor_add_up(offsets, targets, count, Array(0..<UInt32(count)), count))
    tell("the matrix times a vector", floor_product(offsets, targets, count))
    tell("core numbers, arcs once, threads overwrite each other", floor_core(offsets, targets, count, 0))
    tell("the same, atomic", floor_core(offsets, targets, count, 1))
    let control = RunControl(threads: ThreadCount(2))
    tell("Kith: Louvain", try least { _ = try Louvain.run(graph, control) })
    tell("Kith: Leiden", try least { _ = try Leiden.run(graph, control) })
    tell("Kith: eigenvector to 1e-8", try least { _ = try EigenvectorCentrality.run(graph, change: 1e-8, control) })
    tell("Kith: core numbers", try least { _ = try CoreNumbers.run(graph, control) })
  }

  private static func events(_ folder: String) throws {
    var pairs: Int64 = 0
    let seconds = floor_events(folder + "/events.csv", &pairs)
    say("\(folder): \(pairs) directed pairs")
    tell("rows to decayed sums", seconds)
    let threads = ThreadCount(2)
    tell(
      "Kith: people and rows to ledger and ties",
      try least {
        let dataset = try Importer.read(.dataset, path: folder, options: ImportOptions(threads: threads)).dataset
        let permitted = PolicyGate(graph: dataset.graph, consents: dataset.consents).graph(for: .service)
        guard let newest = dataset.graph.newestTime else { throw TieError.noTime }
        _ = try TieScorer(permitted, asOf: newest, threads: threads).allTies()
      })
  }

  private static func least(_ work: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<3 {
      let clock = ContinuousClock()
      let begun = clock.now
      try work()
      best = min(best, (clock.now - begun).seconds)
    }
    return best
  }

  private static func tell(_ what: String, _ seconds: Double) {
    say("  " + what.padding(toLength: 58, withPad: " ", startingAt: 0) + String(format: "%9.1f ms", seconds * 1000))
  }

  private static func say(_ line: String) { print(line) }
}
