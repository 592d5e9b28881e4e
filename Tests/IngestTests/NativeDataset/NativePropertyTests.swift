import GraphStorage
import Ingest
import People
import Privacy
import TestSupport
import Testing

@Suite("Native dataset: random folders")
struct NativePropertyTests {
  @Test(
    "give the facts and the rejected rows that a plain reader gives",
    arguments: 0..<Datasets.cases(quick: 40, long: 150))
  func agreesWithOracle(seed: Int) throws {
    let folder = RandomFolder(seed: UInt64(seed))
    let result = try readFolder(folder.files, threads: 1 + seed % 3)
    let oracle = NativeOracle(folder.files)
    let found = facts(result.dataset)
    #expect(found.subtracting(oracle.facts).sorted() == [], "said by the reader only")
    // Digests are kept of those alone who allow contact matching.
    let people = result.dataset.graph.people
    let allowed = PolicyGate(graph: result.dataset.graph, consents: result.dataset.consents).allowing(.contactMatching)
    let expected = oracle.facts.filter { fact in
      let words = fact.split(separator: " ", omittingEmptySubsequences: false)
      guard words[0] == "identifier", let person = people.index(of: String(words[1])) else { return true }
      return allowed.contains(person)
    }
    #expect(expected.subtracting(found).sorted() == [], "said by the oracle only")
    #expect(result.rejects.rows.map(\.description) == oracle.rejects)
    _ = try result.dataset.graph.interactions.validated()
    _ = try result.dataset.graph.placeInteractions.validated()
  }

  @Test(
    "give an equal dataset whatever the order of rows and the number of threads",
    arguments: 0..<Datasets.cases(quick: 15, long: 40))
  func orderDoesNotMatter(seed: Int) throws {
    var folder = RandomFolder(seed: UInt64(seed))
    let one = try readFolder(folder.files, threads: 1)
    let same = try readFolder(folder.files, threads: 2)
    #expect(one.dataset == same.dataset)
    #expect(one.rejects.rows == same.rejects.rows)
    var other = try readFolder(folder.shuffled(), threads: 2)
    #expect(other.rejects.total == one.rejects.total)
    var dataset = other.dataset
    #expect(dataset.provenance.files.map(\.rows) == one.dataset.provenance.files.map(\.rows))
    dataset.provenance = one.dataset.provenance
    #expect(dataset == one.dataset)
    other = one
  }

  @Test(
    "without one person's rows give the dataset of a folder that never had them",
    arguments: 0..<Datasets.cases(quick: 10, long: 20))
  func erasedRows(seed: Int) throws {
    // Rows that name a person who is not defined are rejected: the same facts remain as without those rows.
    let folder = RandomFolder(seed: UInt64(seed))
    func without(_ files: [String: String], in chosen: (String) -> Bool) -> [String: String] {
      var files = files
      for (name, text) in files where chosen(name) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        files[name] = lines.filter { line in
          !line.split(separator: ",").contains { $0 == "p0" || $0 == "\"p0\"" }
        }.joined(separator: "\n")
      }
      return files
    }
    let dangling = try readFolder(without(folder.files) { $0 == "people.csv" })
    let clean = try readFolder(without(folder.files) { _ in true })
    #expect(dangling.dataset.graph == clean.dataset.graph)
    #expect(dangling.dataset.consents == clean.dataset.consents)
    #expect(dangling.dataset.books == clean.dataset.books)
  }
}
