import GraphStorage

/// Memory for the arcs of levels: that of a level which nobody holds any more serves for another one.
///
/// Fresh pages cost more than what is written to them: a third of the processor time of Leiden on a Kronecker graph of
/// scale 20, whose first refined level has nearly as many arcs as the graph, was the system's clearing of pages.
struct LevelRooms<Links: LinkWeight> {
  private var targets: [MutableColumn<UInt32>] = []
  private var weights: [MutableColumn<Links.Arc>] = []

  /// Columns with room for so many arcs; what stands in them is anything.
  mutating func room(arcs: Int) -> (targets: MutableColumn<UInt32>, weights: MutableColumn<Links.Arc>) {
    (Self.column(arcs, &targets), Self.column(arcs, &weights))
  }

  private static func column<Element>(_ count: Int, _ known: inout [MutableColumn<Element>]) -> MutableColumn<Element> {
    for place in known.indices where known[place].count >= count {
      // A level holds its columns: only what no level holds is known to nobody else.
      if isKnownUniquelyReferenced(&known[place]) { return known[place] }
    }
    // As large as the largest, so that it may serve instead of any; what is never written takes no memory.
    let size = max(count, known.map(\.count).max() ?? 0)
    // SAFETY: the caller writes before it reads.
    let column = unsafe MutableColumn<Element>(unwritten: size, pages: .ordinary)
    known.append(column)
    return column
  }
}
