import GraphStorage
import Testing

@Suite("Bit matrices")
struct BitMatrixTests {
  @Test(
    "add up each column of a block as one does bit by bit",
    arguments: [0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 100, 255, 256, 1_000, 70_000],
    [(0.03, false), (0.5, false), (0.5, true), (1, false)])
  func sums(count: Int, form: (density: Double, isPlain: Bool)) {
    let (rowCount, blockCount) = (37, 3)
    let columns = blockCount * BitMatrix.blockColumns
    var generator = SeededGenerator(seed: UInt64(count) + 1)
    let words = MutableColumn<UInt64>(repeating: 0, count: rowCount * columns / 64)
    var bits = [Bool](repeating: false, count: rowCount * columns)
    for row in 0..<rowCount {
      for column in 0..<columns where Double.random(in: 0..<1, using: &generator) < form.density {
        bits[row * columns + column] = true
        words[BitMatrix.word(row: row, column: column, rowCount: rowCount)] |= 1 << UInt64(column % 64)
      }
    }
    let matrix = BitMatrix(words, rowCount: rowCount, blockCount: blockCount)
    // Some before and behind, which do not count.
    let rows = (0..<count + 2).map { _ in UInt32.random(in: 0..<UInt32(rowCount), using: &generator) }
    var times = [Int](repeating: 0, count: rowCount)
    for row in rows[1..<count + 1] { times[Int(row)] += 1 }
    for levels in [BitMatrix.levels(count), BitMatrix.mostLevels] {
      for block in 0..<blockCount {
        let planes = MutableColumn<UInt64>(repeating: .max, count: (BitMatrix.mostLevels + 1) * BitMatrix.blockWords)
        // SAFETY: rows of the matrix.
        unsafe matrix.sum(block: block, of: Column(rows), 1..<count + 1, into: planes, levels: levels, plainly: form.isPlain)
        for place in 0..<BitMatrix.blockColumns {
          let sum = (0..<levels).reduce(0) { sum, level in
            sum | Int(planes[level * BitMatrix.blockWords + place / 64] >> UInt64(place % 64) & 1) << level
          }
          let column = block * BitMatrix.blockColumns + place
          #expect(sum == times.indices.reduce(0) { $0 + (bits[$1 * columns + column] ? times[$1] : 0) })
        }
        // Nothing is written behind the last digit.
        #expect((levels * BitMatrix.blockWords..<planes.count).allSatisfy { planes[$0] == .max })
      }
    }
  }

  @Test("have as many digits as their sums, and at least four")
  func levels() {
    #expect([0, 1, 15, 16, 31, 32, 65_535, 65_536].map { BitMatrix.levels($0) } == [4, 4, 4, 5, 5, 6, 16, 17])
  }
}
