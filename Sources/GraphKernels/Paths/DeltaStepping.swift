import GraphStorage

/// The engine of weighted shortest paths from one vertex: vertices wait in bins of equal width by their distance so
/// far, and the bins are emptied in ascending order by all threads.
///
/// Distances are the least sums along walks, added from the source on, so they are the same whatever the order of
/// threads: each is lowered by an atomic minimum until none falls any more.
final class DeltaStepping: Sendable {
  private let rows: ArcRows
  private let weights: Column<Double>
  private let control: RunControl
  /// Bits of the distances; infinity where nothing was reached.
  let distances: AtomicWords

  /// Bins that are told apart at one time; what lies further waits together.
  private static let binCount = 512
  /// Vertices of a bin that one piece of a step takes.
  private static let grain = 16
  /// A thread goes on alone with what it found for the current bin while that is less than this.
  private static let fusion = 512

  /// What one thread found, by bin; the last one holds all that lies further than the bins reach.
  private final class Worker: @unchecked Sendable {
    // Only the thread that has this worker's number touches it during a step.
    var bins = [[UInt32]](repeating: [], count: DeltaStepping.binCount + 1)
  }

  /// Where the bins lie: bin `i` holds distances whose product with `inverse` lies in `base + i ..< base + i + 1`.
  private struct Window {
    var inverse: Double
    var base: Int

    @inline(__always) func bin(_ distance: Double) -> Int {
      let scaled = distance * inverse
      return scaled >= Double(base &+ DeltaStepping.binCount) ? DeltaStepping.binCount : Int(scaled) &- base
    }
  }

  /// - Parameter weights: one for each arc of `rows`, positive and finite.
  init(rows: ArcRows, weights: Column<Double>, _ control: RunControl) throws(Cancelled) {
    self.rows = rows
    self.weights = weights
    self.control = control
    // SAFETY: filled below.
    unsafe distances = AtomicWords(unwritten: rows.vertexCount)
    let distances = distances.values
    try parallelRanges(rows.vertexCount, grain: 1 << 17, control) { range in
      distances.fill(Double.infinity.bitPattern, range)
    }
  }

  /// To be called once.
  func run(source: Int) throws(Cancelled) {
    distances.values[source] = 0
    let narrow = binWidth()
    var window = Window(inverse: 1 / narrow, base: 0)
    let workers = (0..<control.threads.value).map { _ in Worker() }
    workers[0].bins[0].append(UInt32(source))
    var bin = 0
    var settled = 0
    // Vertices below this one are nearer than the current bin: no arc to them can tell anything new.
    var firstOpen = 0
    while true {
      while bin < Self.binCount, workers.allSatisfy({ $0.bins[bin].isEmpty }) { bin += 1 }
      if bin == Self.binCount {
        guard let next = rebase(workers, narrow: narrow) else { return }
        window = next
        bin = 0
        continue
      }
      var level: [UInt32] = []
      for worker in workers {
        if level.isEmpty { swap(&level, &worker.bins[bin]) } else { level += worker.bins[bin] }
        worker.bins[bin].removeAll(keepingCapacity: false)
      }
      while firstOpen < rows.vertexCount,
        window.bin(Double(bitPattern: distances.values[firstOpen])) < bin
      {
        firstOpen += 1
      }
      try relax(level, bin, window, UInt32(truncatingIfNeeded: firstOpen), workers)
      // Not all are new, so this is only a sign of life.
      settled = min(settled + level.count, rows.vertexCount)
      control.report(0.9 * Double(settled) / Double(rows.vertexCount))
    }
  }

  /// A bin so wide that its vertices rarely improve each other, yet has work for all threads: half the mean weight by
  /// the mean degree (from a quarter to once as much took as long; eight times as much read 1.9 times the arcs).
  private func binWidth() -> Double {
    let sample = 1_024
    guard weights.count > 0 else { return 1 }
    let step = max(weights.count / sample, 1)
    var sum = 0.0
    var count = 0.0
    var arc = 0
    while arc < weights.count {
      sum += weights[arc] / 1_024
      count += 1
      arc += step
    }
    let mean = sum * (1_024 / count)
    let width = mean * 0.5 * Double(rows.vertexCount) / Double(weights.count)
    return width.isFinite && 1 / width < .infinity && width > 0 ? width : mean.isFinite ? max(mean, 1e-300) : 1e300
  }

  private func relax(
    _ level: [UInt32], _ bin: Int, _ window: Window, _ firstOpen: UInt32, _ workers: [Worker]
  ) throws(Cancelled) {
    let pieces = (level.count + Self.grain - 1) / Self.grain
    let (rows, weights, distances, control) = (rows, weights, distances, control)
    try parallelPieces(pieces, control) { piece, number in
      let worker = workers[number]
      for place in piece &* Self.grain..<min(level.count, (piece &+ 1) &* Self.grain) {
        Self.relax(level[place], bin, window, firstOpen, rows, weights, distances, worker)
      }
      while !worker.bins[bin].isEmpty, worker.bins[bin].count < Self.fusion, !control.isCancelled {
        let own = worker.bins[bin]
        worker.bins[bin] = []
        for vertex in own { Self.relax(vertex, bin, window, firstOpen, rows, weights, distances, worker) }
      }
    }
  }

  @inline(__always)
  private static func relax(
    _ vertex: UInt32, _ bin: Int, _ window: Window, _ firstOpen: UInt32, _ rows: ArcRows,
    _ weights: Column<Double>, _ distances: AtomicWords, _ worker: Worker
  ) {
    let (offsets, targets) = (rows.offsets, rows.targets)
    // SAFETY: bins hold vertices; offsets, targets and weights were validated when the graph was built.
    let start = unsafe Double(bitPattern: distances.load(unchecked: Int(vertex)))
    // Improved since it was put here: it has been looked at in an earlier bin.
    if window.bin(start) < bin { return }
    var arc = unsafe offsets[unchecked: Int(vertex)]
    let end = unsafe offsets[unchecked: Int(vertex) &+ 1]
    if unsafe arc < end && targets[unchecked: arc] < firstOpen {
      if unsafe targets[unchecked: end &- 1] < firstOpen { return }
      // The last target is open and the first is not: halve what lies between.
      var closed = arc
      arc = end &- 1
      while arc &- closed > 1 {
        let middle = (arc &+ closed) &>> 1
        if unsafe targets[unchecked: middle] < firstOpen { closed = middle } else { arc = middle }
      }
    }
    while arc < end {
      let target = unsafe targets[unchecked: arc]
      let sum = unsafe start + weights[unchecked: arc]
      arc &+= 1
      if unsafe sum.bitPattern < distances.load(unchecked: Int(target)),
        unsafe distances.lower(to: sum.bitPattern, unchecked: Int(target)) > sum.bitPattern
      {
        worker.bins[window.bin(sum)].append(target)
      }
    }
  }

  /// Spreads what lay beyond the bins over new ones, wide enough to take about half of it; nil where nothing is left.
  private func rebase(_ workers: [Worker], narrow: Double) -> Window? {
    var waiting: [UInt32] = []
    for worker in workers {
      waiting += worker.bins[Self.binCount]
      worker.bins[Self.binCount] = []
    }
    if waiting.isEmpty { return nil }
    let least = waiting.reduce(Double.infinity) { min($0, Double(bitPattern: distances.values[Int($1)])) }
    let step = max(waiting.count / 1_024, 1)
    let sample = stride(from: 0, to: waiting.count, by: step)
      .map { Double(bitPattern: distances.values[Int(waiting[$0])]) }.sorted()
    var width = max(narrow, (sample[sample.count / 2] - least) / Double(Self.binCount - 1))
    // Bins must be told apart at this distance.
    while least / width > 1e15 { width *= 2 }
    let window = Window(inverse: 1 / width, base: Int(least / width * (1 - 1e-15)))
    for vertex in waiting {
      let bin = window.bin(Double(bitPattern: distances.values[Int(vertex)]))
      workers[0].bins[max(bin, 0)].append(vertex)
    }
    return window
  }
}
