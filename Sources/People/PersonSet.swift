/// A set of people of one graph, one bit a person.
public struct PersonSet: Sendable, Equatable {
  private var words: [UInt64]
  /// How many people the graph has.
  public let universe: Int

  public init(universe: Int, all: Bool = false) {
    self.universe = universe
    words = [UInt64](repeating: all ? .max : 0, count: (universe + 63) / 64)
    if all, universe % 64 != 0 { words[words.count - 1] = (1 << UInt64(universe % 64)) - 1 }
  }

  @inline(__always)
  public func contains(_ person: PersonIndex) -> Bool {
    words[person.position &>> 6] &>> UInt64(person.position & 63) & 1 == 1
  }

  public mutating func insert(_ person: PersonIndex) {
    words[person.position >> 6] |= 1 << UInt64(person.position & 63)
  }
  public mutating func remove(_ person: PersonIndex) {
    words[person.position >> 6] &= ~(1 << UInt64(person.position & 63))
  }

  /// How many people it holds.
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  public var isAll: Bool { count == universe }
  /// The positions of the people in it, ascending.
  public var positions: [UInt32] {
    var found: [UInt32] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        found.append(UInt32(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return found
  }

  public func union(_ other: PersonSet) -> PersonSet { combined(other, |) }
  public func intersection(_ other: PersonSet) -> PersonSet { combined(other, &) }
  public func subtracting(_ other: PersonSet) -> PersonSet { combined(other) { $0 & ~$1 } }

  private func combined(_ other: PersonSet, _ operation: (UInt64, UInt64) -> UInt64) -> PersonSet {
    precondition(universe == other.universe, "two sets of one graph")
    var result = self
    for index in words.indices { result.words[index] = operation(words[index], other.words[index]) }
    return result
  }
}
