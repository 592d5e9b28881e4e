import GraphStorage
import People

/// The ids of one piece of a table, each as one number: without a `String`, and mostly without a look-up.
///
/// Integers in canonical decimal form stand for themselves; every other id is entered in a table of the piece.
struct CodedIDs: Sendable {
  /// Marks a place in `texts`.
  static let textFlag: UInt64 = 1 << 63

  var texts = IDTable.Builder()

  /// Equal ids of one piece have equal codes. An id that is entered is a person, whatever becomes of its row.
  @inline(__always)
  mutating func code(_ id: Span<UInt8>) -> UInt64 {
    if id.count > 0 && id.count <= 18 && (id[0] != 0x30 || id.count == 1) {
      var value: UInt64 = 0
      var place = 0
      while place < id.count {
        let digit = id[place] &- 0x30
        if digit > 9 { return text(id) }
        value = value &* 10 &+ UInt64(digit)
        place &+= 1
      }
      return value
    }
    return text(id)
  }

  @inline(never)
  private mutating func text(_ id: Span<UInt8>) -> UInt64 {
    Self.textFlag | UInt64(texts.insert(id).position)
  }
}

/// The table of all ids of several pieces, and the way from a piece's code to an index.
struct IDCensus: Sendable {
  let table: IDTable
  private let integers: IntegerRanks
  /// The index of the integer of each rank.
  private let ofInteger: [UInt32]
  /// For each piece, and each text of it, the index.
  private let ofText: [[UInt32]]

  /// - Parameters:
  ///   - ids: for each piece its texts.
  ///   - codes: for each piece the codes that occur in it, in lists of any order and with doubles.
  /// - Complexity: O(codes + ids · log ids).
  init(_ ids: [CodedIDs], codes: [[[UInt64]]], threads: ThreadCount) {
    integers = IntegerRanks(codes, threads: threads)
    var builder = IDTable.Builder()
    var digits: [UInt8] = []
    integers.forEach { value in
      writeDecimal(value, to: &digits)
      _ = builder.insert(digits.span)
    }
    var provisional: [[Int]] = []
    for piece in ids {
      let (texts, places) = piece.texts.finish()
      var own: [Int] = []
      for place in places { own.append(builder.insert(Array(texts.utf8(Int(place))).span).position) }
      provisional.append(own)
    }
    let (table, positions) = builder.finish()
    self.table = table
    ofInteger = Array(positions.prefix(integers.count))
    ofText = provisional.map { $0.map { positions[$0] } }
  }

  /// - Precondition: the code was given to the census for this piece.
  @inline(__always)
  func index(_ code: UInt64, piece: Int) -> UInt32 {
    if code & CodedIDs.textFlag == 0 { return ofInteger[integers.rank(code)] }
    return ofText[piece][Int(code & ~CodedIDs.textFlag)]
  }
}

private func writeDecimal(_ value: UInt64, to digits: inout [UInt8]) {
  digits.removeAll(keepingCapacity: true)
  var rest = value
  repeat {
    digits.append(0x30 + UInt8(rest % 10))
    rest /= 10
  } while rest > 0
  digits.reverse()
}

@inline(__always)
func equalBytes(_ bytes: Span<UInt8>, _ one: Range<Int>, _ other: Range<Int>) -> Bool {
  guard one.count == other.count else { return false }
  for place in 0..<one.count where bytes[one.lowerBound &+ place] != bytes[other.lowerBound &+ place] { return false }
  return true
}
