import Benchmark
import GraphStorage
import Ingest
import Shared

// events.csv of the native form to the ledger: quoting, validation and rejects on. Rows of people (ids only), groups and
// tags are read too and the inputs' digests made, but only rows of events count.

let benchmarks: @Sendable () -> Void = {
  for compressed in [false, true] {
    let comparison = Comparison(
      rate: "event rows/s", yardstick: compressed ? "gzip -dc" : "counting newlines", size: "bytes per row")
    for threads in [1, 2] {
      Benchmark(
        "events.csv\(compressed ? ".gz" : ""), \(threads) thread\(threads == 1 ? "" : "s")",
        configuration: comparison.configuration
      ) { benchmark in
        let folder = try DatasetInput.events(compressed: compressed)
        let file = try MappedFile(path: "\(folder)/events.csv\(compressed ? ".gz" : "")")
        let options = ImportOptions(threads: ThreadCount(threads))
        let plain = try MappedFile(path: try DatasetInput.events(compressed: false) + "/events.csv")
        let rows = Yardstick.newlines(plain) - 1
        comparison.measure(benchmark, items: rows, size: plain.count / rows) {
          if compressed {
            try DatasetInput.run("gzip", ["-dc", file.path])
          } else {
            blackHole(Yardstick.newlines(file))
          }
        } work: {
          let result = try Importer.read(.dataset, path: folder, options: options)
          let events = result.dataset.provenance.files.first { $0.name.hasPrefix("events") }
          precondition(events?.rows == rows - result.rejects.total && result.rejects.total == (rows + 993) / 1_000)
        }
      }
    }
  }
}
