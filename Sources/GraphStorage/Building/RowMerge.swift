/// Makes repetitions in unsorted rows one, in place. One for each thread.
final class RowMerge: @unchecked Sendable {
  private let targets: MutableColumn<UInt32>
  private let weights: MutableColumn<Double>?
  private let times: MutableColumn<Int64>?
  private let duplicates: BuildPolicy.Duplicates
  /// Where in its row each vertex was last written.
  private let places: MutableColumn<UInt32>
  /// Weights to be added, by place in the row. Touched only by the thread that owns this.
  private var extra: [(place: Int, weight: Double)] = []

  init(
    vertexCount: Int, targets: MutableColumn<UInt32>, weights: MutableColumn<Double>?, times: MutableColumn<Int64>?,
    _ policy: BuildPolicy
  ) {
    self.targets = targets
    self.weights = weights
    self.times = times
    duplicates = policy.duplicates
    places = MutableColumn(repeating: 0, count: vertexCount)
  }

  /// How many arcs the row has without repetitions; they stand at its front. Nil where the policy rejects a repetition,
  /// or where a sum is not finite.
  func row(_ range: Range<Int>) -> Int? {
    // SAFETY: `range` is a row inside the columns, whose targets are vertices of the graph.
    let row = unsafe targets.base + range.lowerBound
    let places = unsafe places.base
    let length = range.count
    if weights == nil && times == nil {
      var written = 0
      for arc in 0..<length {
        let target = unsafe row[arc]
        let place = unsafe Int(places[Int(target)])
        if place < written, unsafe row[place] == target { continue }
        unsafe row[written] = target
        unsafe places[Int(target)] = UInt32(truncatingIfNeeded: written)
        written &+= 1
      }
      return written == length || duplicates != .reject ? written : nil
    }
    let rowWeights = unsafe weights.map { unsafe $0.base + range.lowerBound }
    let rowTimes = unsafe times.map { unsafe $0.base + range.lowerBound }
    var written = 0
    for arc in 0..<length {
      let target = unsafe row[arc]
      let place = unsafe Int(places[Int(target)])
      if place < written, unsafe row[place] == target {
        if duplicates == .reject { return nil }
        if let rowWeights = unsafe rowWeights {
          let weight = unsafe rowWeights[arc]
          switch duplicates {
          case .minimum: unsafe rowWeights[place] = min(rowWeights[place], weight)
          case .maximum: unsafe rowWeights[place] = max(rowWeights[place], weight)
          case .sum, .reject: extra.append((place, weight))
          }
        }
        if let rowTimes = unsafe rowTimes { unsafe rowTimes[place] = max(rowTimes[place], rowTimes[arc]) }
        continue
      }
      unsafe row[written] = target
      if let rowWeights = unsafe rowWeights { unsafe rowWeights[written] = rowWeights[arc] }
      if let rowTimes = unsafe rowTimes { unsafe rowTimes[written] = rowTimes[arc] }
      unsafe places[Int(target)] = UInt32(truncatingIfNeeded: written)
      written &+= 1
    }
    return addExtra(range.lowerBound) ? written : nil
  }

  /// Adds the weights of repetitions, smallest first; false where a sum is not finite.
  private func addExtra(_ start: Int) -> Bool {
    guard let weights, !extra.isEmpty else { return true }
    extra.sort { ($0.place, $0.weight) < ($1.place, $1.weight) }
    var index = 0
    while index < extra.count {
      let place = extra[index].place
      // The weight that stands in the row is one of those to be added, in its turn.
      var pending: Double? = weights[start + place]
      var sum = 0.0
      while index < extra.count, extra[index].place == place {
        if let first = pending, first <= extra[index].weight {
          sum += first
          pending = nil
        }
        sum += extra[index].weight
        index += 1
      }
      if let first = pending { sum += first }
      guard sum < .infinity else { return false }
      weights[start + place] = sum
    }
    extra.removeAll(keepingCapacity: true)
    return true
  }
}
