import GraphStorage

/// Adds up the weights from one vertex to each community around it; scratch memory of one thread.
///
/// Communities and their sums stand side by side in the order of their first appearance, which is that of the row. A
/// hash table of 2-byte places, sized by the row, says where a community stands, and stays in the first-level cache;
/// for rows above 2,048 arcs one number a community does.
final class LinkSums: Sendable {
  private static let small = 2_048

  /// The communities met, and the weight to each.
  let communities: MutableColumn<UInt32>
  let sums: MutableColumn<Double>
  /// 1 + the place of a community; 0 where free.
  private let table = MutableColumn<UInt16>(repeating: 0, count: LinkSums.small * 4)
  /// The same for each community, all 0 between uses; none where no row needs it.
  private let places: MutableColumn<UInt32>

  init(_ level: CommunityLevel) {
    let largest = level.largestDegree
    let room = min(largest, level.count) + 1
    // SAFETY: places are written when a community is met, and read only below the number of those met.
    communities = unsafe MutableColumn(unwritten: room)
    sums = unsafe MutableColumn(unwritten: room)
    places = MutableColumn(repeating: 0, count: largest > Self.small ? level.count : 0)
  }

  /// Sums over a row; `own` stands first, with 0 where no arc leads there. Gives how many were met. With `groups` only
  /// over arcs to vertices of `group`.
  // SAFETY: the caller knows the row to lie in the columns of the level this was made for, its targets in
  // `assigned`, and communities below the level's count.
  @inline(__always) @unsafe
  func gather(
    _ row: Range<Int>, _ targets: Column<UInt32>, _ weights: Column<Double>?, _ assigned: MutableColumn<UInt32>,
    own: UInt32, groups: MutableColumn<UInt32>? = nil, group: UInt32 = 0
  ) -> Int {
    if row.count > Self.small {
      return unsafe gatherLarge(row, targets, weights, assigned, own: own, groups: groups, group: group)
    }
    let (communities, sums, table) = (communities, sums, table)
    // At least twice as many places as communities.
    let bits = Int.bitWidth &- (row.count &* 2 &+ 1).leadingZeroBitCount
    let mask = 1 &<< bits &- 1
    let shift = UInt32(truncatingIfNeeded: 32 &- bits)
    table.fill(0, 0..<mask &+ 1)
    // SAFETY: slots are masked to the table's places; the rest as the caller promised.
    unsafe communities[unchecked: 0] = own
    unsafe sums[unchecked: 0] = 0
    unsafe table[unchecked: Int((own &* 0x9E37_79B1) &>> shift)] = 1
    var met = 1
    var arc = row.lowerBound
    while arc < row.upperBound {
      // SAFETY: as above.
      let target = unsafe Int(targets[unchecked: arc])
      let weight = unsafe weights?[unchecked: arc] ?? 1
      arc &+= 1
      if let groups, unsafe groups[unchecked: target] != group { continue }
      let community = unsafe assigned[unchecked: target]
      var slot = Int(truncatingIfNeeded: (community &* 0x9E37_79B1) &>> shift)
      while true {
        let place = unsafe Int(table[unchecked: slot]) &- 1
        if place < 0 {
          unsafe table[unchecked: slot] = UInt16(truncatingIfNeeded: met &+ 1)
          unsafe communities[unchecked: met] = community
          unsafe sums[unchecked: met] = weight
          met &+= 1
          break
        }
        if unsafe communities[unchecked: place] == community {
          unsafe sums[unchecked: place] += weight
          break
        }
        slot = (slot &+ 1) & mask
      }
    }
    return met
  }

  // SAFETY: as for `gather`.
  @unsafe private func gatherLarge(
    _ row: Range<Int>, _ targets: Column<UInt32>, _ weights: Column<Double>?, _ assigned: MutableColumn<UInt32>,
    own: UInt32, groups: MutableColumn<UInt32>?, group: UInt32
  ) -> Int {
    let (communities, sums, places) = (communities, sums, places)
    // SAFETY: the caller's promise.
    unsafe communities[unchecked: 0] = own
    unsafe sums[unchecked: 0] = 0
    unsafe places[unchecked: Int(own)] = 1
    var met = 1
    for arc in row {
      // SAFETY: as above.
      let target = unsafe Int(targets[unchecked: arc])
      if let groups, unsafe groups[unchecked: target] != group { continue }
      let community = unsafe assigned[unchecked: target]
      let weight = unsafe weights?[unchecked: arc] ?? 1
      let place = unsafe Int(places[unchecked: Int(community)])
      if place > 0 {
        unsafe sums[unchecked: place &- 1] += weight
      } else {
        unsafe communities[unchecked: met] = community
        unsafe sums[unchecked: met] = weight
        met &+= 1
        unsafe places[unchecked: Int(community)] = UInt32(truncatingIfNeeded: met)
      }
    }
    for place in 0..<met {
      // SAFETY: below the number met.
      unsafe places[unchecked: Int(communities[unchecked: place])] = 0
    }
    return met
  }
}
