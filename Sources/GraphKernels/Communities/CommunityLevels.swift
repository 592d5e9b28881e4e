import GraphStorage

/// The levels of one run of Louvain or Leiden: the present one, and which of its vertices each of the graph's has become
/// part of.
struct CommunityLevels<Links: LinkWeight> {
  private(set) var present: CommunityLevel<Links>
  /// How many levels lie below the present one.
  private(set) var number = 0
  private let groundCount: Int
  /// What the next level is added up from: the highest one of at most half the arcs of the one that it was added up from, so
  /// that one of hardly fewer is gone before the next is made, which then takes its room.
  private var base: CommunityLevel<Links>
  /// For each vertex of the graph that of `base`; nil where they are the same.
  private var ofBase: MutableColumn<UInt32>?
  /// For each vertex of `base` that of `present`; nil where they are the same.
  private var ofPresent: MutableColumn<UInt32>?
  private let share: Double

  /// A level that may come to be the present one.
  struct Next {
    let level: CommunityLevel<Links>
    /// For each vertex of the base the vertex that it is in.
    fileprivate let numbers: MutableColumn<UInt32>
  }

  /// - Parameter share: a level that would have more of the arcs of what it is added up from gets no rows of its own.
  init(_ ground: CommunityLevel<Links>, share: Double) {
    self.share = share
    present = ground
    base = ground
    groundCount = ground.count
  }

  /// The level whose vertices are groups of the present one's, which may not be asked for afterwards until `rise`; names are
  /// still those of it.
  /// - Parameters:
  ///   - numbers: the group of each vertex of the present level, all of `0..<count`. Nobody may write to it any more.
  ///   - rooms: where the arcs of the level go.
  mutating func next(
    _ numbers: MutableColumn<UInt32>, count: Int, _ rooms: inout LevelRooms<Links>, _ control: RunControl
  ) throws(Cancelled) -> Next {
    let all = try composed(ofPresent, numbers, control)
    present = base
    let groups = try LevelGroups(base, all, count: count, control)
    let most = Int(share * Double(base.arcCount))
    return Next(level: try CommunityAggregation.run(base, groups, most: most, &rooms, control), numbers: all)
  }

  mutating func rise(to next: Next, _ control: RunControl) throws(Cancelled) {
    present = next.level
    number += 1
    if present.groups != nil || !Self.becomesBase(present.arcCount, of: base) {
      ofPresent = next.numbers
      return
    }
    base = present
    ofPresent = nil
    ofBase = try composed(ofBase, next.numbers, control)
  }

  /// Whether further levels are added up from one of so many arcs, instead of from what it was itself added up from.
  static func becomesBase(_ arcs: Int, of base: CommunityLevel<Links>) -> Bool { 2 * arcs <= base.arcCount }

  /// For each vertex of the graph the smallest one that has become part of the same.
  func named(_ control: RunControl) throws(Cancelled) -> Column<UInt32> {
    let groups = if let ofPresent { try composed(ofBase, ofPresent, control) } else { ofBase }
    let none = UInt32.max
    let smallest = try filledColumn(none, count: groundCount, control)
    // SAFETY: the loop writes every place.
    let names = unsafe MutableColumn<UInt32>(unwritten: groundCount)
    for vertex in 0..<groundCount {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let group = if let groups { Int(groups[vertex]) } else { vertex }
      if smallest[group] == none { smallest[group] = UInt32(truncatingIfNeeded: vertex) }
      names[vertex] = smallest[group]
    }
    return names.frozen()
  }
}
