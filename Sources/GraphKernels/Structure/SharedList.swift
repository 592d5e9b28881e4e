import GraphStorage

/// A list of vertices that several threads append to, in no fixed order: each through a room of its own.
struct SharedList: Sendable {
  let places: MutableColumn<UInt32>
  private let counter = AtomicWords(repeating: 0, count: 1)
  private let rooms: MutableColumn<UInt32>
  /// How many wait in each room, on lines of their own.
  private let fills: MutableColumn<Int>

  private static let roomCount = 512
  private static let line = 16

  /// - Parameter capacity: more than this are never appended between two `removeAll`.
  init(capacity: Int, threads: Int) {
    // SAFETY: places and rooms are written before they are read.
    unsafe places = MutableColumn(unwritten: capacity)
    unsafe rooms = MutableColumn(unwritten: threads * Self.roomCount)
    fills = MutableColumn(repeating: 0, count: threads * Self.line)
  }

  /// How many there are, when all threads have called `flush`.
  var count: Int { Int(counter.values[0]) }

  func removeAll() { counter.values[0] = 0 }

  // SAFETY: `worker` is the number of this thread, below the number of threads.
  @inline(__always) @unsafe func append(_ vertex: UInt32, _ worker: Int) {
    // SAFETY: by the contract above; a room is emptied when it is full.
    let fill = unsafe fills[unchecked: worker &* Self.line]
    unsafe rooms[unchecked: worker &* Self.roomCount &+ fill] = vertex
    unsafe fills[unchecked: worker &* Self.line] = fill &+ 1
    if fill &+ 1 == Self.roomCount { flush(worker) }
  }

  /// Puts what waits in the room of a thread where all can see it.
  func flush(_ worker: Int) {
    let fill = fills[worker * Self.line]
    if fill == 0 { return }
    // SAFETY: the counter has one place; the stretch taken from it is this thread's own, and within the capacity.
    let first = unsafe Int(counter.add(UInt64(fill), unchecked: 0))
    precondition(first + fill <= places.count, "more than the list has room for")
    for entry in 0..<fill {
      unsafe places[unchecked: first &+ entry] = rooms[unchecked: worker &* Self.roomCount &+ entry]
    }
    fills[worker * Self.line] = 0
  }
}
