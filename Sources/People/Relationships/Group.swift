/// What kind of place people meet in.
public enum GroupKind: String, Codable, Sendable, CaseIterable { case group, page, community }

/// The groups, pages and communities of a graph.
public struct GroupTable: Sendable, Equatable {
  public let ids: IDTable
  /// In the order of `ids`; nil where a group has no name.
  public let names: [String?]
  public let kinds: [GroupKind]

  public static let empty = GroupTable(ids: .empty, names: [], kinds: [])

  /// - Precondition: one name and one kind for each id.
  public init(ids: IDTable, names: [String?], kinds: [GroupKind]) {
    precondition(ids.count == names.count && ids.count == kinds.count, "one name and one kind for each group")
    (self.ids, self.names, self.kinds) = (ids, names, kinds)
  }

  public var count: Int { ids.count }

  /// The name of a group, or its id.
  public func label(_ group: GroupIndex) -> String { names[group.position] ?? ids[group.position] }
}
