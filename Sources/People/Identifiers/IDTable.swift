import GraphStorage

/// External ids (arbitrary UTF-8 strings or 64-bit integers) and their dense indices 0 ..< count, in the order of
/// `IDOrder`, so that an index compares as its id does.
///
/// Memory: the bytes of all ids, 4 bytes an id, and for the look-up nothing to 16 bytes an id where ids are numbered (see
/// `NumberedIDs`), otherwise 32 to 64.
public struct IDTable: Sendable, Equatable {
  let arena: [UInt8]
  let ends: [UInt32]
  private let lookup: Lookup

  private enum Lookup: Sendable {
    case numbered(NumberedIDs)
    case hashed(SlotWords)
  }

  public static let empty = IDTable(arena: [], ends: [], unchecked: ())

  public var count: Int { ends.count }

  func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  /// The id at `index` as text.
  public subscript(index: Int) -> String {
    String(decoding: arena[range(index)], as: UTF8.self)
  }

  public func utf8(_ index: Int) -> ArraySlice<UInt8> {
    arena[range(index)]
  }

  /// The index of an id, or nil where the table does not hold it.
  /// - Complexity: O(length of the id), expected.
  public func index(of id: Span<UInt8>) -> Int? {
    switch lookup {
    case .numbered(let numbered): numbered.index(of: id)
    case .hashed(let slots):
      slots.position(of: id, HashSlots.hash(id), arena: arena.span, ends: ends.span)
    }
  }

  /// Fills in the indices of a batch: what `index(of:)` gives for each id, several times faster in a large table.
  /// - Parameter bytes: the text in which the ids stand.
  /// - Complexity: O(bytes of the ids), expected.
  public func resolve(_ batch: inout IDBatch, in bytes: Span<UInt8>) {
    switch lookup {
    case .numbered(let numbered): numbered.resolve(&batch, in: bytes)
    case .hashed(let slots): slots.resolve(&batch, in: bytes, arena: arena.span, ends: ends.span)
    }
  }

  public func index(of id: String) -> Int? {
    let bytes = Array(id.utf8)
    return index(of: bytes.span)
  }

  /// A hash of the id at `index`: fixed for ever, so folds and draws by it are the same in every run.
  public func stableHash(_ index: Int) -> UInt64 {
    HashSlots.hash(arena.span.extracting(range(index)))
  }

  /// Every id, in order.
  public var all: [String] {
    (0..<count).map { self[$0] }
  }

  public static func == (left: IDTable, right: IDTable) -> Bool {
    left.ends == right.ends && left.arena == right.arena
  }

  /// The table of stored columns, as `columns` gave them; nil where they are not such columns.
  public init?(arena: [UInt8], ends: [UInt32]) {
    guard ends.count < Int(UInt32.max) else { return nil }
    var start = 0
    var last: (range: Range<Int>, key: (isText: Bool, prefix: UInt64))?
    let bytes = arena.span
    for end in ends {
      guard end >= start, end <= arena.count else { return nil }
      let range = start..<Int(end)
      let key = IDOrder.key(bytes.extracting(range))
      if let last {
        let isAscending =
          last.key.isText != key.isText
          ? key.isText
          : last.key.prefix != key.prefix
            ? last.key.prefix < key.prefix
            : key.isText && IDOrder.textPrecedes(bytes.extracting(last.range), bytes.extracting(range))
        guard isAscending else { return nil }
      }
      last = (range, key)
      start = Int(end)
    }
    guard start == arena.count else { return nil }
    self.init(arena: arena, ends: ends, unchecked: ())
  }

  /// What a snapshot keeps: the ids' bytes one after another, and where each ends.
  public var columns: (arena: [UInt8], ends: [UInt32]) { (arena, ends) }

  /// - Precondition: sorted ids, no two the same.
  private init(arena: [UInt8], ends: [UInt32], unchecked: Void) {
    self.arena = arena
    self.ends = ends
    let bytes = arena.span
    if let numbered = NumberedIDs(arena: bytes, ends: ends) {
      lookup = .numbered(numbered)
      return
    }
    lookup = .hashed(SlotWords(arena: bytes, ends: ends))
  }

  /// Collects ids in any order.
  public struct Builder: Sendable {
    private var arena: [UInt8] = []
    private var ends: [UInt32] = []
    private var slots: HashSlots

    /// - Parameter capacity: how many ids are expected; there may be more.
    public init(capacity: Int = 16) { slots = HashSlots(capacity: capacity) }

    public var count: Int { ends.count }

    /// The provisional position of an id: its place in the order of first insertion.
    /// - Precondition: at most 2^32 − 2 ids, 4 GiB of text.
    public mutating func insert(_ id: Span<UInt8>) -> (position: Int, isNew: Bool) {
      let hash = HashSlots.hash(id)
      if let known = slots.position(of: id, hash, arena: arena.span, ends: ends.span) { return (known, false) }
      let start = arena.count
      appendBytes(id, to: &arena)
      precondition(arena.count <= Int(UInt32.max), "the ids of one table fit 4 GiB")
      ends.append(UInt32(arena.count))
      slots.append(id, hash, start: start, ends: ends, arena: arena)
      return (ends.count - 1, true)
    }

    public mutating func insert(_ id: String) -> (position: Int, isNew: Bool) {
      let bytes = Array(id.utf8)
      return insert(bytes.span)
    }

    /// The sorted table, and for each provisional position the final index.
    public func finish() -> (table: IDTable, positions: [UInt32]) {
      struct Entry {
        var isText: Bool
        var prefix: UInt64
        var position: UInt32
      }
      let bytes = arena.span
      func id(_ position: UInt32) -> Range<Int> {
        (position == 0 ? 0 : Int(ends[Int(position) - 1]))..<Int(ends[Int(position)])
      }
      var entries: [Entry] = []
      entries.reserveCapacity(count)
      for position in 0..<UInt32(count) {
        let (isText, prefix) = IDOrder.key(bytes.extracting(id(position)))
        entries.append(Entry(isText: isText, prefix: prefix, position: position))
      }
      func precedes(_ left: Entry, _ right: Entry) -> Bool {
        if left.isText != right.isText { return right.isText }
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        let bytes = arena.span
        return IDOrder.textPrecedes(bytes.extracting(id(left.position)), bytes.extracting(id(right.position)))
      }
      // Tables are often written in the order of their ids.
      if !zip(entries, entries.dropFirst()).allSatisfy(precedes) { entries.sort(by: precedes) }
      var positions = [UInt32](repeating: 0, count: count)
      var sortedArena: [UInt8] = []
      sortedArena.reserveCapacity(arena.count)
      var sortedEnds: [UInt32] = []
      sortedEnds.reserveCapacity(count)
      for (index, entry) in entries.enumerated() {
        positions[Int(entry.position)] = UInt32(index)
        let range = id(entry.position)
        sortedArena.append(contentsOf: arena[range])
        sortedEnds.append(UInt32(sortedArena.count))
      }
      return (IDTable(arena: sortedArena, ends: sortedEnds, unchecked: ()), positions)
    }
  }
}
