/// Ids that stand at several places of one text, looked up together: `IDTable.resolve`. Reused from batch to batch.
public struct IDBatch: Sendable {
  /// What `subscript` gives for an id that the table does not hold.
  public static let unknown = UInt32.max

  public private(set) var count = 0
  var ranges: [Range<Int>]
  var indices: [UInt32]
  var hashes: [UInt64]
  var words: [UInt64]
  /// Keeps the loads that only warm the cache from being dropped.
  var touched: UInt8 = 0

  /// - Parameter capacity: how many ids it can hold.
  public init(capacity: Int) {
    ranges = Array(repeating: 0..<0, count: capacity)
    indices = Array(repeating: 0, count: capacity)
    hashes = Array(repeating: 0, count: capacity)
    words = hashes
  }

  /// - Precondition: fewer than the capacity are in it.
  @inline(__always)
  public mutating func append(_ range: Range<Int>) {
    ranges[count] = range
    count &+= 1
  }

  /// Two at once.
  /// - Precondition: fewer than the capacity less one are in it.
  @inline(__always)
  public mutating func append(_ first: Range<Int>, _ second: Range<Int>) {
    let place = count
    var places = ranges.mutableSpan
    places[place] = first
    places[place &+ 1] = second
    count = place &+ 2
  }

  public mutating func removeAll() { count = 0 }

  /// The place of the id that was appended as number `item`.
  public func range(_ item: Int) -> Range<Int> { ranges[item] }

  /// The index of id number `item` in the table by which the batch was resolved, or `unknown`.
  @inline(__always)
  public subscript(item: Int) -> UInt32 { indices[item] }
}
