import GraphStorage

/// Open addressing from ids to positions, 16 bytes a slot, made so that a look-up waits for memory once where the id has
/// at most eight bytes, and twice otherwise.
///
/// The first word of a slot holds 24 bits of the hash, the length (255 for "255 or more") and the position plus one; the
/// second holds the id itself up to eight bytes, and for longer ones where they start in the arena and 32 more bits of
/// the hash.
///
/// The hash is fixed (no per-process seed), so tables are the same in every run. Ids are validated input of a batch
/// job, not requests from the net; a crafted file can at worst make its own import slow.
struct HashSlots: Sendable {
  private var words: [UInt64]
  private var used = 0
  /// What growing needs: the low bits of each hash are not in its slot. In the order of positions.
  private var hashes: [UInt64] = []

  /// - Parameter capacity: how many entries it will hold without growing.
  init(capacity: Int) {
    words = [UInt64](repeating: 0, count: Self.size(capacity: capacity) * 2)
  }

  /// How many slots hold `capacity` entries: a power of two, at most half of them filled.
  static func size(capacity: Int) -> Int {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    return size
  }

  /// Eight bytes a step: multiply and fold, seeded with the length; the last step may overlap the one before.
  @inline(__always)
  static func hash(_ id: Span<UInt8>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: id.count) &* factor
    if id.count <= 8 {
      hash = (hash ^ shortKey(id)) &* factor
    } else {
      var place = 0
      while place &+ 8 < id.count {
        hash = (hash ^ littleEndianWord(id, at: place)) &* factor
        hash ^= hash &>> 32
        place &+= 8
      }
      hash = (hash ^ littleEndianWord(id, at: id.count &- 8)) &* factor
    }
    hash = (hash ^ (hash &>> 32)) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ (hash &>> 32)
  }

  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// An id of at most eight bytes as a number; with its length it stands for the id.
  @inline(__always)
  private static func shortKey(_ id: Span<UInt8>) -> UInt64 {
    if id.count == 8 { return littleEndianWord(id, at: 0) }
    var key: UInt64 = 0
    var place = id.count
    while place > 0 {
      place &-= 1
      key = key &<< 8 | UInt64(id[place])
    }
    return key
  }

  @inline(__always)
  static func tag(_ hash: UInt64, length: Int) -> UInt64 {
    (hash &>> 40) &<< 40 | UInt64(min(length, 255)) &<< 32
  }

  @inline(__always)
  static func slot(_ id: Span<UInt8>, _ hash: UInt64, start: Int) -> (tag: UInt64, key: UInt64) {
    let tag = tag(hash, length: id.count)
    let key = id.count <= 8 ? shortKey(id) : UInt64(start) &<< 32 | (hash &>> 8) & 0xFFFF_FFFF
    return (tag, key)
  }

  /// The position of an id, nil where it is not there.
  /// - Parameters:
  ///   - arena: the bytes of all ids, in the order of positions.
  ///   - ends: where each ends.
  @inline(__always)
  func position(of id: Span<UInt8>, _ hash: UInt64, arena: Span<UInt8>, ends: Span<UInt32>) -> Int? {
    let words = words.span
    return Self.find(id, hash, arena: arena, ends: ends, words: words.count) { words[$0] }
  }

  /// - Parameters:
  ///   - count: how many words there are, two a slot.
  ///   - word: each of them.
  @inline(__always)
  static func find(
    _ id: Span<UInt8>, _ hash: UInt64, arena: Span<UInt8>, ends: Span<UInt32>, words count: Int,
    _ word: (Int) -> UInt64
  ) -> Int? {
    let (tag, key) = slot(id, hash, start: 0)
    let mask = count &- 2
    var probe = Int(truncatingIfNeeded: hash &<< 1) & mask
    while true {
      let first = word(probe)
      if first == 0 { return nil }
      if first &>> 32 == tag &>> 32 {
        let second = word(probe &+ 1)
        let position = Int(first & 0xFFFF_FFFF) &- 1
        if id.count <= 8 {
          if second == key { return position }
        } else if second & 0xFFFF_FFFF == key {
          let start = Int(second &>> 32)
          if (id.count < 255 || Int(ends[position]) &- start == id.count) && Self.equal(arena, start, id) {
            return position
          }
        }
      }
      probe = (probe &+ 2) & mask
    }
  }

  /// Adds the id of the next position.
  mutating func append(_ id: Span<UInt8>, _ hash: UInt64, start: Int, ends: [UInt32], arena: [UInt8]) {
    if (used + 1) * 4 > words.count { grow(ends, arena) }
    place(id, hash, start: start, position: used)
    hashes.append(hash)
    used += 1
  }

  private mutating func place(_ id: Span<UInt8>, _ hash: UInt64, start: Int, position: Int) {
    let (tag, key) = Self.slot(id, hash, start: start)
    let mask = words.count - 2
    var probe = Int(truncatingIfNeeded: hash &<< 1) & mask
    while words[probe] != 0 { probe = (probe + 2) & mask }
    words[probe] = tag | UInt64(position + 1)
    words[probe + 1] = key
  }

  private mutating func grow(_ ends: [UInt32], _ arena: [UInt8]) {
    words = [UInt64](repeating: 0, count: words.count * 2)
    let bytes = arena.span
    var start = 0
    for position in hashes.indices {
      let end = Int(ends[position])
      place(bytes.extracting(start..<end), hashes[position], start: start, position: position)
      start = end
    }
  }

  /// Whether the id stands in the arena at `start`; a tag says that so many bytes lie there.
  @inline(__always)
  static func equal(_ arena: Span<UInt8>, _ start: Int, _ id: Span<UInt8>) -> Bool {
    let stored = arena.extracting(start..<start &+ id.count)
    if id.count < 8 {
      for index in id.indices where stored[index] != id[index] { return false }
      return true
    }
    var place = 0
    while place &+ 8 < id.count {
      if littleEndianWord(stored, at: place) != littleEndianWord(id, at: place) { return false }
      place &+= 8
    }
    return littleEndianWord(stored, at: id.count &- 8) == littleEndianWord(id, at: id.count &- 8)
  }
}
