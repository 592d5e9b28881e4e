import GraphStorage
import People

/// The candidates that a model would show to people drawn at random, each beside whether it is a hidden tie: what
/// probabilities are calibrated on, and judged.
struct ShownCandidates {
  let hidden: HiddenTies
  /// With communities, if the model asks for them.
  let network: SuggestionNetwork
  let model: SuggestionModel

  struct Case {
    let score: Double
    /// From 1.
    let rank: Int
    /// Of the viewer.
    let friends: Int
    let isTie: Bool
  }

  /// - Parameters:
  ///   - viewers: how many people, drawn by the seed among those who allow suggestions.
  ///   - top: the best so many of each.
  /// - Returns: in the order of viewers and ranks.
  /// - Throws: `cancelled`.
  func cases(
    viewers count: Int, seed: UInt64, top: Int, _ control: RunControl
  ) throws(SuggestionError) -> [Case] {
    var generator = SeededGenerator(seed: seed, stream: 2)
    var viewers = (0..<UInt32(network.graph.vertexCount)).filter { network.members.contains(PersonIndex($0)) }
    generator.shuffle(&viewers)
    viewers = Array(viewers.prefix(count))
    let pieces = evenRanges(viewers.count, pieces: 32)
    let found = parallelMap(count: pieces.count, threads: control.threads) {
      [viewers] piece -> [Case] in
      let reader = FeatureReader(
        network, features: model.features, shortlist: model.shortlist, walkTolerance: model.walkTolerance, control)
      var found: [Case] = []
      for viewer in viewers[pieces[piece]] {
        guard !control.isCancelled, let cases = reader.cases(of: viewer) else { return found }
        var scored = cases.map { (score: model.score($0.values), candidate: $0.candidate) }
        scored.sort { $0.score != $1.score ? $0.score > $1.score : $0.candidate < $1.candidate }
        let friends = network.graph.degree(Int(viewer))
        found += scored.prefix(top).enumerated().map { place, entry in
          Case(
            score: entry.score, rank: place + 1, friends: friends, isTie: hidden.contains(viewer, entry.candidate))
        }
      }
      return found
    }.flatMap { $0 }
    if control.isCancelled { throw .cancelled }
    return found
  }
}
