import GraphStorage

/// What followers do to those they follow: reactions, looks at the profile, comments; seldom answered.
struct FollowActivity: Sendable {
  let people: [Person]
  let follows: Follows
  let parameters: GeneratorParameters
  let rhythm: Rhythm
  private let rate: Double

  init(
    _ people: [Person], _ follows: Follows, _ parameters: GeneratorParameters, events: Double, threads: ThreadCount
  ) {
    self.people = people
    self.follows = follows
    self.parameters = parameters
    rhythm = Rhythm(parameters)
    let ranges = evenRanges(people.count, pieces: 256)
    let sums = parallelMap(count: ranges.count, threads: threads) { piece in
      ranges[piece].reduce(0.0) { $0 + people[$1].activity * Double(follows.of($1).count) }
    }
    let total = sums.reduce(0, +)
    rate = total > 0 ? events / total : 0
  }

  func append(_ person: Int, to events: inout [Event]) {
    var generator = SeededGenerator(parameters.seed, .followActivity, person)
    let east = Places.cities[people[person].city].minutesEast
    for followed in follows.of(person) {
      let start = max(0, followed.since + 1 - parameters.firstDay)
      guard start < parameters.days else { continue }
      for _ in 0..<generator.poisson(rate * people[person].activity) {
        let day = rhythm.day(in: start..<parameters.days, &generator)
        guard let second = rhythm.second(on: day, minutesEast: east, &generator), second >= start * 86_400 else {
          continue
        }
        let mark = generator.unit()
        let kind: EventKind = mark < 0.45 ? .reaction : mark < 0.8 ? .profileView : .comment
        events.append(Event(second: second, actor: person, target: .person(followed.person), kind: kind))
      }
    }
  }
}
