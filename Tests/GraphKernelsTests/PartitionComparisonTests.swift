import GraphKernels
import GraphStorage
import Testing

@Suite("Comparison of partitions")
struct PartitionComparisonTests {
  @Test("equal partitions score 1 under any names, also at the extremes")
  func equal() {
    for (first, second): (Column<UInt32>, Column<UInt32>) in [
      ([0, 0, 1, 1, 2], [9, 9, 4, 4, 7]), ([3, 3, 3], [1, 1, 1]), ([0, 1, 2], [2, 1, 0]), ([], []), ([5], [6]),
    ] {
      let figures = PartitionComparison(first, second)
      #expect(abs(figures.normalizedMutualInformation - 1) < 1e-12 && figures.adjustedRandIndex == 1)
    }
  }

  @Test("one class against many says nothing")
  func nothing() {
    let figures = PartitionComparison([0, 0, 0, 0], [0, 1, 2, 3])
    #expect(figures.normalizedMutualInformation == 0 && figures.adjustedRandIndex == 0)
  }

  @Test("the index agrees with counting all pairs, and the information with its sum over cells", arguments: 1...5)
  func definition(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let first = (0..<60).map { _ in UInt32(generator.below(5)) }
    let second = first.map { generator.unit() < 0.6 ? $0 + 10 : UInt32(generator.below(4)) }
    let figures = PartitionComparison(Column(first), Column(second))
    var (both, onlyFirst, onlySecond, neither) = (0.0, 0.0, 0.0, 0.0)
    for one in 0..<60 {
      for other in 0..<one {
        switch (first[one] == first[other], second[one] == second[other]) {
        case (true, true): both += 1
        case (true, false): onlyFirst += 1
        case (false, true): onlySecond += 1
        case (false, false): neither += 1
        }
      }
    }
    // The form of Hubert and Arabie by the four kinds of pairs.
    let index =
      2 * (both * neither - onlyFirst * onlySecond)
      / ((both + onlyFirst) * (onlyFirst + neither) + (both + onlySecond) * (onlySecond + neither))
    #expect(abs(figures.adjustedRandIndex - index) < 1e-12)
    #expect(figures.normalizedMutualInformation > 0.1 && figures.normalizedMutualInformation < 0.9)
    let reversed = PartitionComparison(Column(second), Column(first))
    #expect(abs(reversed.normalizedMutualInformation - figures.normalizedMutualInformation) < 1e-12)
  }

  @Test("a case worked by hand: [0 0 1 1] against [0 0 0 1]")
  func byHand() {
    let figures = PartitionComparison([0, 0, 1, 1], [0, 0, 0, 1])
    // H = ln 2 and 0.562335; joint 1.039721; shared 0.215762.
    #expect(abs(figures.normalizedMutualInformation - 2 * 0.215762 / (0.693147 + 0.562335)) < 1e-5)
    #expect(abs(figures.adjustedRandIndex) < 1e-12)
  }
}
