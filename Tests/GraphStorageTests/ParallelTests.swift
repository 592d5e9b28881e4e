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

  @Test("an array by pieces holds what each wrote, of whatever length", arguments: [1, 3])
  func arrayByPieces(threads: Int) throws {
    let control = RunControl(threads: ThreadCount(threads))
    // Every third piece is empty.
    let lengths = (0..<100).map { $0 % 3 == 0 ? 0 : $0 * 7 }
    let starts = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let count = starts[100]
    // SAFETY: each piece writes the places from its start to the next one's.
    let found: [Int] = try unsafe parallelArray(count: count, pieces: 100, control) { places, piece in
      for place in starts[piece]..<starts[piece + 1] { unsafe places.write(1_000_000 * piece + place, at: place) }
    }
    #expect(found == (0..<100).flatMap { piece in (starts[piece]..<starts[piece + 1]).map { 1_000_000 * piece + $0 } })
    // SAFETY: there is nothing to write.
    #expect(try unsafe parallelArray(count: 0, pieces: 5, control) { (_: FreshPlaces<Int>, _) in }.isEmpty)
    control.cancel()
    // SAFETY: as above.
    #expect(throws: Cancelled.self) { try unsafe parallelArray(count: 0, pieces: 5, control) { (_: FreshPlaces<Int>, _) in } }
    #expect(throws: Cancelled.self) { try parallelArray(count: 7, control) { $0 } }
  }

  @Test("places are shuffled as an array of as many elements is")
  func shuffledPlaces() {
    var (one, other) = (SeededGenerator(seed: 9), SeededGenerator(seed: 9))
    var all = Array(0..<50)
    one.shuffle(20..<40) { all.swapAt($0, $1) }
    var part = Array(20..<40)
    other.shuffle(&part)
    #expect(all == Array(0..<20) + part + Array(40..<50) && part != Array(20..<40) && one.next() == other.next())
  }
}
