/// The place of a person in a graph: 0 ..< people, in the order of external ids. Valid in one graph only.
public struct PersonIndex: Hashable, Comparable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ position: Int) { rawValue = UInt32(position) }
  @inlinable public var position: Int { Int(rawValue) }
  @inlinable public static func < (left: PersonIndex, right: PersonIndex) -> Bool { left.rawValue < right.rawValue }
}

/// The place of a group or page in a graph, in the order of external ids.
public struct GroupIndex: Hashable, Comparable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ position: Int) { rawValue = UInt32(position) }
  @inlinable public var position: Int { Int(rawValue) }
  @inlinable public static func < (left: GroupIndex, right: GroupIndex) -> Bool { left.rawValue < right.rawValue }
}

/// The place of a hashtag in a graph, in the order of its text.
public struct TagIndex: Hashable, Comparable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ position: Int) { rawValue = UInt32(position) }
  @inlinable public var position: Int { Int(rawValue) }
  @inlinable public static func < (left: TagIndex, right: TagIndex) -> Bool { left.rawValue < right.rawValue }
}
