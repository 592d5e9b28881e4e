import GraphStorage

/// All events of a dataset, gathered in pieces and read in order of time.
struct EventLog: Sendable {
  private let pieces: [[Event]]
  private let seconds: Int
  /// How many slices of time the log is read in.
  let slices: Int

  /// Friends 75 %, groups 10 %, views of groups and pages 10 %, followers 5 % of the mean number of events.
  init(
    _ population: Population, _ friendships: Friendships, _ follows: Follows, _ groups: Groups,
    _ parameters: GeneratorParameters, threads: ThreadCount
  ) {
    // About three in a hundred planned events fall outside the log or after the end of a friendship.
    let total = 1.03 * Double(parameters.people) * parameters.eventsPerPerson
    let conversations = Conversations(
      population.people, friendships, parameters, events: 0.75 * total, threads: threads)
    let groupActivity = GroupActivity(
      population, groups, parameters, threadEvents: 0.1 * total, viewEvents: 0.1 * total)
    let followActivity = FollowActivity(
      population.people, follows, parameters, events: 0.05 * total, threads: threads)
    func gather(_ count: Int, _ append: @Sendable (Int, inout [Event]) -> Void) -> [[Event]] {
      let ranges = evenRanges(count, pieces: 128)
      return parallelMap(count: ranges.count, threads: threads) { piece in
        var events: [Event] = []
        for index in ranges[piece] { append(index, &events) }
        events.sort(by: Event.precedes)
        return events
      }
    }
    pieces =
      gather(friendships.count) { conversations.append($0, to: &$1) }
      + gather(groups.count) { groupActivity.append($0, to: &$1) }
      + gather(population.people.count) { followActivity.append($0, to: &$1) }
    seconds = parameters.days * 86_400
    slices = max(1, pieces.reduce(0) { $0 + $1.count } / 40_000)
  }

  /// The events of the `index`-th slice of time, in order.
  func slice(_ index: Int) -> [Event] {
    let first = seconds * index / slices
    let end = seconds * (index + 1) / slices
    var events: [Event] = []
    for piece in pieces { events.append(contentsOf: piece[place(of: first, piece)..<place(of: end, piece)]) }
    events.sort(by: Event.precedes)
    return events
  }

  /// The place of the first event at `second` or later.
  private func place(of second: Int, _ piece: [Event]) -> Int {
    var low = 0
    var high = piece.count
    while low < high {
      let middle = (low + high) / 2
      if piece[middle].second < second { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
