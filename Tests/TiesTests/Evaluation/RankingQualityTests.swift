import Foundation
import GraphStorage
import Testing

@testable import Ties

@Suite("Figures of rankings")
struct RankingQualityTests {
  @Test("NDCG is one for the best order, falls with the place of a hit, and is nothing where nothing matters")
  func ndcg() {
    #expect(RankingQuality.ndcg([true, true, false], relevant: 2) == 1)
    #expect(RankingQuality.ndcg([Bool](), relevant: 0) == nil)
    #expect(RankingQuality.ndcg([false, false], relevant: 3) == 0)
    // One hit at the second place of one relevant: (1/log2 3) / 1.
    #expect(abs((RankingQuality.ndcg([false, true], relevant: 1) ?? 0) - 1 / log2(3)) < 1e-15)
    // Hits at places 1 and 3 of three relevant: (1 + 1/2) / (1 + 1/log2 3 + 1/2).
    let expected = 1.5 / (1.5 + 1 / log2(3))
    #expect(abs((RankingQuality.ndcg([true, false, true], relevant: 3) ?? 0) - expected) < 1e-15)
    // What stands behind the limit counts nothing, and no more than the limit can be had.
    #expect(RankingQuality.ndcg([false, true], relevant: 1, limit: 1) == 0)
    #expect(RankingQuality.ndcg([true, true], relevant: 9, limit: 1) == 1)
  }

  @Test("AUC is the share of pairs in order, counted pair by pair", arguments: 0..<50)
  func auc(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let cases = (0..<generator.below(60)).map { _ in
      (score: Int64(generator.below(12)) - 5, isRelevant: generator.below(3) == 0)
    }
    var (pairs, inOrder) = (0, 0.0)
    for one in cases where one.isRelevant {
      for other in cases where !other.isRelevant {
        pairs += 1
        inOrder += one.score > other.score ? 1 : one.score == other.score ? 0.5 : 0
      }
    }
    let found = RankingQuality.auc(cases)
    if pairs == 0 { #expect(found == nil) } else { #expect(abs((found ?? -1) - inOrder / Double(pairs)) < 1e-12) }
  }
}
