import Foundation

/// Figures of how well a ranking puts first what turned out to matter.
public enum RankingQuality {
  /// Normalised discounted cumulative gain of the first `limit` places with gains of 0 and 1.
  ///
  /// Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with the discount
  /// 1/log2(place + 1) of Burges et al. (2005).
  /// - Parameters:
  ///   - hits: for each place, from the first, whether what stands there mattered; at least `limit` places or all.
  ///   - relevant: how many matter in all.
  /// - Returns: 0 … 1; nil where nothing matters, because no ranking is then better than another.
  public static func ndcg(_ hits: some Collection<Bool>, relevant: Int, limit: Int = 10) -> Double? {
    guard relevant > 0 else { return nil }
    var gain = 0.0
    for (place, isHit) in hits.prefix(limit).enumerated() where isHit { gain += discounts[place] }
    var ideal = 0.0
    for place in 0..<min(relevant, limit) { ideal += discounts[place] }
    return gain / ideal
  }

  /// 1/log2(place + 2), places from 0.
  private static let discounts = (0..<128).map { 1 / log2(Double($0) + 2) }

  /// Area under the receiver operating characteristic: how often a relevant case has the higher score of a random
  /// relevant and a random irrelevant one, equal scores counting half (Mann–Whitney).
  /// - Returns: nil without cases of both sorts.
  /// - Complexity: O(n log n).
  public static func auc(_ cases: [(score: Int64, isRelevant: Bool)]) -> Double? {
    let sorted = cases.sorted { $0.score < $1.score }
    var (relevant, irrelevant) = (0, 0)
    // Twice the number of ordered pairs, so that ties count whole.
    var doubled: Int128 = 0
    var start = 0
    while start < sorted.count {
      var end = start
      var (ofThese, others) = (0, 0)
      while end < sorted.count, sorted[end].score == sorted[start].score {
        if sorted[end].isRelevant { ofThese += 1 } else { others += 1 }
        end += 1
      }
      doubled += Int128(ofThese) * Int128(2 * irrelevant + others)
      relevant += ofThese
      irrelevant += others
      start = end
    }
    guard relevant > 0, irrelevant > 0 else { return nil }
    return Double(doubled) / (2 * Double(relevant) * Double(irrelevant))
  }
}
