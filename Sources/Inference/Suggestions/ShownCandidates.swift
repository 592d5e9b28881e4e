import GraphStorage
import People

/// The candidates that a model would show to people drawn at random, each beside whether it is a hidden tie: what
/// probabilities are calibrated on, and judged.
struct ShownCandidates {
  let hidden: HiddenTies
  /// With communities, if the model asks for them.
  let network: SuggestionNetwork
  let model: SuggestionModel

  /// - Parameters:
  ///   - viewers: how many people, drawn by the seed among those who allow suggestions.
  ///   - top: the best so many of each; nil is the whole shortlist.
  /// - Returns: log-odds by the model, in the order of viewers.
  /// - Throws: `cancelled`.
  func cases(
    viewers count: Int, seed: UInt64, top: Int? = nil, _ control: RunControl
  ) throws(SuggestionError) -> [(score: Double, isTie: Bool)] {
    var generator = SeededGenerator(seed: seed, stream: 2)
    var viewers = (0..<UInt32(network.graph.vertexCount)).filter { network.members.contains(PersonIndex($0)) }
    generator.shuffle(&viewers)
    viewers = Array(viewers.prefix(count))
    let pieces = evenRanges(viewers.count, pieces: 32)
    let found = parallelMap(count: pieces.count, threads: control.threads) {
      [viewers] piece -> [(score: Double, isTie: Bool)] in
      let reader = FeatureReader(
        network, features: model.features, shortlist: model.shortlist, walkTolerance: model.walkTolerance, control)
      var found: [(score: Double, isTie: Bool)] = []
      for viewer in viewers[pieces[piece]] {
        guard !control.isCancelled, let cases = reader.cases(of: viewer) else { return found }
        var scored = cases.map { (score: model.score($0.values), candidate: $0.candidate) }
        if let top {
          scored.sort { $0.score != $1.score ? $0.score > $1.score : $0.candidate < $1.candidate }
          scored.removeLast(max(0, scored.count - top))
        }
        found += scored.map { ($0.score, hidden.contains(viewer, $0.candidate)) }
      }
      return found
    }.flatMap { $0 }
    if control.isCancelled { throw .cancelled }
    return found
  }
}
