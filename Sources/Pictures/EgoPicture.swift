/// What is drawn of one person's network: the ego, its strongest ties and the ties among them.
///
/// Plain values, made by whoever ranked the ties; nothing here looks anything up. The order of `nodes` and `edges` is
/// kept in the drawing, so equal pictures give equal bytes.
public struct EgoPicture: Sendable, Codable, Equatable {
  public enum NodeKind: String, Sendable, Codable { case ego, person, pendingContact }

  /// How a tie is known. Declared and observed ties are drawn solid, inferred ones dashed.
  public enum TieNature: String, Sendable, Codable { case declared, observed, inferred }

  /// What stands beside a node.
  public enum Redaction: String, Sendable, Codable, CaseIterable {
    /// `Node.label`.
    case labels
    /// `Node.id`: for those who work with identifiers.
    case ids
    /// Nothing; title and subtitle must then hold no name either.
    case none
  }

  public struct Node: Sendable, Codable, Equatable {
    /// Drawn only with `Redaction.ids`; it never reaches a tooltip or an element name of the drawing.
    public var id: String
    public var label: String
    public var kind: NodeKind
    /// Index into `groups`; nil where the group is not known.
    public var group: Int?
    /// Share of the ego's tie strength, 0...1. Decides the size; the ego's own is not used.
    public var share: Double
    /// Tie strength to the ego, not negative.
    public var strength: Double
    /// For the tooltip, ready to print: "3 July 2013" or "12 days ago".
    public var lastContact: String?
    /// Why this node is in the picture, for the tooltip: "rank 4 of 312".
    public var reason: String
    /// The node's group was inferred, not stated: dashed outline.
    public var inferred: Bool

    public init(
      id: String, label: String, kind: NodeKind, group: Int? = nil, share: Double, strength: Double,
      lastContact: String? = nil, reason: String = "", inferred: Bool = false
    ) {
      self.id = id
      self.label = label
      self.kind = kind
      self.group = group
      self.share = share
      self.strength = strength
      self.lastContact = lastContact
      self.reason = reason
      self.inferred = inferred
    }
  }

  public struct Edge: Sendable, Codable, Equatable {
    /// Index into `nodes`.
    public var from: Int
    public var to: Int
    /// Not negative. Decides the width.
    public var strength: Double
    public var nature: TieNature
    /// Free of identifiers; may be empty.
    public var tooltip: String

    public init(from: Int, to: Int, strength: Double, nature: TieNature = .observed, tooltip: String = "") {
      self.from = from
      self.to = to
      self.strength = strength
      self.nature = nature
      self.tooltip = tooltip
    }
  }

  public struct Group: Sendable, Codable, Equatable {
    public var name: String
    /// Members drawn, as the caller counts them.
    public var count: Int

    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  public var title: String
  /// Kernel, as-of date and run id, separated by " · ": the foot of the legend, one part a line.
  public var subtitle: String
  public var nodes: [Node]
  public var edges: [Edge]
  /// Largest first is best: the first eight have a colour of their own, the others are grey with the name under the
  /// node.
  public var groups: [Group]
  /// What the groups are: "department", "community".
  public var groupingName: String
  public var omission: Omission
  public var redaction: Redaction

  public init(
    title: String, subtitle: String, nodes: [Node], edges: [Edge], groups: [Group] = [],
    groupingName: String = "group", omission: Omission, redaction: Redaction = .labels
  ) {
    self.title = title
    self.subtitle = subtitle
    self.nodes = nodes
    self.edges = edges
    self.groups = groups
    self.groupingName = groupingName
    self.omission = omission
    self.redaction = redaction
  }

  /// Checks what a drawing relies on: exactly one ego, indices in range, no loops, numbers finite and in range.
  /// - Complexity: O(nodes + edges).
  public func validate() throws(PictureError) {
    guard nodes.count(where: { $0.kind == .ego }) == 1 else {
      throw .invalidPicture("it needs exactly one ego")
    }
    for (index, node) in nodes.enumerated() {
      if let group = node.group, !groups.indices.contains(group) {
        throw .invalidPicture("node \(index) names group \(group) of \(groups.count)")
      }
      guard node.share >= 0, node.share <= 1 else { throw .invalidPicture("node \(index) has a share outside 0...1") }
      guard node.strength >= 0, node.strength.isFinite else {
        throw .invalidPicture("node \(index) has a strength that is negative or not finite")
      }
    }
    for (index, edge) in edges.enumerated() {
      guard nodes.indices.contains(edge.from), nodes.indices.contains(edge.to), edge.from != edge.to else {
        throw .invalidPicture("edge \(index) does not join two different nodes of the picture")
      }
      guard edge.strength >= 0, edge.strength.isFinite else {
        throw .invalidPicture("edge \(index) has a strength that is negative or not finite")
      }
    }
  }
}
