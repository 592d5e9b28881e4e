import GraphStorage

/// A heap of vertices by a key that may fall, each vertex at most once; of equal keys the smaller vertex comes first.
///
/// Four children a node: half as deep as a binary heap, and the children lie in one cache line. For one thread.
struct DistanceHeap: ~Copyable {
  /// The last key of each vertex; infinity where it never had one.
  let keys: MutableColumn<Double>
  /// Where each vertex stands in `items`, or one of the marks below.
  private let places: MutableColumn<UInt32>
  private let items: MutableColumn<UInt32>
  private(set) var count = 0

  private static let absent = UInt32.max
  private static let removed = UInt32.max - 1

  init(vertexCount: Int, _ control: RunControl) throws(Cancelled) {
    // SAFETY: keys and places are filled below; an item is written before it is read.
    unsafe keys = MutableColumn(unwritten: vertexCount)
    unsafe places = MutableColumn(unwritten: vertexCount)
    unsafe items = MutableColumn(unwritten: vertexCount)
    let (keys, places) = (keys, places)
    try parallelRanges(vertexCount, grain: 1 << 17, control) { range in
      keys.fill(.infinity, range)
      places.fill(Self.absent, range)
    }
  }

  /// The least key, infinity where the heap is empty.
  var least: Double { count == 0 ? .infinity : keys[Int(items[0])] }

  /// It has been taken out, and has not come back since.
  func isRemoved(_ vertex: Int) -> Bool { places[vertex] == Self.removed }

  /// Puts `vertex` in with `key`, or lowers its key. One that was taken out comes back.
  /// - Precondition: `key` is less than the key it has.
  mutating func lower(_ vertex: UInt32, to key: Double) {
    keys[Int(vertex)] = key
    var place = Int(places[Int(vertex)])
    if place >= Int(Self.removed) {
      place = count
      count += 1
    }
    rise(vertex, key, from: place)
  }

  /// Takes out the vertex of the least key.
  mutating func removeFirst() -> UInt32? {
    if count == 0 { return nil }
    let first = items[0]
    places[Int(first)] = Self.removed
    count -= 1
    if count > 0 { sink(items[count]) }
    return first
  }

  /// Forgets everything that was put in; `touched` are the vertices that were, and may repeat.
  mutating func clear(_ touched: [UInt32]) {
    for vertex in touched {
      keys[Int(vertex)] = .infinity
      places[Int(vertex)] = Self.absent
    }
    count = 0
  }

  private func rise(_ vertex: UInt32, _ key: Double, from start: Int) {
    var place = start
    // SAFETY: places below `count`, which is at most the number of vertices; items are vertices.
    while place > 0 {
      let above = (place &- 1) &>> 2
      let other = unsafe items[unchecked: above]
      let otherKey = unsafe keys[unchecked: Int(other)]
      if otherKey < key || (otherKey == key && other < vertex) { break }
      unsafe items[unchecked: place] = other
      unsafe places[unchecked: Int(other)] = UInt32(truncatingIfNeeded: place)
      place = above
    }
    unsafe items[unchecked: place] = vertex
    unsafe places[unchecked: Int(vertex)] = UInt32(truncatingIfNeeded: place)
  }

  /// Moves a free place from the top down to where `vertex` belongs.
  private func sink(_ vertex: UInt32) {
    // SAFETY: places below `count`, which is at most the number of vertices; items are vertices.
    let key = unsafe keys[unchecked: Int(vertex)]
    var place = 0
    while true {
      let first = place &<< 2 &+ 1
      if first >= count { break }
      var best = first
      var bestItem = unsafe items[unchecked: first]
      var bestKey = unsafe keys[unchecked: Int(bestItem)]
      var child = first &+ 1
      while child < min(first &+ 4, count) {
        let item = unsafe items[unchecked: child]
        let itemKey = unsafe keys[unchecked: Int(item)]
        if itemKey < bestKey || (itemKey == bestKey && item < bestItem) {
          (best, bestItem, bestKey) = (child, item, itemKey)
        }
        child &+= 1
      }
      if key < bestKey || (key == bestKey && vertex < bestItem) { break }
      unsafe items[unchecked: place] = bestItem
      unsafe places[unchecked: Int(bestItem)] = UInt32(truncatingIfNeeded: place)
      place = best
    }
    unsafe items[unchecked: place] = vertex
    unsafe places[unchecked: Int(vertex)] = UInt32(truncatingIfNeeded: place)
  }
}
