import Foundation
import Testing

/// The counts are those of the literature, stated in `datasets/README.md`.
@Suite("Classical datasets")
struct ClassicalDatasetsTests {
  @Test("the karate club has 34 members, 78 friendships, leaders of 16 and 17 friends and two factions of 17")
  func karate() throws {
    let people = try Table(repositoryDatasets + "/karate/people.csv")
    let ties = try Table(repositoryDatasets + "/karate/friendships.csv").pairs("a", "b")
    #expect(people.column("id") == (1...34).map(String.init))
    #expect(ties.count == 78)
    #expect(Set(ties.map { Set([$0.0, $0.1]) }).count == 78)
    var degrees: [String: Int] = [:]
    for (first, second) in ties {
      #expect(first != second)
      degrees[first, default: 0] += 1
      degrees[second, default: 0] += 1
    }
    #expect(degrees["1"] == 16 && degrees["34"] == 17 && degrees["33"] == 12 && degrees["12"] == 1)
    #expect(Set(degrees.keys) == Set(people.column("id")))
    #expect(people.column("faction").filter { $0 == "Mr. Hi" }.count == 17)
    #expect(people.column("faction").filter { $0 == "Officer" }.count == 17)
    // 45 triangles, as published tables of this graph have it.
    var friends: [String: Set<String>] = [:]
    for (first, second) in ties {
      friends[first, default: []].insert(second)
      friends[second, default: []].insert(first)
    }
    let closed = ties.reduce(0) { $0 + (friends[$1.0] ?? []).intersection(friends[$1.1] ?? []).count }
    #expect(closed == 3 * 45)
    // Eleven friendships cross the line between the factions after the split as NetworkX has it.
    let faction = Dictionary(uniqueKeysWithValues: people.pairs("id", "faction"))
    #expect(ties.filter { faction[$0.0] != faction[$0.1] }.count == 11)
  }

  @Test("Davis's Southern women: 18 women, 14 events, 89 attendances, with the known sizes of the events")
  func women() throws {
    let people = try Table(repositoryDatasets + "/southern-women/people.csv").column("id")
    let groups = try Table(repositoryDatasets + "/southern-women/groups.csv").column("id")
    let attendances = try Table(repositoryDatasets + "/southern-women/memberships.csv").pairs("person", "group")
    #expect(people.count == 18 && groups.count == 14 && attendances.count == 89)
    #expect(Set(attendances.map(\.0)) == Set(people))
    let sizes = groups.map { group in attendances.filter { $0.1 == group }.count }
    #expect(sizes == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3])
    let calls = people.map { woman in attendances.filter { $0.0 == woman }.count }
    #expect(calls == [8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2])
  }
}
