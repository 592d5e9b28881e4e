import Ties

/// How well scores tell hits from misses.
enum RankStatistics {
  /// The probability that a hit scores above a miss, equals counting half: the area under the ROC curve. 0.5 where
  /// there are no hits or no misses.
  /// - Complexity: O(n log n).
  static func area(_ hits: [Double], _ misses: [Double]) -> Double {
    if hits.isEmpty || misses.isEmpty { return 0.5 }
    let all = (hits.map { ($0, true) } + misses.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var below = 0.0
    var sum = 0.0
    var place = 0
    while place < all.count {
      var end = place
      var equalHits = 0.0
      while end < all.count, all[end].0 == all[place].0 {
        if all[end].1 { equalHits += 1 }
        end += 1
      }
      let equalMisses = Double(end - place) - equalHits
      sum += equalHits * (below + equalMisses / 2)
      below += equalMisses
      place = end
    }
    return sum / (Double(hits.count) * Double(misses.count))
  }

  /// What the first ten of a ranking hold of the hidden ones.
  struct List: Equatable, Sendable {
    var precisionAt10 = 0.0
    /// 1 over the place of the first hidden one; 0 where none is listed.
    var reciprocalRank = 0.0
    var recallAt10 = 0.0
    /// Normalised discounted cumulative gain of the first ten.
    var ndcgAt10 = 0.0
  }

  /// - Parameters:
  ///   - isHidden: for each place of the ranking, best first.
  ///   - hidden: how many there are, listed or not; above 0.
  static func list(_ isHidden: [Bool], hidden: Int) -> List {
    let hits = Double(isHidden.prefix(10).count { $0 })
    return List(
      precisionAt10: hits / 10, reciprocalRank: isHidden.firstIndex(of: true).map { 1 / Double($0 + 1) } ?? 0,
      recallAt10: hits / Double(max(hidden, 1)), ndcgAt10: RankingQuality.ndcg(isHidden, relevant: hidden) ?? 0)
  }
}
