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
  /// Vertices of a bin that one piece of a step takes: of 16, rows were looked at so few at a time that Kronecker 20 took 108 ms
  /// for 106, uniform 20 204 for 196.
  private static let grain = 48
  /// Arcs whose targets are looked at together, so that the misses of the cache overlap.
  private static let batch = 256
  /// A thread goes on alone with what it found for the current bin while that is less than this.
  private static let fusion = 512

  /// What one thread found, by bin; the last one holds all that lies further than the bins reach.
  ///
  /// A vertex goes to a line of the cache that each bin has, and with fifteen others to the bin's array: each access to the
  /// array asks who else has access to it, and who holds it. With this, and with rows asked for only of vertices that are
  /// still in their bin, uniform 20 takes 151 ms for 190, social 140 for 169, Kronecker 92 for 104.
  private final class Worker: @unchecked Sendable {
    // Only the thread that has this worker's number touches it during a step.
    private var bins = [[UInt32]](repeating: [], count: DeltaStepping.binCount + 1)
    private let lines = MutableColumn<UInt32>(repeating: 0, count: (DeltaStepping.binCount + 1) * Worker.lineCount)
    /// How many vertices wait in the line of each bin.
    private let waiting = MutableColumn<Int>(repeating: 0, count: DeltaStepping.binCount + 1)
    private static let lineCount = 16
    /// Rows of one piece that are to be read: whose, where each starts and ends, and the bits of the distance it starts from.
    let owners = MutableColumn<UInt32>(repeating: 0, count: DeltaStepping.grain)
    let rows = MutableColumn<Int>(repeating: 0, count: 2 * DeltaStepping.grain)
    let starts = MutableColumn<UInt64>(repeating: 0, count: DeltaStepping.grain)
    /// Targets of a batch of arcs that look nearer by them, and the bits of the distance.
    let targets = MutableColumn<UInt32>(repeating: 0, count: DeltaStepping.batch)
    let sums = MutableColumn<UInt64>(repeating: 0, count: DeltaStepping.batch)
    /// What was read ahead; kept so that it is read.
    var touched: UInt64 = 0

    func count(_ bin: Int) -> Int { bins[bin].count + waiting[bin] }

    // SAFETY: the caller knows `bin` to be one.
    @inline(__always) @unsafe func append(_ vertex: UInt32, to bin: Int) {
      // SAFETY: the caller's promise; a line that is full is emptied at once.
      let place = unsafe waiting[unchecked: bin]
      unsafe lines[unchecked: bin &* Self.lineCount &+ place] = vertex
      unsafe waiting[unchecked: bin] = place &+ 1
      if place &+ 1 == Self.lineCount { flush(bin) }
    }

    private func flush(_ bin: Int) {
      let first = bin * Self.lineCount
      bins[bin].append(contentsOf: (first..<first + waiting[bin]).lazy.map { self.lines[$0] })
      waiting[bin] = 0
    }

    /// Empties a bin.
    func take(_ bin: Int) -> [UInt32] {
      flush(bin)
      let taken = bins[bin]
      bins[bin] = []
      return taken
    }
  }

  /// Where the bins lie: bin `i` holds distances whose product with `inverse` is `base + i`, rounded.
  private struct Window {
    var inverse: Double
    var base: Int

    /// The sum of this and a number below it is whole: adding it rounds.
    private static let whole = Double(1 << 52)

    /// The bin of a distance, which may be infinity and is not below 0; ascends with it, and is at most the last. What lies
    /// before the first bin has a number below 0.
    @inline(__always) func bin(_ distance: Double) -> Int {
      let scaled = min(distance * inverse, Double(base &+ DeltaStepping.binCount))
      return Int((scaled + Self.whole).bitPattern &- Self.whole.bitPattern) &- base
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
    // SAFETY: the first bin.
    unsafe workers[0].append(UInt32(source), to: 0)
    var bin = 0
    var settled = 0
    // Vertices below this one are nearer than the current bin: no arc to them can tell anything new.
    var firstOpen = 0
    while true {
      while bin < Self.binCount, workers.allSatisfy({ $0.count(bin) == 0 }) { bin += 1 }
      if bin == Self.binCount {
        guard let next = rebase(workers, narrow: narrow) else { return }
        window = next
        bin = 0
        continue
      }
      var level: [UInt32] = []
      for worker in workers {
        let found = worker.take(bin)
        if level.isEmpty { level = found } else { level += found }
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
      let places = piece &* Self.grain..<min(level.count, (piece &+ 1) &* Self.grain)
      Self.relax(level, places, bin, window, firstOpen, rows, weights, distances, worker)
      while worker.count(bin) > 0, worker.count(bin) < Self.fusion, !control.isCancelled {
        let own = worker.take(bin)
        for first in stride(from: 0, to: own.count, by: Self.grain) {
          let places = first..<min(own.count, first &+ Self.grain)
          Self.relax(own, places, bin, window, firstOpen, rows, weights, distances, worker)
        }
      }
    }
  }

  /// Offers the distances of the vertices at `places`, at most `grain`, along their arcs.
  private static func relax(
    _ level: [UInt32], _ places: Range<Int>, _ bin: Int, _ window: Window, _ firstOpen: UInt32, _ rows: ArcRows,
    _ weights: Column<Double>, _ distances: AtomicWords, _ worker: Worker
  ) {
    let (offsets, targets) = (rows.offsets, rows.targets)
    let (owners, ends, starts) = (worker.owners, worker.rows, worker.starts)
    var count = 0
    for place in places {
      let vertex = level[place]
      // SAFETY: bins hold vertices; offsets, targets and weights were validated when the graph was built; a piece has
      // no more vertices than there is room for.
      let start = unsafe distances.load(unchecked: Int(vertex))
      unsafe starts[unchecked: count] = start
      unsafe owners[unchecked: count] = vertex
      // Improved since it was put here, as two of three are on a uniform graph: it has been looked at in an earlier bin.
      count &+= 1 &+ (window.bin(Double(bitPattern: start)) &- bin) &>> 63
    }
    for row in 0..<count {
      // SAFETY: as above.
      let vertex = unsafe Int(owners[unchecked: row])
      unsafe ends[unchecked: 2 &* row] = offsets[unchecked: vertex]
      unsafe ends[unchecked: 2 &* row &+ 1] = offsets[unchecked: vertex &+ 1]
    }
    var look = RowLook()
    for row in 0..<count {
      // SAFETY: as above.
      unsafe look.at(ends[unchecked: 2 &* row]..<ends[unchecked: 2 &* row &+ 1], targets, weights)
    }
    worker.touched = look.seen
    // Then the distances that the rows will be compared with: uniform and social graphs of scale 20 take a twentieth less.
    for row in 0..<count {
      // SAFETY: as above.
      let (first, end) = unsafe (ends[unchecked: 2 &* row], ends[unchecked: 2 &* row &+ 1])
      let arc = unsafe firstArc(targets, first..<end, firstOpen)
      unsafe ends[unchecked: 2 &* row] = arc
      unsafe fetchTargets(arc..<end, targets, in: distances.values)
    }
    for row in 0..<count {
      // SAFETY: as above.
      let start = unsafe Double(bitPattern: starts[unchecked: row])
      let end = unsafe ends[unchecked: 2 &* row &+ 1]
      var arc = unsafe ends[unchecked: 2 &* row]
      while arc < end {
        let batchEnd = min(arc &+ batch, end)
        offer(start, arc..<batchEnd, bin, window, targets, weights, distances, worker)
        arc = batchEnd
      }
    }
  }

  /// The first arc of a row that leads to `firstOpen` or further.
  // SAFETY: the arcs are those of a row, which ascends.
  @inline(__always) @unsafe
  private static func firstArc(_ targets: Column<UInt32>, _ arcs: Range<Int>, _ firstOpen: UInt32) -> Int {
    // SAFETY: the caller's promise.
    guard unsafe !arcs.isEmpty && targets[unchecked: arcs.lowerBound] < firstOpen else { return arcs.lowerBound }
    if unsafe targets[unchecked: arcs.upperBound &- 1] < firstOpen { return arcs.upperBound }
    // The last target is open and the first is not: halve what lies between.
    var closed = arcs.lowerBound
    var open = arcs.upperBound &- 1
    while open &- closed > 1 {
      let middle = (open &+ closed) &>> 1
      if unsafe targets[unchecked: middle] < firstOpen { closed = middle } else { open = middle }
    }
    return open
  }

  /// Offers a distance along a batch of arcs.
  @inline(__always)
  private static func offer(
    _ start: Double, _ arcs: Range<Int>, _ bin: Int, _ window: Window, _ targets: Column<UInt32>,
    _ weights: Column<Double>, _ distances: AtomicWords, _ worker: Worker
  ) {
    let (nearer, sums) = (worker.targets, worker.sums)
    // Plain reads without a branch, which overlap; the atomic operations below, which do not, then find their lines.
    var count = 0
    for arc in arcs {
      // SAFETY: arcs and targets were validated when the graph was built; a batch fits the room.
      let target = unsafe targets[unchecked: arc]
      let sum = unsafe (start + weights[unchecked: arc]).bitPattern
      unsafe nearer[unchecked: count] = target
      unsafe sums[unchecked: count] = sum
      // 1 where the sum is less: both bit patterns are below 2^63. A comparison might become a branch.
      let difference = unsafe sum &- distances.load(unchecked: Int(target))
      count &+= Int(truncatingIfNeeded: difference &>> 63)
    }
    for place in 0..<count {
      // SAFETY: as above.
      let target = unsafe nearer[unchecked: place]
      let sum = unsafe sums[unchecked: place]
      if unsafe distances.lower(to: sum, unchecked: Int(target)) > sum {
        // SAFETY: no bin is larger than the last. None is smaller than the current one, in which the distances lie that were
        // added to; weights of files that are trusted may be negative, though.
        unsafe worker.append(target, to: max(bin, window.bin(Double(bitPattern: sum))))
      }
    }
  }

  /// Spreads what lay beyond the bins over new ones, wide enough to take about half of it; nil where nothing is left.
  private func rebase(_ workers: [Worker], narrow: Double) -> Window? {
    var waiting: [UInt32] = []
    for worker in workers {
      waiting += worker.take(Self.binCount)
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
      precondition(bin >= 0, "the window begins at the least distance")
      // SAFETY: the line above, and no bin is larger than the last.
      unsafe workers[0].append(vertex, to: bin)
    }
    return window
  }
}
