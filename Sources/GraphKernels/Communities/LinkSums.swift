import GraphStorage

/// Adds up the weights from one vertex to each community around it; scratch memory of one thread.
///
/// One sum a community, and a list of those met, written without a branch: what is new costs no more than what is not.
/// A hash table per row, small enough for the first-level cache, was measured too: 1.4 times slower on Kronecker
/// graphs, because the processor cannot foresee where a probe ends.
final class LinkSums: Sendable {
  /// The communities met, in the order of the row.
  let communities: MutableColumn<UInt32>
  /// The weight to each community; all 0 between uses.
  let sums: MutableColumn<Double>

  /// - Parameters:
  ///   - count: communities are below it.
  ///   - largest: no row has more arcs.
  init(count: Int, largest: Int, _ control: RunControl) throws(Cancelled) {
    // SAFETY: places are written when a community is met, and read only below the number of those met. One place more,
    // because the next one is written before it is known to be new.
    communities = unsafe MutableColumn(unwritten: min(largest, count) + 1)
    sums = try filledColumn(0, count: count, control)
  }

  /// One for each thread.
  static func forThreads(_ level: CommunityLevel, _ control: RunControl) throws(Cancelled) -> [LinkSums] {
    let largest = level.largestDegree
    var all: [LinkSums] = []
    for _ in 0..<control.threads.value {
      all.append(try LinkSums(count: level.count, largest: largest, control))
    }
    return all
  }

  /// Sums over a row, on top of the `met` communities met before; gives how many have been met.
  // SAFETY: the caller knows the row to lie in the columns, its targets in `assigned`, and communities below the count.
  @inline(__always) @unsafe
  func gather(
    _ row: Range<Int>, _ targets: Column<UInt32>, _ weights: Column<Double>?, _ assigned: MutableColumn<UInt32>,
    met: Int = 0
  ) -> Int {
    var met = met
    if let weights {
      for arc in row {
        // SAFETY: the caller's promise; fewer are met than there are communities or arcs.
        unsafe add(weights[unchecked: arc], to: assigned[unchecked: Int(targets[unchecked: arc])], &met)
      }
    } else {
      for arc in row {
        // SAFETY: as above.
        unsafe add(1, to: assigned[unchecked: Int(targets[unchecked: arc])], &met)
      }
    }
    return met
  }

  /// The same over arcs to vertices of one group; those to others add up under `outside`.
  // SAFETY: as for `gather`; targets lie in `groups` too, and `outside` is below the count.
  @inline(__always) @unsafe
  func gather(
    _ row: Range<Int>, _ targets: Column<UInt32>, _ weights: Column<Double>?, _ assigned: MutableColumn<UInt32>,
    in group: UInt32, of groups: MutableColumn<UInt32>, outside: UInt32
  ) -> Int {
    var met = 0
    for arc in row {
      // SAFETY: the caller's promise; fewer are met than there are communities or arcs.
      let target = unsafe Int(targets[unchecked: arc])
      let inner = unsafe assigned[unchecked: target]
      let isInside = unsafe groups[unchecked: target] == group
      unsafe add(weights?[unchecked: arc] ?? 1, to: isInside ? inner : outside, &met)
    }
    return met
  }

  // SAFETY: the caller knows `community` to be below the count and `met` to be the number of those met.
  @inline(__always) @unsafe
  private func add(_ weight: Double, to community: UInt32, _ met: inout Int) {
    // SAFETY: the caller's promise.
    let sum = unsafe sums[unchecked: Int(community)]
    unsafe communities[unchecked: met] = community
    unsafe sums[unchecked: Int(community)] = sum + weight
    // 1 for a sum of 0, whose bits are all 0, and 0 for a greater one; a comparison would become a branch.
    met &+= Int(truncatingIfNeeded: (sum.bitPattern &- 1) &>> 63)
  }
}
