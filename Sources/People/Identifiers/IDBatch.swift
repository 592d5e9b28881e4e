import GraphStorage

/// Ids that stand at several places of one text, looked up together: `IDTable.resolve`. Reused from batch to batch; copies
/// share memory, so only one of them may be used.
public struct IDBatch: Sendable {
  /// What `subscript` gives for an id that the table does not hold.
  public static let unknown = UInt32.max

  public private(set) var count = 0
  /// Written by one owner, row after row, without asking who else holds it.
  let places: MutableColumn<Place>
  var indices: [UInt32]
  var hashes: [UInt64]
  var words: [UInt64]
  /// Keeps the loads that only warm the cache from being dropped.
  var touched: UInt8 = 0

  /// Where an id stands.
  struct Place: BitwiseCopyable, Sendable {
    var start: Int
    var end: Int
    var count: Int { end &- start }
    var range: Range<Int> { start..<end }
  }

  /// - Parameter capacity: how many ids it can hold.
  public init(capacity: Int) {
    places = MutableColumn(repeating: Place(start: 0, end: 0), count: capacity)
    indices = Array(repeating: 0, count: capacity)
    hashes = Array(repeating: 0, count: capacity)
    words = hashes
  }

  /// - Precondition: fewer than the capacity are in it.
  @inline(__always)
  public mutating func append(_ range: Range<Int>) {
    places[count] = Place(start: range.lowerBound, end: range.upperBound)
    count &+= 1
  }

  /// Two at once.
  /// - Precondition: fewer than the capacity less one are in it.
  @inline(__always)
  public mutating func append(_ first: Range<Int>, _ second: Range<Int>) {
    append(first)
    append(second)
  }

  public mutating func removeAll() { count = 0 }

  /// The place of the id that was appended as number `item`.
  public func range(_ item: Int) -> Range<Int> { places[item].range }

  /// The index of id number `item` in the table by which the batch was resolved, or `unknown`.
  @inline(__always)
  public subscript(item: Int) -> UInt32 { indices[item] }
}
