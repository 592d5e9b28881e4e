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
    let total = Int(sums[people])
    // Where the bisection for a place among all people may begin, one entry for each 2^shift of the sums.
    let shift = max(0, Int.bitWidth - total.leadingZeroBitCount - 21)
    let guide = MutableColumn<UInt32>(repeating: 0, count: total >> shift + 2)
    var next = 0
    for entry in 0..<guide.count {
      while next < people - 1, sums[next + 1] <= UInt64(entry << shift) { next += 1 }
      guide[entry] = UInt32(next)
    }
    return try GeneratedEdges.list(
      vertexCount: people, count: people * tiesPerPerson, seed: seed, weights: weights, control
    ) { range, generator, sources, targets in
      for edge in range {
        let place = generator.below(total)
        let one = bisected(sums, UInt64(place), Int(guide[place >> shift])...Int(guide[place >> shift + 1]))
        let other: Int
        if generator.below(4) != 0 {
          let own = Int(firstOf[one])..<Int(endOf[one])
          let start = sums[own.lowerBound]
          let width = Int(sums[own.upperBound] - start)
          other = bisected(sums, start + UInt64(generator.below(width)), own.lowerBound...own.upperBound - 1)
        } else {
          let place = generator.below(total)
          other = bisected(sums, UInt64(place), Int(guide[place >> shift])...Int(guide[place >> shift + 1]))
        }
        sources[edge] = permutation[one]
        targets[edge] = permutation[other]
      }
    }
  }

  /// The person of `range` whose share of the sums `place` falls into.
  @inline(__always)
  private static func bisected(_ sums: MutableColumn<UInt64>, _ place: UInt64, _ range: ClosedRange<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low &+ high) &>> 1
      if sums[middle + 1] <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
