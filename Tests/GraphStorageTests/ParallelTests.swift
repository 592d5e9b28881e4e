import GraphStorage
import Testing

@Suite("Parallel map")
struct ParallelTests {
  struct Odd: Error, Equatable { let index: Int }

  @Test("gives the values in order, for any number of threads")
  func order() {
    for threads in 1...8 {
      #expect(parallelMap(count: 1000, threads: ThreadCount(threads)) { $0 * $0 } == (0..<1000).map { $0 * $0 })
    }
    #expect(parallelMap(count: 0, threads: ThreadCount(4)) { $0 }.isEmpty)
  }

  @Test("throws the error of the lowest index that failed")
  func lowestError() {
    for threads in 1...4 {
      #expect(throws: Odd(index: 17)) {
        try parallelMap(count: 100, threads: ThreadCount(threads)) { index throws(Odd) in
          if index >= 17 && index % 2 == 1 { throw Odd(index: index) }
          return index
        }
      }
    }
  }

  @Test("ranges cover everything once, in order, of nearly equal length")
  func ranges() {
    for count in [0, 1, 2, 7, 100, 1001] {
      for pieces in [1, 2, 3, 64] {
        let ranges = evenRanges(count, pieces: pieces)
        #expect(ranges.flatMap { Array($0) } == Array(0..<count))
        if count > 0 { #expect((ranges.map(\.count).max() ?? 0) - (ranges.map(\.count).min() ?? 0) <= 1) }
      }
    }
  }
}
