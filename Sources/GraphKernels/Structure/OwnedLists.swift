import GraphStorage

/// Lists of vertices, one for each owner, that several threads append to, in no fixed order: each through rooms of its own.
///
/// Who owns a vertex goes by lines of the cache, so that owners who write numbers of four bytes about their vertices write
/// no line of another; and lines lie scattered over the owners, so that nobody owns all the hubs.
struct OwnedLists: Sendable {
  /// A power of two.
  let owners: Int
  private let capacity: Int
  private let places: MutableColumn<UInt32>
  private let counters: AtomicWords
  private let rooms: MutableColumn<UInt32>
  /// How many wait in each room, each thread's on lines of its own.
  private let fills: MutableColumn<Int>
  private let stride: Int

  private static let roomCount = 512
  private static let line = 16

  /// - Parameter capacity: more than this are never appended between two `removeAll`.
  init(capacity: Int, threads: Int) {
    var owners = 1
    while owners < min(threads, 64) { owners *= 2 }
    (self.owners, self.capacity, stride) = (owners, capacity, max(Self.line, owners))
    // SAFETY: places and rooms are written before they are read.
    unsafe places = MutableColumn(unwritten: owners * capacity)
    unsafe rooms = MutableColumn(unwritten: threads * owners * Self.roomCount)
    counters = AtomicWords(repeating: 0, count: owners)
    fills = MutableColumn(repeating: 0, count: threads * stride)
  }

  // SAFETY: `worker` is the number of this thread, below the number of threads.
  @inline(__always) @unsafe func append(_ vertex: UInt32, _ worker: Int) {
    let owner = Int(vertex / UInt32(Self.line)) & (owners &- 1)
    // SAFETY: by the contract above; a room is emptied when it is full.
    let fill = unsafe fills[unchecked: worker &* stride &+ owner]
    unsafe rooms[unchecked: (worker &* owners &+ owner) &* Self.roomCount &+ fill] = vertex
    unsafe fills[unchecked: worker &* stride &+ owner] = fill &+ 1
    if fill &+ 1 == Self.roomCount { flush(worker, owner) }
  }

  /// Puts what waits in the rooms of a thread where all can see it.
  func flush(_ worker: Int) {
    for owner in 0..<owners { flush(worker, owner) }
  }

  private func flush(_ worker: Int, _ owner: Int) {
    let fill = fills[worker * stride + owner]
    if fill == 0 { return }
    let room = (worker * owners + owner) * Self.roomCount
    // SAFETY: there is a counter for each owner; the stretch taken from it is this thread's own, and within the capacity.
    let first = unsafe Int(counters.add(UInt64(fill), unchecked: owner))
    precondition(first + fill <= capacity, "more than the list has room for")
    for entry in 0..<fill {
      unsafe places[unchecked: owner &* capacity &+ first &+ entry] = rooms[unchecked: room &+ entry]
    }
    fills[worker * stride + owner] = 0
  }

  /// Where the vertices of an owner are, when all threads have called `flush`.
  func places(of owner: Int) -> Range<Int> {
    owner * capacity..<owner * capacity + Int(counters.values[owner])
  }

  // SAFETY: `place` is one of an owner's.
  @inline(__always) @unsafe subscript(unchecked place: Int) -> UInt32 {
    // SAFETY: the caller's promise.
    unsafe places[unchecked: place]
  }

  func removeAll() {
    for owner in 0..<owners { counters.values[owner] = 0 }
  }
}
