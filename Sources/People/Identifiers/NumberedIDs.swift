import GraphStorage

/// The look-up of ids that are a common text and a number: `0 … 999999`, `p0000017`, `person-5`. Without gaps the number is the index; with gaps one table from number
/// to index replaces hashing and comparing, because under one form a number has one spelling.
struct NumberedIDs: Sendable {
  private let prefix: [UInt8]
  /// How many digits every id has; nil where numbers are written without leading zeros.
  private let width: Int?
  private let smallest: UInt64
  /// Index plus one, 0 for none; nil where every number from the smallest to the largest is an id, in the order of ids.
  private let indices: Column<UInt32>?
  /// From the smallest to the largest number.
  private let span: UInt64

  /// - Parameters:
  ///   - arena: all ids, one after another.
  ///   - ends: where each ends.
  /// - Returns: nil unless all ids have one form and their numbers lie close together (at most four times as many as
  ///   ids).
  /// - Complexity: O(bytes), and far less where the first ids already differ in form.
  init?(arena: Span<UInt8>, ends: [UInt32]) {
    guard let first = ends.first else { return nil }
    var digits = 0
    while digits < Int(first) && arena[Int(first) - 1 - digits] &- 0x30 <= 9 { digits += 1 }
    var prefix: [UInt8] = []
    for place in 0..<(Int(first) - digits) { prefix.append(arena[place]) }
    var isFixed = true
    var isPlain = true
    var numbers: [UInt64] = []
    numbers.reserveCapacity(ends.count)
    var start = 0
    for end in ends {
      let id = arena.extracting(start..<Int(end))
      start = Int(end)
      guard let number = Self.number(id, prefix) else { return nil }
      let length = id.count - prefix.count
      isFixed = isFixed && length == digits
      isPlain = isPlain && (length == 1 || id[prefix.count] != 0x30)
      guard isFixed || isPlain else { return nil }
      numbers.append(number)
    }
    guard let smallest = numbers.min(), let largest = numbers.max(), largest - smallest < UInt64(ends.count) * 4 + 1024
    else { return nil }
    self.prefix = prefix
    width = isFixed ? digits : nil
    (self.smallest, span) = (smallest, largest - smallest + 1)
    if numbers.enumerated().allSatisfy({ $1 == smallest + UInt64($0) }) {
      indices = nil
    } else {
      let indices = MutableColumn<UInt32>(repeating: 0, count: Int(span))
      for (index, number) in numbers.enumerated() { indices[Int(number - smallest)] = UInt32(index + 1) }
      self.indices = indices.frozen()
    }
  }

  @inline(__always)
  func index(of id: Span<UInt8>) -> Int? {
    guard let place = place(of: id) else { return nil }
    guard let indices else { return place }
    let index = indices[place]
    return index == 0 ? nil : Int(index) &- 1
  }

  /// Fills in the indices of a batch: all ids are read first, so that the look-ups overlap.
  func resolve(_ batch: inout IDBatch, in bytes: Span<UInt8>) {
    fill(batch.places, batch.count, &batch.hashes, &batch.indices, bytes)
  }

  private func fill(
    _ ids: MutableColumn<IDBatch.Place>, _ count: Int, _ placeRow: inout [UInt64], _ indexRow: inout [UInt32], _ bytes: Span<UInt8>
  ) {
    var places = placeRow.mutableSpan
    var found = indexRow.mutableSpan
    for item in 0..<count {
      let id = ids[item]
      let length = id.count &- prefix.count
      // Eight digits at once, where eight bytes lie before the end.
      if prefix.isEmpty && length >= 1 && length <= 8 && id.end >= 8 {
        let number = decimalNumber(bytes, endingAt: id.end, digits: length)
        let place = number.flatMap { self.place($0, length, first: bytes[id.start]) }
        places[item] = UInt64(bitPattern: Int64(place ?? -1))
      } else {
        places[item] = UInt64(bitPattern: Int64(place(of: bytes.extracting(id.range)) ?? -1))
      }
    }
    guard let indices else {
      // -1 becomes `unknown`.
      for item in 0..<count { found[item] = UInt32(truncatingIfNeeded: places[item]) }
      return
    }
    for item in 0..<count {
      let place = Int(Int64(bitPattern: places[item]))
      // "None", 0, becomes `unknown`.
      found[item] = place < 0 ? IDBatch.unknown : indices[place] &- 1
    }
  }

  /// How far an id's number is from the smallest; nil for an id that cannot be in the table.
  @inline(__always)
  private func place(of id: Span<UInt8>) -> Int? {
    guard let number = Self.number(id, prefix) else { return nil }
    return place(number, id.count &- prefix.count, first: id[prefix.count])
  }

  /// - Parameter first: the first digit of so many.
  @inline(__always)
  private func place(_ number: UInt64, _ length: Int, first: UInt8) -> Int? {
    if let width {
      guard length == width else { return nil }
    } else {
      guard length == 1 || first != 0x30 else { return nil }
    }
    let offset = number &- smallest
    guard number >= smallest, offset < span else { return nil }
    return Int(offset)
  }

  /// What stands behind the prefix, 1 to 18 digits.
  @inline(__always)
  private static func number(_ id: Span<UInt8>, _ prefix: [UInt8]) -> UInt64? {
    let length = id.count &- prefix.count
    guard length >= 1, length <= 18 else { return nil }
    for place in prefix.indices where id[place] != prefix[place] { return nil }
    var value: UInt64 = 0
    var place = prefix.count
    while place < id.count {
      let digit = id[place] &- 0x30
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ UInt64(digit)
      place &+= 1
    }
    return value
  }
}
