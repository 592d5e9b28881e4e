import Benchmark
import Foundation
import GraphStorage
import Ingest
import Persistence
import Shared

// A snapshot of 100,000 people with 1.2 million events, their relationships, address books and consents. The yardstick
// is a plain copy (read, write, fsync) or read of the snapshot's own bytes.

private let dataset = Lazy { try DatasetInput.dataset() }

private let snapshot = Lazy {
  let path = InputFolder.path + "/snapshots-\(ProcessInfo.processInfo.processIdentifier).kith"
  try SnapshotStore.write(try dataset.get(), to: path)
  return path
}

let benchmarks: @Sendable () -> Void = {
  let writing = Comparison(rate: "bytes/s", yardstick: "a plain copy", size: "bytes of the snapshot")
  let reading = Comparison(rate: "bytes/s", yardstick: "a plain read", size: "bytes of the snapshot")
  Benchmark("write, 2 threads", configuration: writing.configuration) { benchmark in
    let path = try snapshot.get()
    let dataset = try dataset.get()
    let size = try MappedFile(path: path).count
    let copy = path + ".copy"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    writing.measure(benchmark, items: size, size: size) {
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
