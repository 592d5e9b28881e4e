import GraphStorage
import Ingest
import People
import TestSupport
import Testing

@Suite("Native dataset: the folders of the repository")
struct NativeHarbourTests {
  @Test(
    "are read without a rejected row, and say what the plain count says",
    arguments: ["harbour", "karate", "southern-women"])
  func wholeFolders(name: String) throws {
    // A copy, which states the country of national phone numbers where the folder does not.
    let scratch = try Scratch()
    let folder = scratch.path + "/" + name
    try scratch.run("cp -r '\(Datasets.projectRoot)/datasets/\(name)' .")
    try scratch.run(
      "grep -q '^contacts:' '\(name)/dataset.yaml' || echo 'contacts: {calling_code: 44, trunk_prefix: 0}' >> '\(name)/dataset.yaml'"
    )
    let result = try NativeDataset.read(folder: folder, options: ImportOptions())
    #expect(result.rejects.rows.map(\.description) == [])
    let graph = result.dataset.graph
    for record in result.dataset.provenance.files where record.name.hasSuffix(".csv") {
      let mapped = try MappedFile(path: folder + "/" + record.name)
      let lines = mapped.withBytes(0..<mapped.count) { count(of: 0x0A, in: $0, 0..<$0.count) }
      #expect(record.rows == lines - 1, "\(record.name)")
      if record.name == "people.csv" { #expect(graph.people.count == lines - 1) }
    }
    _ = try graph.interactions.validated()
    _ = try graph.placeInteractions.validated()
  }
}
