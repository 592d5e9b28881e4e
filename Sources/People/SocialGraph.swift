/// The whole graph: people and what they said of themselves, their relationships and groups, and what they did with
/// one another.
///
/// All lists are sorted and without doubles, so two graphs of the same facts are equal, whatever order those came in.
public struct SocialGraph: Sendable, Equatable {
  public var people: PersonTable
  public var attributes: [AttributeColumn]
  public var friendships: [Friendship]
  public var follows: [Follow]
  public var blocks: [Block]
  public var groups: GroupTable
  public var memberships: [Membership]
  public var tags: IDTable
  public var tagUses: [TagUse]
  /// Who was shown whom as somebody they may know.
  public var impressions: [Impression]
  public var kinds: EventKinds
  /// Person → person.
  public var interactions: InteractionLedger
  /// Person → place: events whose target is a group, and events that happened through a group or tag.
  public var placeInteractions: InteractionLedger
  /// What kernels found about people, sorted by name.
  public private(set) var derived: [DerivedTable]

  /// A graph of people alone.
  public init(people: PersonTable) {
    self.people = people
    attributes = []
    friendships = []
    follows = []
    blocks = []
    groups = .empty
    memberships = []
    tags = .empty
    tagUses = []
    impressions = []
    kinds = .standard
    interactions = .empty(sources: people.count, targets: people.count)
    placeInteractions = .empty(sources: people.count, targets: 0)
    derived = []
  }

  /// Places are groups first, then tags: the targets of `placeInteractions`.
  public func place(_ group: GroupIndex) -> UInt32 { group.rawValue }
  public func place(_ tag: TagIndex) -> UInt32 { UInt32(groups.count) + tag.rawValue }

  /// Of all interactions, with people and with places; nil where there are none.
  public var newestEvent: Timestamp? { [interactions.newest, placeInteractions.newest].compactMap { $0 }.max() }

  /// The time of the newest event: what "now" means where nobody says otherwise, so that a run gives the same bytes
  /// tomorrow. Without events, the newest beginning of anything else (an end may lie in the future); nil where nothing
  /// is dated.
  public var newestTime: Timestamp? {
    if let newestEvent { return newestEvent }
    var times: [Timestamp?] = []
    for friendship in friendships { times.append(friendship.period.since) }
    for follow in follows { times.append(follow.period.since) }
    for membership in memberships { times.append(membership.period.since) }
    for use in tagUses { times.append(use.time) }
    return times.compactMap { $0 }.max()
  }

  /// When ties are weighed where nobody says otherwise: the newest interaction between people of this graph, else
  /// `newestTime`. An event that reached a group may have been meant for a person whom a projection left out; its time
  /// must then not be what "now" is for everybody else.
  public var newestContact: Timestamp? { interactions.newest ?? newestTime }

  public func attribute(_ name: String) -> AttributeColumn? { attributes.first { $0.name == name } }

  /// Sorts every list and drops doubles.
  public mutating func normalise() {
    attributes.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    friendships = sortedUnique(friendships, Friendship.precedes)
    follows = sortedUnique(follows, Follow.precedes)
    blocks = sortedUnique(blocks, Block.precedes)
    memberships = sortedUnique(memberships, Membership.precedes)
    tagUses = sortedUnique(tagUses, TagUse.precedes)
    impressions = sortedUnique(impressions, Impression.precedes)
  }

  /// Keeps derived values, in place of those of the same kernel, parameters, edges and purpose.
  public mutating func keep(_ table: DerivedTable) {
    let place = derived.firstIndex { !DerivedTable.precedes($0, table) } ?? derived.count
    if place < derived.count, !DerivedTable.precedes(table, derived[place]) {
      derived[place] = table
    } else {
      derived.insert(table, at: place)
    }
  }

  /// Drops the derived values of which `gone` says so.
  public mutating func dropDerived(where gone: (DerivedTable) -> Bool) { derived.removeAll(where: gone) }

  /// Drops all derived values but those for one purpose; nil drops them all.
  public mutating func keepDerived(for purpose: String?) { derived.removeAll { $0.purpose != purpose } }

  /// The graph with nothing in it of anybody outside `kept`: no attribute, relationship, membership, event, name,
  /// date or derived value. Indices and ids stay, so that results of a projection speak of the same people.
  public func projected(_ kept: PersonSet) -> SocialGraph {
    if kept.isAll { return self }
    var graph = self
    graph.people = people.projected(kept)
    graph.attributes = attributes.map { $0.projected(kept) }
    graph.friendships.removeAll { !kept.contains($0.first) || !kept.contains($0.second) }
    graph.follows.removeAll { !kept.contains($0.follower) || !kept.contains($0.followee) }
    // A block outlives a projection: it only ever takes away, and must go on doing so for the person who set it.
    graph.memberships.removeAll { !kept.contains($0.person) }
    graph.tagUses.removeAll { !kept.contains($0.person) }
    graph.impressions.removeAll { !kept.contains($0.viewer) || !kept.contains($0.shown) }
    graph.interactions = interactions.filtered { source, target in
      kept.contains(PersonIndex(source)) && kept.contains(PersonIndex(target))
    }
    graph.placeInteractions = placeInteractions.filtered { source, _ in kept.contains(PersonIndex(source)) }
    graph.derived = derived.compactMap { $0.projected(kept) }
    return graph
  }
}

/// A total order of values of which some are missing: those first.
public func absentFirst<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool {
  switch (left, right) {
  case (nil, nil), (_?, nil): false
  case (nil, _?): true
  case (let left?, let right?): left < right
  }
}

/// - Parameter precedes: a total order.
private func sortedUnique<Element>(_ elements: [Element], _ precedes: (Element, Element) -> Bool) -> [Element] {
  let sorted = elements.sorted(by: precedes)
  var unique: [Element] = []
  unique.reserveCapacity(sorted.count)
  for element in sorted where unique.last.map({ precedes($0, element) }) ?? true { unique.append(element) }
  return unique
}
