/// Graphs shaped like acquaintance: people in communities of about 100, a heavy tail of ties, ids shuffled.
///
/// A person has an activity of 1 / sqrt(share), with a share uniform in (0, 1], capped at 100 times the least: a tail
/// of exponent 3. One end of a tie is a person in proportion to activity. The other is, three times of four, somebody
/// of the same community and otherwise anybody, again in proportion to activity. Communities have 50 to 150 people.
/// Loops and repetitions are in the list. The list is the same for any number of threads.
public enum SocialGenerator {
  /// - Parameters:
  ///   - people: at least 1.
  ///   - tiesPerPerson: listed ties for each person, at least 0.
  ///   - weights: whole numbers 1 to 255, uniform.
  public static func edges(
    people: Int, tiesPerPerson: Int = 16, seed: UInt64 = 1, weights: Bool = false,
    _ control: RunControl = RunControl()
  ) throws(GraphError) -> EdgeList {
    precondition(people >= 1 && tiesPerPerson >= 0, "at least one person")
    guard people < Int(UInt32.max) else { throw .tooManyVertices(count: people) }
    let permutation = VertexPermutation(count: people, seed: seed)
    // By person in the order of communities: sums of activity, and where the own community begins and ends.
    let sums = MutableColumn<UInt64>(repeating: 0, count: people + 1)
    let firstOf = MutableColumn<UInt32>(repeating: 0, count: people)
    let endOf = MutableColumn<UInt32>(repeating: 0, count: people)
    var generator = SeededGenerator(seed: seed, stream: UInt64.max)
    var first = 0
    while first < people {
      let end = min(first + 50 + generator.below(101), people)
      for person in first..<end {
        firstOf[person] = UInt32(first)
        endOf[person] = UInt32(end)
        let activity = min(1 / (1 - generator.unit()).squareRoot(), 100)
        sums[person + 1] = sums[person] + UInt64(activity * 1024)
      }
      first = end
    }
    /// The person at `place` of the sums of `range`, by bisection.
    @Sendable func person(_ place: UInt64, _ range: Range<Int>) -> Int {
      var low = range.lowerBound
      var high = range.upperBound - 1
      while low < high {
        let middle = (low &+ high) &>> 1
        if sums[middle + 1] <= place { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return try GeneratedEdges.list(
      vertexCount: people, count: people * tiesPerPerson, seed: seed, weights: weights, control
    ) { generator in
      let one = person(UInt64(generator.below(Int(sums[people]))), 0..<people)
      let isNear = generator.below(4) != 0
      let range = isNear ? Int(firstOf[one])..<Int(endOf[one]) : 0..<people
      let start = sums[range.lowerBound]
      let width = sums[range.upperBound] - start
      let other = person(start + UInt64(generator.below(Int(width))), range)
      return (permutation[one], permutation[other])
    }
  }
}
