/// A column that is written from its front, into room that was set aside for the most that can come.
///
/// Memory of the room is taken as it is written, and no element asks who else holds the column, as one appended to an
/// array does. **Copies share the memory, and only one of them may write**; whoever holds what was written must not write
/// any more.
public struct FillingColumn<Element: BitwiseCopyable & Sendable>: Sendable {
  @usableFromInline let room: MutableColumn<Element>
  @usableFromInline var written = 0

  @inlinable public var count: Int { written }

  /// - Parameter room: elements at most.
  @inlinable public init(room: Int) {
    // SAFETY: only elements before `count` are read, which were written.
    unsafe self.room = MutableColumn(unwritten: room, pages: .ordinary)
  }

  /// - Precondition: fewer elements than there is room for.
  @inlinable @inline(__always) public mutating func append(_ element: Element) {
    room[written] = element
    written &+= 1
  }

  /// - Precondition: there is room for all.
  /// - Complexity: O(elements), a copy of memory.
  public mutating func append(contentsOf elements: ArraySlice<Element>) {
    room.replace(from: count, with: elements)
    written += elements.count
  }

  /// - Precondition: `0..<count` contains `index`.
  @inlinable @inline(__always) public subscript(index: Int) -> Element {
    precondition(index < count, "behind what was written")
    return room[index]
  }

  /// What was written, in the same memory. Nobody may write afterwards.
  public var column: Column<Element> { room.frozen(count) }
}
