import GraphStorage
import Pictures

/// Plausible pictures, the same on every run.
enum SamplePictures {
  static let departments = ["Scientific", "Sales", "Human resources", "Logistics", "Finance"]
  private static let firstNames = [
    "Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Lena", "Mateo",
    "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tomás",
  ]
  private static let lastNames = [
    "Moreau", "Lindqvist", "Okafor", "van den Berg", "Kowalska", "Tanaka", "Fitzgerald", "Rossi", "Haddad", "Nguyen",
    "Petrova", "Schmidt", "Álvarez", "Brown",
  ]

  /// An ego with `neighbours` people in `groupCount` groups, strengths falling with rank, and ties mostly inside
  /// groups.
  static func office(
    neighbours: Int, groupCount: Int = 5, pending: Int = 0, inferredEvery: Int = 9, tieDensity: Double = 0.22,
    seed: UInt64 = 1
  ) -> EgoPicture {
    var generator = SeededGenerator(seed: seed)
    let names =
      departments + [
        "Legal", "Marketing", "Information technology", "Reception", "Catering", "Security",
        "Archives and records management",
      ]
    let group = (0..<neighbours).map { _ in min(generator.below(groupCount), generator.below(groupCount)) }
    let strengths = (0..<neighbours).map { 180.0 / Double($0 + 1) * (0.7 + 0.6 * generator.unit()) }
    let total = max(1, strengths.reduce(0, +) / 0.91)
    var nodes = [
      EgoPicture.Node(id: "p0", label: "Camille Laurent", kind: .ego, group: 0, share: 1, strength: 0)
    ]
    var edges: [EgoPicture.Edge] = []
    for index in 0..<neighbours {
      let isPending = index >= neighbours - pending
      let firstName = firstNames[(index * 7) % firstNames.count]
      let name = "\(firstName) \(lastNames[(index * 5 + index / 14) % lastNames.count])"
      nodes.append(
        EgoPicture.Node(
          id: "p\(index + 1)", label: isPending ? "" : name, kind: isPending ? .pendingContact : .person,
          group: isPending ? nil : group[index], share: strengths[index] / total, strength: strengths[index],
          lastContact: "\(1 + index % 28) June 2015", reason: "rank \(index + 1) of \(neighbours * 3)",
          inferred: !isPending && index % inferredEvery == inferredEvery - 1))
      edges.append(
        EgoPicture.Edge(
          from: 0, to: index + 1, strength: strengths[index], nature: index % 13 == 12 ? .inferred : .observed,
          tooltip: "rank \(index + 1)"))
    }
    let people = max(0, neighbours - pending)
    for first in 0..<people {
      for second in 0..<first {
        let chance = group[first] == group[second] ? tieDensity : tieDensity / 12
        if generator.unit() < chance {
          let strength = 0.5 + 25 * generator.unit() * generator.unit()
          edges.append(EgoPicture.Edge(from: second + 1, to: first + 1, strength: strength))
        }
      }
    }
    let groups = (0..<groupCount).map { index in
      EgoPicture.Group(name: names[index % names.count], count: group.prefix(people).count { $0 == index })
    }
    return EgoPicture(
      title: "Camille Laurent and the people around",
      subtitle: "kernel 10·H1d + H15d · as of 3 July 2015 · run 5f3a09c2",
      nodes: nodes, edges: edges, groups: groups, groupingName: "department",
      omission: Omission(shown: neighbours, total: neighbours * 3, strengthShown: 0.91, hidden: 57))
  }
}
