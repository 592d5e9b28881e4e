import CBitRows

/// A matrix of bits, in blocks of columns that are added up place by place: of how many of some rows is the bit of column
/// 17 set, and that of column 18, …
///
/// A block of a row is a line of the cache, and the lines of a block lie together, so that those who add up one block
/// after the other have it near. A plain build of Swift has neither registers as wide nor the instruction for two steps in
/// one; the C function behind this is built for several processors, and the one at hand is chosen when the program starts.
/// Method: carry-save adders by sixteen, as in Muła, Kurz and Lemire, "Faster population counts using AVX2 instructions"
/// (2018), whose digits are kept here instead of counted.
public struct BitMatrix: Sendable {
  /// Columns of a block, and its words.
  public static let blockColumns = 512
  public static let blockWords = blockColumns / 64
  /// Digits of sums at least and at most.
  public static let leastLevels = 4
  public static let mostLevels = 20

  /// Block after block, in each row after row.
  public let words: Column<UInt64>
  public let rowCount: Int
  public let blockCount: Int

  /// - Precondition: `words` holds `blockWords` for each row and block.
  public init(_ words: MutableColumn<UInt64>, rowCount: Int, blockCount: Int) {
    precondition(
      rowCount >= 0 && blockCount >= 0 && words.count == rowCount * blockCount * Self.blockWords,
      "a matrix has whole blocks")
    self.words = words.frozen()
    self.rowCount = rowCount
    self.blockCount = blockCount
  }

  /// The word that holds a bit of a matrix of `rowCount` rows; the bit in it is `column % 64`.
  @inlinable @inline(__always) public static func word(row: Int, column: Int, rowCount: Int) -> Int {
    (column / blockColumns &* rowCount &+ row) &* blockWords &+ column / 64 % blockWords
  }

  /// Digits of sums of `count` bits.
  public static func levels(_ count: Int) -> Int { max(leastLevels, Int.bitWidth - count.leadingZeroBitCount) }

  /// Adds up a block of the rows that `rows` has at some places. `planes` gets, from its start on, `blockWords` words for
  /// each of `levels`: the digits of the sums, lowest first. O(rows).
  /// - Parameter plainly: in the form that every processor can run, whatever this one can.
  /// - Precondition: `levels` is `levels(places.count)` or more, `mostLevels` at most.
  // SAFETY: the caller knows what stands in `rows` at `places` to be rows of the matrix.
  @unsafe public func sum(
    block: Int, of rows: Column<UInt32>, _ places: Range<Int>, into planes: MutableColumn<UInt64>, levels: Int,
    plainly: Bool = false
  ) {
    precondition(block >= 0 && block < blockCount, "block outside the matrix")
    precondition(places.lowerBound >= 0 && places.upperBound <= rows.count, "places outside the column")
    precondition(levels >= Self.levels(places.count) && levels <= Self.mostLevels, "sums have more digits")
    precondition(levels * Self.blockWords <= planes.count, "no room for the digits")
    // SAFETY: the lines above, the caller's promise; columns of our own begin at whole lines of the cache.
    let (lines, numbers) = unsafe (words.base + block * rowCount * Self.blockWords, rows.base + places.lowerBound)
    if plainly {
      unsafe bit_rows_sum_plain(planes.base, Int64(levels), lines, numbers, Int64(places.count))
    } else {
      unsafe bit_rows_sum(planes.base, Int64(levels), lines, numbers, Int64(places.count))
    }
  }
}
