import GraphStorage

/// All that a generated dataset says, ready to be written.
struct Dataset: Sendable {
  let parameters: GeneratorParameters
  let population: Population
  let friendships: Friendships
  let follows: Follows
  let groups: Groups
  let events: EventLog

  init(_ parameters: GeneratorParameters, threads: ThreadCount) {
    self.parameters = parameters
    population = Population(parameters, threads: threads)
    friendships = Friendships(population, seed: parameters.seed, threads: threads)
    follows = Follows(population, seed: parameters.seed)
    groups = Groups(population, parameters.seed, threads: threads)
    events = EventLog(population, friendships, follows, groups, parameters, threads: threads)
  }

  var people: [Person] { population.people }

  /// Digits of every person id: at least six.
  var width: Int {
    var digits = 6
    var limit = 1_000_000
    while people.count >= limit {
      digits += 1
      limit *= 10
    }
    return digits
  }

  var lastDay: Int { parameters.firstDay + parameters.days - 1 }

  /// Writes a file of one piece for about 4,096 of `count` things; `row` appends no, one or several rows for one.
  func write(
    _ name: String, _ header: String, each count: Int, to folder: OutputFolder, threads: ThreadCount,
    _ row: @Sendable (Int, inout RowBuffer) -> Int
  ) throws(GenerationError) {
    let ranges = evenRanges(count, pieces: max(1, count / 4_096))
    try folder.write(name, header: header + "\n", pieces: ranges.count, threads: threads) { piece in
      var buffer = RowBuffer()
      var rows = 0
      for index in ranges[piece] { rows += row(index, &buffer) }
      return (rows, buffer.bytes)
    }
  }
}
