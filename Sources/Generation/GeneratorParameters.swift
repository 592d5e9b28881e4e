/// What a generated dataset depends on, and nothing else: the same parameters give the same bytes.
public struct GeneratorParameters: Codable, Equatable, Sendable {
  /// Members; 20 ... 20,000,000.
  public var people: Int
  /// Any number; another seed gives another population.
  public var seed: UInt64
  /// Length of the event log in days; 7 ... 3,650.
  public var days: Int
  /// Mean number of events that a person starts within `days`; 0 ... 10,000, and at most 200,000,000 events in all.
  /// The total meets it within a few per cent.
  public var eventsPerPerson: Double
  /// First day of the event log, in days since 1970-01-01 (UTC); 0 ... 47,481 (the end of 2099). 20,332 is Monday,
  /// 1 September 2025.
  public var firstDay: Int
  /// Share of people whose value of an attribute is missing, for each attribute on its own; 0 ... 0.95.
  public var missingShare: Double
  /// Share of people who allow inferences about themselves, and the share who allow their data as evidence about
  /// others; 0 ... 1.
  public var consentShare: Double

  public init(
    people: Int, seed: UInt64, days: Int = 120, eventsPerPerson: Double = 50, firstDay: Int = 20_332,
    missingShare: Double = 0.25, consentShare: Double = 0.85
  ) {
    self.people = people
    self.seed = seed
    self.days = days
    self.eventsPerPerson = eventsPerPerson
    self.firstDay = firstDay
    self.missingShare = missingShare
    self.consentShare = consentShare
  }

  /// - Throws: `GenerationError.badParameter` for the first parameter outside its range; NaN lies outside each.
  public func validate() throws(GenerationError) {
    guard (20...20_000_000).contains(people) else {
      throw .badParameter(name: "people", allowed: "a number from 20 to 20000000")
    }
    guard (7...3_650).contains(days) else { throw .badParameter(name: "days", allowed: "a number from 7 to 3650") }
    guard eventsPerPerson >= 0, eventsPerPerson <= 10_000, Double(people) * eventsPerPerson <= 200_000_000 else {
      throw .badParameter(name: "events per person", allowed: "from 0 to 10000, with at most 200000000 events in all")
    }
    guard (0...47_481).contains(firstDay) else {
      throw .badParameter(name: "first day", allowed: "from 1970-01-01 to 2099-12-31")
    }
    guard missingShare >= 0, missingShare <= 0.95 else {
      throw .badParameter(name: "missing share", allowed: "from 0 to 0.95")
    }
    guard consentShare >= 0, consentShare <= 1 else {
      throw .badParameter(name: "consent share", allowed: "from 0 to 1")
    }
  }
}
