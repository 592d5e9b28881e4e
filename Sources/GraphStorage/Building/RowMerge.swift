/// Makes repetitions in unsorted rows one, in place. One for each thread.
final class RowMerge: @unchecked Sendable {
  private let arcs: ArcColumns
  private let duplicates: BuildPolicy.Duplicates
  /// The row that last listed each vertex.
  private let marks: MutableColumn<UInt32>
  /// Where in that row it stands; only where something stands beside the arcs.
  private let places: MutableColumn<UInt32>
  /// Weights to be added, by place in the row. Touched only by the thread that owns this.
  private var extra: [(place: Int, weight: Double)] = []

  init(vertexCount: Int, _ arcs: ArcColumns, _ policy: BuildPolicy) {
    self.arcs = arcs
    duplicates = policy.duplicates
    marks = MutableColumn(repeating: UInt32.max, count: vertexCount)
    places = MutableColumn(repeating: 0, count: arcs.weights == nil && arcs.times == nil ? 0 : vertexCount)
  }

  /// Makes the repetitions of each row one: what remains stands at the row's front, and `degrees` says how much.
  /// - Parameters:
  ///   - vertices: whose rows to deal with.
  ///   - ends: where each of these rows ends.
  /// - Returns: the first vertex whose repetitions the policy rejects, or of which a sum is not finite; else nil.
  func run(
    _ vertices: Range<Int>, starts: MutableColumn<Int>, ends: MutableColumn<Int>, degrees: MutableColumn<UInt32>,
    _ control: RunControl
  ) -> Int? {
    // References are counted for all threads together: loops below hold none of them, only what they point to.
    // SAFETY: `ends` has one number for each of these vertices, `starts` and `degrees` for all; all outlive the call.
    let starts = unsafe starts.base
    let ends = unsafe ends.base
    let degrees = unsafe degrees.base
    let isPlain = arcs.weights == nil && arcs.times == nil
    let targets = unsafe arcs.targets.base
    let marks = unsafe marks.base
    for (number, vertex) in vertices.enumerated() {
      if number & 1023 == 0 && control.isCancelled { return nil }
      let start = unsafe starts[vertex]
      let length = unsafe ends[number] &- start
      if !isPlain {
        guard let written = mergedRow(vertex, start..<start &+ length) else { return vertex }
        unsafe degrees[vertex] = UInt32(truncatingIfNeeded: written)
        continue
      }
      let row = unsafe targets + start
      let mark = UInt32(truncatingIfNeeded: vertex)
      var written = 0
      for arc in 0..<length {
        let target = unsafe row[arc]
        if unsafe marks[Int(target)] == mark { continue }
        unsafe marks[Int(target)] = mark
        unsafe row[written] = target
        written &+= 1
      }
      if written < length && duplicates == .reject { return vertex }
      // SAFETY: as above.
      unsafe degrees[vertex] = UInt32(truncatingIfNeeded: written)
    }
    return nil
  }

  /// How many arcs a row with weights or times has without repetitions, or nil.
  private func mergedRow(_ vertex: Int, _ range: Range<Int>) -> Int? {
    // SAFETY: `range` is a row inside the columns, whose targets are vertices of the graph.
    let row = unsafe arcs.targets.base + range.lowerBound
    let marks = unsafe marks.base
    let mark = UInt32(truncatingIfNeeded: vertex)
    let length = range.count
    let places = unsafe places.base
    let rowWeights = unsafe arcs.weights.map { unsafe $0.base + range.lowerBound }
    let rowTimes = unsafe arcs.times.map { unsafe $0.base + range.lowerBound }
    var written = 0
    for arc in 0..<length {
      let target = unsafe row[arc]
      if unsafe marks[Int(target)] == mark {
        let place = unsafe Int(places[Int(target)])
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
      // SAFETY: no more is written than was read.
      unsafe row[written] = target
      if let rowWeights = unsafe rowWeights { unsafe rowWeights[written] = rowWeights[arc] }
      if let rowTimes = unsafe rowTimes { unsafe rowTimes[written] = rowTimes[arc] }
      unsafe marks[Int(target)] = mark
      unsafe places[Int(target)] = UInt32(truncatingIfNeeded: written)
      written &+= 1
    }
    return addExtra(range.lowerBound) ? written : nil
  }

  /// Adds the weights of repetitions, smallest first; false where a sum is not finite.
  private func addExtra(_ start: Int) -> Bool {
    guard let weights = arcs.weights, !extra.isEmpty else { return true }
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
