import GraphStorage

/// What one friendship is like: drawn anew, always the same, from the stream of its pair.
struct TieTraits {
  /// Relative volume of contact; heavy-tailed, so that few ties are strong and many are weak.
  let weight: Double
  /// Days since 1970-01-01; contact lies in `since ..< (until ?? end)`.
  let since: Int
  let until: Int?
  /// The friendship ended by a block; `lowBlocks` says by whom.
  let blocked: Bool
  let lowBlocks: Bool
  /// Chance that the person of the smaller index starts a conversation.
  let lowStarts: Double
  /// Chance that an event is answered by the other side.
  let answers: Double

  init(_ tie: (low: Int, high: Int, origin: FocusKind), _ people: [Person], _ parameters: GeneratorParameters) {
    var generator = SeededGenerator(parameters.seed, .tie, tie.low << 28 | tie.high)
    let low = people[tie.low]
    let high = people[tie.high]
    weight =
      tie.origin.closeness * generator.logNormal(median: 1, sigma: 1.3)
      * (low.activity * high.activity).squareRoot()
    let earliest = Int(max(low.joined, high.joined))
    let first = parameters.firstDay
    let last = first + parameters.days - 1
    if earliest >= first || generator.chance(0.06) {
      let start = max(earliest, first)
      since = start + generator.below(max(1, (last - start) / 2))
    } else {
      since = earliest + generator.below(max(1, first - earliest))
    }
    blocked = generator.chance(0.004)
    if blocked || generator.chance(0.02) {
      let start = max(since + 1, first)
      until = start + generator.below(max(1, last - start + 1))
    } else {
      until = nil
    }
    lowBlocks = generator.chance(0.5)
    lowStarts = min(0.95, max(0.05, 0.5 + 0.2 * generator.normal()))
    answers = generator.chance(0.12) ? 0.05 : 0.75
  }
}
