import Dispatch

/// How many threads a run may use. The result of a run never depends on it.
public struct ThreadCount: Hashable, Sendable {
  public let value: Int

  /// - Precondition: `value >= 1`.
  public init(_ value: Int) {
    precondition(value >= 1, "a run needs at least one thread")
    self.value = value
  }

  /// One thread for each processor this process may run on.
  public static var available: ThreadCount {
    ThreadCount(max(1, activeProcessorCount()))
  }
}

/// The values of `body(0)`, …, `body(count - 1)`, in that order, computed by at most `threads` threads.
///
/// Chunks are handed out dynamically, but the result is ordered by index, so a reduction over it is the same for
/// any number of threads. `body` must not depend on the order in which it is called.
///
/// - Parameters:
///   - count: how many pieces of work; 0 gives an empty array.
///   - threads: upper bound; 1 runs everything on the calling thread.
/// - Throws: the error of the lowest index that failed; the other pieces may or may not have run.
/// - Complexity: O(`count`) calls of `body`.
public func parallelMap<Value: Sendable, Failure: Error>(
  count: Int, threads: ThreadCount, _ body: @Sendable (Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
  precondition(count >= 0, "a count is not negative")
  let workers = min(threads.value, count)
  if workers <= 1 {
    var values: [Value] = []
    values.reserveCapacity(count)
    for index in 0..<count { values.append(try body(index)) }
    return values
  }
  let slots = Slots<Result<Value, Failure>>(count: count)
  let next = TicketCounter()
  concurrently(workers) { _ in
    while true {
      let index = next.take()
      guard index < count else { return }
      do throws(Failure) {
        slots.fill(index, .success(try body(index)))
      } catch {
        slots.fill(index, .failure(error))
      }
    }
  }
  var values: [Value] = []
  values.reserveCapacity(count)
  for index in 0..<count { values.append(try slots.take(index).get()) }
  return values
}

/// Half-open ranges that cut `0..<count` into at most `pieces` pieces of nearly equal length, in order.
///
/// The cut depends on nothing but its arguments; fix `pieces` (not the number of threads) where a floating-point
/// reduction follows.
public func evenRanges(_ count: Int, pieces: Int) -> [Range<Int>] {
  precondition(count >= 0 && pieces >= 1, "a cut needs a count and at least one piece")
  let pieces = min(pieces, max(count, 1))
  return (0..<pieces).map { piece in
    (count * piece / pieces)..<(count * (piece + 1) / pieces)
  }
}

/// Calls `body(0)`, and `body(1)`, …, `body(workers - 1)` at the same time unless that comes to its end before they begin;
/// waits for all. For bodies that take work from one counter until none is left: no more of them run than there are
/// processors. The one fork and join of the engine.
func concurrently(_ workers: Int, _ body: @Sendable (Int) -> Void) {
  let workers = min(workers, mostWorkers)
  if ThreadTeam.shared.run(workers, body) { return }
  DispatchQueue.concurrentPerform(iterations: workers, execute: body)
}

/// More would wait for each other. Two even on one processor, so that what they do at the same time can be seen there.
private let mostWorkers = max(2, activeProcessorCount())
