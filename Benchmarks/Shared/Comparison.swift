import Benchmark

/// The rate of one piece of work, and its time in per cent of that of a yardstick run just before it.
public struct Comparison {
  let rate: BenchmarkMetric
  let share: BenchmarkMetric
  let size: BenchmarkMetric?

  /// - Parameters:
  ///   - rate: what is counted, for example "rows/s".
  ///   - yardstick: what it is compared with, for example "counting newlines".
  ///   - size: something else that is worth a line, for example "bytes per edge × 100".
  public init(rate: String, yardstick: String, size: String? = nil) {
    self.rate = .custom(rate, polarity: .prefersLarger, useScalingFactor: false)
    share = .custom("time in % of \(yardstick)", polarity: .prefersSmaller, useScalingFactor: false)
    self.size = size.map { .custom($0, polarity: .prefersSmaller, useScalingFactor: false) }
  }

  public var configuration: Benchmark.Configuration {
    Benchmark.Configuration(
      metrics: [.wallClock, .cpuTotal, .peakMemoryResident, rate, share] + (size.map { [$0] } ?? []),
      warmupIterations: 1, maxDuration: .seconds(8), maxIterations: 15)
  }

  /// One alternation: the yardstick, then the work.
  /// - Parameter items: how many things one call of `work` deals with.
  public func measure(
    _ benchmark: Benchmark, items: Int, size value: Int = 0, yardstick: () throws -> Void, work: () throws -> Void
  ) {
    let clock = ContinuousClock()
    do {
      let plain = try clock.measure(yardstick) / .seconds(1)
      benchmark.startMeasurement()
      let time = try clock.measure(work) / .seconds(1)
      benchmark.stopMeasurement()
      benchmark.measurement(rate, Int(Double(items) / time))
      benchmark.measurement(share, Int(100 * time / plain))
      if let size { benchmark.measurement(size, value) }
    } catch {
      benchmark.error("\(error)")
    }
  }
}

/// A value made once, when it is first asked for: the measuring tool also starts each program only to list what it has.
public final class Lazy<Value>: @unchecked Sendable {
  // Benchmarks of one program run one after the other.
  private var made: Value?
  private let make: () throws -> Value

  public init(_ make: @escaping () throws -> Value) { self.make = make }

  public func get() throws -> Value {
    if let made { return made }
    let value = try make()
    made = value
    return value
  }
}
