import GraphStorage

/// The slots of a finished table of ids: those of `HashSlots`, in memory that asks for huge pages.
struct SlotWords: Sendable {
  /// Two words a slot; see `HashSlots`.
  let words: Column<UInt64>

  /// - Precondition: no two ids are the same.
  init(arena: Span<UInt8>, ends: [UInt32]) {
    let size = HashSlots.size(capacity: ends.count)
    let words = MutableColumn<UInt64>(repeating: 0, count: size * 2)
    let mask = size * 2 - 2
    var start = 0
    for (position, end) in ends.enumerated() {
      let id = arena.extracting(start..<Int(end))
      let hash = HashSlots.hash(id)
      let (tag, key) = HashSlots.slot(id, hash, start: start)
      var probe = Int(truncatingIfNeeded: hash &<< 1) & mask
      while words[probe] != 0 { probe = (probe &+ 2) & mask }
      words[probe] = tag | UInt64(position + 1)
      words[probe + 1] = key
      start = Int(end)
    }
    self.words = words.frozen()
  }

  @inline(__always)
  func position(of id: Span<UInt8>, _ hash: UInt64, arena: Span<UInt8>, ends: Span<UInt32>) -> Int? {
    HashSlots.find(id, hash, arena: arena, ends: ends, words: words.count) { words[$0] }
  }

  /// Fills in the indices of a batch. Three passes, each of independent steps, so that the processor waits for many
  /// slots, and then for many ids, at the same time.
  func resolve(_ batch: inout IDBatch, in bytes: Span<UInt8>, arena: Span<UInt8>, ends: Span<UInt32>) {
    batch.touched = fill(
      batch.places, batch.count, &batch.hashes, &batch.words, &batch.indices, bytes, arena: arena, ends: ends)
  }

  /// - Returns: nothing of meaning; what is made of loads that must not be optimised away.
  private func fill(
    _ ids: MutableColumn<IDBatch.Place>, _ count: Int, _ hashRow: inout [UInt64], _ slotRow: inout [UInt64],
    _ indexRow: inout [UInt32], _ bytes: Span<UInt8>, arena: Span<UInt8>, ends: Span<UInt32>
  ) -> UInt8 {
    let mask = words.count &- 2
    var hashes = hashRow.mutableSpan
    var slots = slotRow.mutableSpan
    var indices = indexRow.mutableSpan
    for item in 0..<count { hashes[item] = HashSlots.hash(bytes.extracting(ids[item].range)) }
    // Nothing depends on what is loaded: the loads overlap.
    for item in 0..<count { slots[item] = words[Int(truncatingIfNeeded: hashes[item] &<< 1) & mask] }
    var touched: UInt8 = 0
    for item in 0..<count {
      let hash = hashes[item]
      let length = ids[item].count
      let tag = HashSlots.tag(hash, length: length)
      var probe = Int(truncatingIfNeeded: hash &<< 1) & mask
      var first = slots[item]
      while first != 0 && first &>> 32 != tag &>> 32 {
        probe = (probe &+ 2) & mask
        first = words[probe]
      }
      slots[item] = first
      if first != 0 && length > 8 {
        // The id itself lies elsewhere: its line is asked for now and compared in the next pass.
        let start = words[probe &+ 1] &>> 32
        touched |= arena[Int(start)]
        // The slot and the start are all that the next pass needs of a long id.
        hashes[item] = start
      }
    }
    for item in 0..<count {
      let first = slots[item]
      let id = bytes.extracting(ids[item].range)
      if first == 0 {
        indices[item] = IDBatch.unknown
      } else if id.count > 8 && id.count < 255 && HashSlots.equal(arena, Int(hashes[item]), id) {
        indices[item] = UInt32(truncatingIfNeeded: first) &- 1
      } else {
        // A short id, or another one with the same 24 bits of the hash.
        let found = position(of: id, HashSlots.hash(id), arena: arena, ends: ends)
        indices[item] = found.map { UInt32(truncatingIfNeeded: $0) } ?? IDBatch.unknown
      }
    }
    return touched
  }
}
