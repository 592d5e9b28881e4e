import Foundation
import GraphStorage
import Ingest
import People
import Testing

/// Files in a form that Kith does not read are named for what they are.
@Suite("Files of another form") struct FormHintTests {
  func error(_ bytes: [UInt8], name: String = "people.csv") throws -> IngestError? {
    let scratch = try Scratch()
    try scratch.write(name, bytes)
    do throws(IngestError) {
      _ = try NativeDataset.read(folder: scratch.path, options: ImportOptions())
      return nil
    } catch {
      return error
    }
  }

  @Test("a header in other case names the column's place and what to do")
  func otherCase() throws {
    let error = try error(Array("Name,ID\nAnn,1\n".utf8))
    #expect(error?.description == "people.csv: missing column 'id'; column 2 has that name in other case")
    #expect(error?.hint?.contains("call it 'id'") == true)
    // A word that only looks alike is no such column.
    #expect(try self.error(Array("IDs\n1\n".utf8))?.description == "people.csv: missing column 'id'")
  }

  @Test(
    "semicolons, tabs and bars are told from a missing column, quoted or not",
    arguments: [("id;name\n1;A\n", "semicolons"), ("id\tname\n1\tA\n", "tabs"), ("\"id\"|\"name\"\n1|A\n", "bars")])
  func separators(text: String, found: String) throws {
    let error = try error(Array(text.utf8))
    #expect(error?.description == "people.csv: separated by \(found), not by commas")
    #expect(error?.hint != nil)
  }

  @Test("a column whose own name holds a semicolon is read where it is the one that is asked for")
  func ownName() throws {
    let result = try readFolder([
      "people.csv": "a;b\nx\n", "dataset.yaml": "columns: {people.csv: {id: 'a;b'}}\n",
    ])
    #expect(result.dataset.graph.people.count == 1)
  }

  @Test("UTF-16 of either byte order, with and without its mark, plain and compressed, is told")
  func utf16() throws {
    let text = "id,name\n1,Ann\n"
    let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    for bytes in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
      #expect(try error(bytes) == .utf16(file: "people.csv"))
      #expect(try error(storedGzip(bytes), name: "people.csv.gz") == .utf16(file: "people.csv.gz"))
    }
    let scratch = try Scratch()
    let edges = try scratch.write(
      "edges.txt", [0xFF, 0xFE] + "1 2\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    #expect(throws: IngestError.utf16(file: "edges.txt")) {
      try SNAP.read(path: edges.path, options: ImportOptions())
    }
  }

  @Test("the top folder of LDBC data is told from one without any, and the right one is named")
  func ldbcTop() throws {
    let scratch = try Scratch()
    let inner = scratch.path + "/social_network/sf0.1"
    try FileManager.default.createDirectory(atPath: inner + "/dynamic", withIntermediateDirectories: true)
    #expect(throws: IngestError.notFound(file: "\(scratch.path)/dynamic/person_0_0.csv")) {
      try LDBCSocialNetwork.read(path: scratch.path, options: ImportOptions())
    }
    try scratch.write("social_network/sf0.1/dynamic/person_0_0.csv", Array("id\n".utf8))
    let error = IngestError.tablesElsewhere(folder: scratch.path, table: "person", found: [inner])
    #expect(error.hint == "name the folder itself: \(inner)")
    #expect(throws: error) { try LDBCSocialNetwork.read(path: scratch.path, options: ImportOptions()) }
  }
}
