import Benchmark
import Contacts
import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import Shared

// A snapshot of 100,000 people with 1.2 million events, their relationships, address books and consents. The yardstick
// is a plain copy (read, write, fsync) or read of the snapshot's own bytes.

private let dataset = Lazy { try DatasetInput.dataset() }

private let snapshot = Lazy {
  let path = InputFolder.path + "/snapshots-\(ProcessInfo.processInfo.processIdentifier).kith"
  try SnapshotStore.write(try dataset.get(), to: path)
  return path
}

/// Bytes of the snapshot for each thing that it holds, of every kind.
private func bytesEach(_ dataset: Dataset, _ size: Int) -> Int {
  let graph = dataset.graph
  let ties = graph.friendships.count + graph.follows.count + graph.memberships.count + graph.tagUses.count
  let rows = graph.interactions.rowCount + graph.placeInteractions.rowCount
  return size / (graph.people.count + ties + rows + dataset.books.count + dataset.consents.statements.count)
}

let benchmarks: @Sendable () -> Void = {
  let writing = Comparison(
    rate: "bytes/s", yardstick: "a plain copy", size: "bytes a person, tie, ledger row, contact or consent")
  let reading = Comparison(rate: "bytes/s", yardstick: "a plain read", size: "bytes of the snapshot")
  Benchmark("write, 2 threads", configuration: writing.configuration) { benchmark in
    let path = try snapshot.get()
    let dataset = try dataset.get()
    let size = try MappedFile(path: path).count
    let copy = path + ".copy"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    writing.measure(benchmark, items: size, size: bytesEach(dataset, size)) {
      try Yardstick.copy(path, to: copy)
    } work: {
      try SnapshotStore.write(dataset, to: copy, threads: ThreadCount(2))
    }
  }
  Benchmark("read, 2 threads", configuration: reading.configuration) { benchmark in
    let path = try snapshot.get()
    let size = try MappedFile(path: path).count
    reading.measure(benchmark, items: size, size: size) {
      blackHole(try Yardstick.read(path))
    } work: {
      blackHole(try SnapshotStore.read(path, threads: ThreadCount(2)))
    }
  }
}
