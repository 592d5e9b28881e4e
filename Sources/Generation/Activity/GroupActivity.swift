import GraphStorage

/// What happens in groups and on pages: threads among members, and views and reactions to the group itself.
struct GroupActivity: Sendable {
  let population: Population
  let groups: Groups
  let parameters: GeneratorParameters
  let rhythm: Rhythm
  /// Threads for an activity of 1 among members, and views for an activity of 1 of one member.
  private let threadRate: Double
  private let viewRate: Double

  private static let threadEvents = 5.0

  init(
    _ population: Population, _ groups: Groups, _ parameters: GeneratorParameters, threadEvents: Double,
    viewEvents: Double
  ) {
    self.population = population
    self.groups = groups
    self.parameters = parameters
    rhythm = Rhythm(parameters)
    var talk = 0.0
    var views = 0.0
    for group in 0..<groups.count {
      let activity = groups.members(group).reduce(0) { $0 + population.people[Int($1)].activity }
      let kind = groups.all[group].kind
      talk += activity * Self.talk(kind)
      views += activity * Self.view(kind)
    }
    threadRate = talk > 0 ? threadEvents / Self.threadEvents / talk : 0
    viewRate = views > 0 ? viewEvents / views : 0
  }

  private static func talk(_ kind: GroupKind) -> Double {
    switch kind {
    case .group: 1
    case .community: 0.3
    case .page: 0
    }
  }

  private static func view(_ kind: GroupKind) -> Double {
    switch kind {
    case .group: 0.4
    case .community: 0.7
    case .page: 1.5
    }
  }

  /// Appends all events in and on `group`.
  func append(_ group: Int, to events: inout [Event]) {
    let members = groups.members(group)
    let kind = groups.all[group].kind
    var generator = SeededGenerator(parameters.seed, .groupTalk, group)
    let activity = members.reduce(0) { $0 + population.people[Int($1)].activity }
    if members.count >= 3 {
      // A log-normal of sigma 0.9 has the mean exp(0.405): divided out, so that the total is met.
      let liveliness = generator.logNormal(median: 0.667, sigma: 0.9)
      for _ in 0..<generator.poisson(threadRate * activity * Self.talk(kind) * liveliness) {
        appendThread(group, members, &generator, &events)
      }
    }
    for member in members {
      let person = Int(member)
      var generator = SeededGenerator(parameters.seed ^ UInt64(group), .pageActivity, person)
      for _ in 0..<generator.poisson(viewRate * population.people[person].activity * Self.view(kind)) {
        guard let second = moment(person, &generator) else { continue }
        let verb: EventKind = generator.chance(0.72) ? .contentView : generator.chance(0.85) ? .reaction : .comment
        events.append(Event(second: second, actor: person, target: .group(group), kind: verb))
      }
    }
  }

  private func moment(_ person: Int, _ generator: inout SeededGenerator) -> Int? {
    let start = max(0, Int(population.people[person].joined) + 1 - parameters.firstDay)
    guard start < parameters.days else { return nil }
    let east = Places.cities[population.people[person].city].minutesEast
    let second = rhythm.second(
      on: rhythm.day(in: start..<parameters.days, &generator), minutesEast: east, &generator)
    return second.flatMap { $0 >= start * 86_400 ? $0 : nil }
  }

  /// A first message to the whole group, then answers to who spoke before, through the group.
  private func appendThread(
    _ group: Int, _ members: ArraySlice<UInt32>, _ generator: inout SeededGenerator, _ events: inout [Event]
  ) {
    var speaker = Int(members[members.startIndex + generator.below(members.count)])
    guard var second = moment(speaker, &generator) else { return }
    let kind: EventKind = generator.chance(0.8) ? .message : .comment
    let audience = members.count - 1
    events.append(Event(second: second, actor: speaker, target: .group(group), kind: kind, audience: audience))
    var before = -1
    while generator.chance(1 - 1 / Self.threadEvents) {
      second += 3 + Int(generator.logNormal(median: 140, sigma: 1.3))
      guard second < parameters.days * 86_400 else { return }
      let next =
        before >= 0 && generator.chance(0.55)
        ? before : Int(members[members.startIndex + generator.below(members.count)])
      let joined = Int(population.people[next].joined) + 1 - parameters.firstDay
      guard next != speaker, second >= joined * 86_400 else { continue }
      events.append(
        Event(second: second, actor: next, target: .person(speaker), kind: kind, audience: audience, via: group))
      before = speaker
      speaker = next
    }
  }
}
