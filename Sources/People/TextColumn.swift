/// Many texts, each of which may be missing, in two flat columns: their UTF-8 bytes one after another, and where each
/// ends. A missing text has no bytes; an empty one is the byte 0xFF, which is never part of UTF-8.
///
/// While every text is missing there are no ends either. So equal lists of texts have equal columns, byte for byte.
/// Memory: the bytes, and 4 a text where there is any. It prints nothing of what it holds.
public struct TextColumn: Sendable, Equatable {
  public private(set) var count = 0
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  private static let emptyText: UInt8 = 0xFF

  public init() {}

  /// The column of stored parts; nil where they are not such columns: ends that descend or do not span the bytes,
  /// bytes that are no UTF-8, no text at all and yet ends.
  /// - Complexity: O(bytes + count).
  public init?(count: Int, bytes: [UInt8], ends: [UInt32]) {
    guard ends.isEmpty == bytes.isEmpty, ends.isEmpty || ends.count == count else { return nil }
    var start = 0
    // Many texts are checked at once: they are UTF-8 together and none begins in the midst of a letter.
    var (block, blockStart) = (0, 0)
    for (index, end) in ends.enumerated() {
      guard Int(end) >= start, Int(end) <= bytes.count else { return nil }
      if Int(end) > start && bytes[start] & 0xC0 == 0x80 { return nil }
      start = Int(end)
      if start - blockStart >= 1 << 16 || index + 1 == ends.count {
        if String(validating: bytes[blockStart..<start], as: UTF8.self) == nil {
          // Marks of empty texts are no UTF-8.
          for text in block...index {
            let from = text == 0 ? 0 : Int(ends[text - 1])
            guard Self.isText(bytes, from..<Int(ends[text])) else { return nil }
          }
        }
        (block, blockStart) = (index + 1, start)
      }
    }
    guard start == bytes.count else { return nil }
    (self.count, self.bytes, self.ends) = (count, bytes, ends)
  }

  /// What a snapshot keeps.
  public var columns: (bytes: [UInt8], ends: [UInt32]) { (bytes, ends) }

  /// Whether all bytes of another column still fit: ends have 32 bits.
  public func hasRoom(for other: TextColumn) -> Bool { bytes.count + other.bytes.count <= Int(UInt32.max) }

  public func isMissing(_ index: Int) -> Bool { range(index).isEmpty }

  public subscript(index: Int) -> String? {
    let range = range(index)
    if range.isEmpty { return nil }
    if bytes[range.lowerBound] == Self.emptyText { return "" }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  public mutating func append(_ text: String?) {
    guard let text else { return appendMissing() }
    startEnds()
    if text.isEmpty { bytes.append(Self.emptyText) } else { bytes.append(contentsOf: text.utf8) }
    endText()
  }

  public mutating func appendMissing() {
    if !ends.isEmpty { ends.append(UInt32(bytes.count)) }
    count += 1
  }

  /// - Precondition: `hasRoom(for: other)`.
  public mutating func append(contentsOf other: TextColumn) {
    if other.ends.isEmpty {
      if !ends.isEmpty { ends.append(contentsOf: repeatElement(UInt32(bytes.count), count: other.count)) }
    } else {
      precondition(hasRoom(for: other), "a column of texts holds 4 GiB")
      startEnds()
      let base = UInt32(bytes.count)
      bytes.append(contentsOf: other.bytes)
      for end in other.ends { ends.append(base + end) }
    }
    count += other.count
  }

  /// The texts at `order`, in that order.
  public func permuted(_ order: [UInt32]) -> TextColumn {
    var column = TextColumn()
    column.count = order.count
    if bytes.isEmpty { return column }
    // A permutation takes as many bytes, a selection fewer.
    column.bytes.reserveCapacity(order.count >= count ? bytes.count : 0)
    column.ends.reserveCapacity(order.count)
    for index in order {
      column.bytes.append(contentsOf: bytes[range(Int(index))])
      column.ends.append(UInt32(column.bytes.count))
    }
    if column.bytes.isEmpty { column.ends = [] }
    return column
  }

  /// -1, 0 or 1 by the order of bytes, which for Unicode text is that of its scalars; missing ones first, then empty
  /// ones.
  public func compare(_ left: Int, _ right: Int) -> Int {
    let (first, second) = (range(left), range(right))
    if bytes.isEmpty { return 0 }
    if first.isEmpty || second.isEmpty { return first.isEmpty ? (second.isEmpty ? 0 : -1) : 1 }
    // The mark of an empty text is above every byte of UTF-8.
    let (firstEmpty, secondEmpty) = (
      bytes[first.lowerBound] == Self.emptyText, bytes[second.lowerBound] == Self.emptyText
    )
    if firstEmpty || secondEmpty { return firstEmpty ? (secondEmpty ? 0 : -1) : 1 }
    let shared = min(first.count, second.count)
    for place in 0..<shared {
      let (one, other) = (bytes[first.lowerBound &+ place], bytes[second.lowerBound &+ place])
      if one != other { return one < other ? -1 : 1 }
    }
    return first.count == second.count ? 0 : first.count < second.count ? -1 : 1
  }

  private func range(_ index: Int) -> Range<Int> {
    precondition(index >= 0 && index < count, "no such text")
    if ends.isEmpty { return 0..<0 }
    return (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  /// Before the first text that is there, the missing ones so far get their ends.
  private mutating func startEnds() {
    if ends.count < count { ends = [UInt32](repeating: 0, count: count) }
  }

  private mutating func endText() {
    guard let end = UInt32(exactly: bytes.count) else { preconditionFailure("a column of texts holds 4 GiB") }
    ends.append(end)
    count += 1
  }

  private static func isText(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var high: UInt8 = 0
    for place in range { high |= bytes[place] }
    if high < 0x80 { return true }
    if range.count == 1 { return bytes[range.lowerBound] == emptyText }
    return String(validating: bytes[range], as: UTF8.self) != nil
  }
}

extension TextColumn: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(count) texts" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Whether one text comes before another by its UTF-8 bytes. Swift's own order and equality of text are canonical
/// equivalence, under which `é` composed and decomposed are the same; where identity matters, bytes do.
public func precedesInBytes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// As `precedesInBytes`; a missing text comes first.
public func precedesInBytes(_ left: String?, _ right: String?) -> Bool {
  switch (left, right) {
  case (nil, nil), (_?, nil): false
  case (nil, _?): true
  case (let left?, let right?): left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

/// Whether two texts have the same UTF-8 bytes, or both are missing.
public func equalInBytes(_ left: String?, _ right: String?) -> Bool {
  switch (left, right) {
  case (nil, nil): true
  case (let left?, let right?): left.utf8.elementsEqual(right.utf8)
  default: false
  }
}
