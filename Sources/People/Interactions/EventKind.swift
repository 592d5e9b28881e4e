/// A kind of interaction, as an index into the `EventKinds` of its graph.
public struct EventKindIndex: Hashable, Comparable, Sendable {
  public let rawValue: UInt8

  @inlinable public init(_ rawValue: UInt8) { self.rawValue = rawValue }
  @inlinable public static func < (left: EventKindIndex, right: EventKindIndex) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One kind of interaction: what a log calls it and what it counts for in the strength of a tie.
public struct EventKind: Hashable, Sendable {
  public let name: String
  /// ω of DOMAIN C.1: 0 … 16; a message counts 1.
  public let weight: Double
  /// Whether it happens to both people alike (a meeting), so that one row stands for both directions.
  public let isSymmetric: Bool

  public static let weightRange = 0.0...16.0

  public init(name: String, weight: Double, isSymmetric: Bool = false) {
    precondition(Self.weightRange.contains(weight), "the weight of a kind lies in 0 … 16")
    (self.name, self.weight, self.isSymmetric) = (name, weight, isSymmetric)
  }
}

/// The kinds of interaction of one graph, sorted by name; at most 256.
public struct EventKinds: Sendable, Equatable {
  public let kinds: [EventKind]

  /// The defaults of DOMAIN C.1. A call's duration enters through φ only.
  public static let defaults: [EventKind] = [
    EventKind(name: "call", weight: 3),
    EventKind(name: "comment", weight: 1),
    EventKind(name: "contact", weight: 1, isSymmetric: true),
    EventKind(name: "content_view", weight: 0.1),
    EventKind(name: "message", weight: 1),
    EventKind(name: "photo_tag", weight: 1),
    EventKind(name: "profile_view", weight: 0.2),
    EventKind(name: "reaction", weight: 0.5),
  ]

  public static let standard = EventKinds(defaults)

  /// - Precondition: at most 256 kinds, no two of one name.
  public init(_ kinds: [EventKind]) {
    self.kinds = kinds.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    precondition(kinds.count <= 256, "at most 256 kinds of event")
    precondition(Set(kinds.map(\.name)).count == kinds.count, "no two kinds of one name")
  }

  public func index(of name: String) -> EventKindIndex? {
    kinds.firstIndex { $0.name == name }.map { EventKindIndex(UInt8($0)) }
  }

  public subscript(index: EventKindIndex) -> EventKind { kinds[Int(index.rawValue)] }
  public var names: [String] { kinds.map(\.name) }
}
