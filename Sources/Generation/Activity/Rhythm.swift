import GraphStorage

/// When people are active, by local time: nights are quiet, evenings busy, week-ends later and longer.
struct Rhythm: Sendable {
  let days: Int
  let firstWeekday: Int

  init(_ parameters: GeneratorParameters) {
    days = parameters.days
    firstWeekday = CivilDay.weekday(parameters.firstDay)
  }

  private static let weekday = runningSums(
    [6, 3, 1, 1, 1, 3, 12, 28, 38, 36, 34, 36, 46, 44, 36, 36, 42, 54, 62, 70, 76, 70, 48, 20].map(Double.init))
  private static let weekend = runningSums(
    [16, 10, 5, 2, 1, 1, 3, 8, 18, 30, 42, 48, 50, 50, 48, 46, 46, 50, 56, 62, 66, 62, 50, 30].map(Double.init))
  /// Chance that a day drawn from Monday to Sunday is taken.
  private static let dayWeights = [0.86, 0.84, 0.85, 0.9, 1, 0.82, 0.72]

  /// A day in `range`, by the weight of the days of the week.
  func day(in range: Range<Int>, _ generator: inout SeededGenerator) -> Int {
    while true {
      let day = range.lowerBound + generator.below(range.count)
      if accepts(day, &generator) { return day }
    }
  }

  /// A day near `centre`: most within days of it, a few weeks away. Falls back on any day of `range`.
  func day(near centre: Int, in range: Range<Int>, _ generator: inout SeededGenerator) -> Int {
    for _ in 0..<4 {
      let distance = Int(min(10_000, 2 * (generator.pareto(1.1) - 1)))
      let day = generator.chance(0.5) ? centre + distance : centre - distance
      if range.contains(day), accepts(day, &generator) { return day }
    }
    return self.day(in: range, &generator)
  }

  private func accepts(_ day: Int, _ generator: inout SeededGenerator) -> Bool {
    generator.chance(Self.dayWeights[(firstWeekday + day) % 7])
  }

  /// A second of the local `day`, in seconds of universal time from the start of the log; nil outside the log.
  func second(on day: Int, minutesEast: Int, _ generator: inout SeededGenerator) -> Int? {
    let isWeekend = (firstWeekday + day) % 7 >= 5
    let hour = generator.pick(isWeekend ? Self.weekend : Self.weekday)
    let second = day * 86_400 + hour * 3_600 + generator.below(3_600) - minutesEast * 60
    return second >= 0 && second < days * 86_400 ? second : nil
  }
}
