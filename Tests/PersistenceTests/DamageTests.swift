import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import TestSupport
import Testing

@Suite struct DamageTests {
  /// What a reader may do with a damaged file: refuse it, or find nothing amiss because nothing that counts is.
  private func check(_ path: String, _ dataset: Dataset, _ what: String) -> Bool {
    do {
      let back = try SnapshotStore.read(path)
      #expect(back == dataset, "\(what): another dataset")
      return false
    } catch {
      #expect(!error.description.contains("\n"))
      return true
    }
  }

  private func sample(_ folder: TemporaryFolder) throws -> (Dataset, [UInt8]) {
    var random = RandomDataset(seed: 5)
    var dataset = random.next(size: 120)
    while dataset.graph.people.count < 60 || dataset.graph.interactions.rowCount < 100 {
      dataset = random.next(size: 120)
    }
    let path = folder.file("graph.kith")
    try SnapshotStore.write(dataset, to: path)
    return (dataset, try bytes(path))
  }

  @Test("a truncated file is refused at any length, and so is a longer one")
  func truncated() throws {
    let folder = try TemporaryFolder()
    let (dataset, whole) = try sample(folder)
    let path = folder.file("graph.kith")
    var lengths = Array(0..<200) + [whole.count - 1, whole.count - 4096]
    lengths += Array(stride(from: 0, to: whole.count, by: 1000))
    for length in lengths {
      try store(Array(whole[..<length]), path)
      #expect(check(path, dataset, "length \(length)"), "length \(length) was read")
    }
    try store(whole + [0], path)
    #expect(check(path, dataset, "longer"))
  }

  @Test("no flipped bit gives another dataset")
  func flippedBits() throws {
    let folder = try TemporaryFolder()
    let (dataset, whole) = try sample(folder)
    let path = folder.file("graph.kith")
    var random = SeededGenerator(seed: 9)
    // Anywhere; and where there is something, because most of a small file's pages is empty.
    let filled = whole.indices.filter { whole[$0] != 0 }
    // The header's bytes, each once; then places anywhere.
    let hundred = Datasets.cases(quick: 20, long: 100)
    let positions =
      Array(0..<100) + (0..<2 * hundred).map { _ in random.below(whole.count) }
      + (0..<7 * hundred).map { _ in filled[random.below(filled.count)] }
    var refused = 0
    for position in positions {
      var damaged = whole
      damaged[position] ^= 1 << UInt8(random.below(8))
      try store(damaged, path)
      if check(path, dataset, "position \(position)") { refused += 1 }
      _ = try? SnapshotStore.summary(path)
    }
    #expect(refused > 6 * hundred, "of \(positions.count), only \(refused) were noticed")
  }

  @Test("no overwritten stretch, and no exchanged pages, give another dataset")
  func overwritten() throws {
    let folder = try TemporaryFolder()
    let (dataset, whole) = try sample(folder)
    let path = folder.file("graph.kith")
    var random = SeededGenerator(seed: 10)
    for round in 0..<Datasets.cases(quick: 60, long: 150) {
      var damaged = whole
      switch round % 3 {
      case 0:
        let start = random.below(whole.count)
        for index in start..<min(start + 1 + random.below(500), whole.count) {
          damaged[index] = UInt8(random.below(256))
        }
      case 1:
        let start = random.below(whole.count)
        for index in start..<min(start + 1000, whole.count) { damaged[index] = 0 }
      default:
        let pages = whole.count / 4096
        let (one, other) = (random.below(pages), random.below(pages))
        for index in 0..<4096 { damaged.swapAt(one * 4096 + index, other * 4096 + index) }
      }
      try store(damaged, path)
      _ = check(path, dataset, "round \(round)")
    }
  }

  @Test("a flipped bit in a long column is named with its column and chunk")
  func namesTheChunk() throws {
    let folder = try TemporaryFolder()
    let (dataset, whole) = try sample(folder)
    let path = folder.file("graph.kith")
    let needle = littleEndianBytes(of: dataset.graph.interactions.pairLast, 0..<20)
    let found = whole.indices.dropLast(needle.count).first { start in
      whole[start] == needle[0] && Array(whole[start..<start + needle.count]) == needle
    }
    let position = try #require(found)
    var damaged = whole
    damaged[position] ^= 1
    try store(damaged, path)
    let expected = SnapshotError.damaged(
      path: path, what: "column interactions.pair_last, chunk 0: checksum differs")
    #expect(throws: expected) { try SnapshotStore.read(path) }
    #expect(expected.category == .data)
  }
}
