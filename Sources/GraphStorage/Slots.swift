import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A fixed row of places, each filled at most once, by any thread, and emptied by one thread afterwards.
@safe final class Slots<Value: Sendable>: @unchecked Sendable {
  private let places: UnsafeMutablePointer<Value?>
  let count: Int

  init(count: Int) {
    self.count = count
    // SAFETY: allocated and initialised for `count` places; released in `deinit`; never exposed.
    unsafe places = .allocate(capacity: max(count, 1))
    unsafe places.initialize(repeating: nil, count: count)
  }

  deinit {
    // SAFETY: the same `count` places as in `init`.
    unsafe places.deinitialize(count: count)
    unsafe places.deallocate()
  }

  /// Each index is filled by the one thread that drew it, so writes never overlap.
  func fill(_ index: Int, _ value: Value) {
    precondition(index >= 0 && index < count, "no such slot")
    // SAFETY: in bounds by the line above; distinct indices are distinct memory.
    unsafe places[index] = value
  }

  /// To be called after all writers have joined.
  func take(_ index: Int) -> Value {
    precondition(index >= 0 && index < count, "no such slot")
    // SAFETY: in bounds by the line above.
    guard let value = unsafe places[index] else { preconditionFailure("slot \(index) was never filled") }
    unsafe places[index] = nil
    return value
  }
}

/// Hands out 0, 1, 2, … to any number of threads.
final class TicketCounter: Sendable {
  private let next = Atomic<Int>(0)

  func take() -> Int {
    next.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}

/// Processors this process may use.
func activeProcessorCount() -> Int {
  Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
