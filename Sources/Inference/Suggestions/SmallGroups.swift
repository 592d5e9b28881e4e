import People

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Groups and communities of few people (never pages), and who is in which.
struct SmallGroups: Sendable {
  private let groupsOf: [[UInt32]]
  private let membersOf: [[UInt32]]

  static let none = SmallGroups(groupsOf: [], membersOf: [])

  private init(groupsOf: [[UInt32]], membersOf: [[UInt32]]) {
    (self.groupsOf, self.membersOf) = (groupsOf, membersOf)
  }

  /// - Parameter largest: groups with more of the graph's people join nobody.
  init(_ graph: SocialGraph, at moment: Timestamp?, largest: Int) {
    var members = [[UInt32]](repeating: [], count: graph.groups.count)
    // Sorted by person, so members ascend.
    for membership in graph.memberships
    where graph.groups.kinds[membership.group.position] != .page
      && (moment.map(membership.period.holds) ?? (membership.period.until == nil))
    {
      let person = membership.person.rawValue
      if members[membership.group.position].last != person { members[membership.group.position].append(person) }
    }
    var groups = [[UInt32]](repeating: [], count: graph.people.count)
    for (group, people) in members.enumerated() {
      if (2...max(2, largest)).contains(people.count) {
        for person in people { groups[Int(person)].append(UInt32(group)) }
      } else {
        members[group] = []
      }
    }
    (groupsOf, membersOf) = (groups, members)
  }

  /// Who is in a small group with a person, ascending, each once.
  func companions(of person: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    for group in groupsOf[Int(person)] { found += membersOf[Int(group)] }
    found.sort()
    var distinct: [UInt32] = []
    for other in found where other != person && distinct.last != other { distinct.append(other) }
    return distinct
  }

  /// How many small groups both are in, and Σ 1 / ln size over them.
  func shared(_ one: UInt32, _ other: UInt32) -> (count: Int, weight: Double) {
    let (first, second) = (groupsOf[Int(one)], groupsOf[Int(other)])
    var (left, right, count, weight) = (0, 0, 0, 0.0)
    while left < first.count, right < second.count {
      if first[left] == second[right] {
        count += 1
        weight += 1 / log(Double(membersOf[Int(first[left])].count))
        left += 1
        right += 1
      } else if first[left] < second[right] {
        left += 1
      } else {
        right += 1
      }
    }
    return (count, weight)
  }
}
