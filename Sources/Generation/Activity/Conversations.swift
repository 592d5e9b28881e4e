import GraphStorage

/// Contact between friends: conversations of several events within minutes, gathered in episodes of some days.
///
/// Bursts after Barabási, "The origin of bursts and heavy tails in human dynamics" (2005): short gaps inside a
/// conversation, heavy-tailed distances between conversations.
struct Conversations: Sendable {
  /// One way of being in contact: its share of conversations, the mean number of events of one, and the median gap
  /// between them in seconds.
  private struct Manner: Sendable {
    let kind: EventKind
    let share: Double
    let meanEvents: Double
    let gap: Double
  }

  private static let manners = [
    Manner(kind: .message, share: 0.62, meanEvents: 4.5, gap: 75),
    Manner(kind: .call, share: 0.10, meanEvents: 1.2, gap: 1_500),
    Manner(kind: .comment, share: 0.11, meanEvents: 2.2, gap: 500),
    Manner(kind: .reaction, share: 0.09, meanEvents: 1.4, gap: 90),
    Manner(kind: .photoTag, share: 0.03, meanEvents: 1.5, gap: 60),
    Manner(kind: .profileView, share: 0.05, meanEvents: 1.0, gap: 60),
  ]
  private static let shares = runningSums(manners.map(\.share))
  private static let meanEvents = manners.reduce(0) { $0 + $1.share * $1.meanEvents }

  let people: [Person]
  let friendships: Friendships
  let parameters: GeneratorParameters
  let rhythm: Rhythm
  /// Events for a tie of weight 1.
  let rate: Double

  init(
    _ people: [Person], _ friendships: Friendships, _ parameters: GeneratorParameters, events: Double,
    threads: ThreadCount
  ) {
    self.people = people
    self.friendships = friendships
    self.parameters = parameters
    rhythm = Rhythm(parameters)
    let ranges = evenRanges(friendships.count, pieces: 256)
    let sums = parallelMap(count: ranges.count, threads: threads) { piece in
      ranges[piece].reduce(0) { $0 + TieTraits(friendships.tie($1), people, parameters).weight }
    }
    let total = sums.reduce(0, +)
    rate = total > 0 ? events / total : 0
  }

  /// Appends all events of the `index`-th friendship.
  func append(_ index: Int, to events: inout [Event]) {
    let tie = friendships.tie(index)
    let traits = TieTraits(tie, people, parameters)
    var generator = SeededGenerator(parameters.seed, .tieWeight, tie.low << 28 | tie.high)
    // No pair keeps up more than two hundred events a day.
    let expected = min(rate * traits.weight, 200 * Double(parameters.days))
    let count = generator.poisson(expected / Self.meanEvents)
    let active =
      max(
        0, traits.since - parameters.firstDay)..<min(
        parameters.days, (traits.until ?? .max) - parameters.firstDay)
    guard count > 0, !active.isEmpty else { return }
    let episodes = (0...count / 5).map { _ in active.lowerBound + generator.below(active.count) }
    for _ in 0..<count {
      let lowStarts = generator.chance(traits.lowStarts)
      let starter = lowStarts ? tie.low : tie.high
      let day = rhythm.day(near: episodes[generator.below(episodes.count)], in: active, &generator)
      let east = Places.cities[people[starter].city].minutesEast
      guard var second = rhythm.second(on: day, minutesEast: east, &generator) else { continue }
      let manner = Self.manners[generator.pick(Self.shares)]
      var lowActs = lowStarts
      while second >= active.lowerBound * 86_400 && second < active.upperBound * 86_400 {
        let duration =
          manner.kind == .call
          ? min(14_400, max(2, Int(generator.logNormal(median: 95, sigma: 1.4)))) : 0
        events.append(
          Event(
            second: second, actor: lowActs ? tie.low : tie.high, target: .person(lowActs ? tie.high : tie.low),
            kind: manner.kind, duration: duration))
        guard generator.chance(1 - 1 / manner.meanEvents) else { break }
        second += duration + 2 + Int(generator.logNormal(median: manner.gap, sigma: 1.2))
        if generator.chance(traits.answers) { lowActs.toggle() }
      }
    }
  }
}
