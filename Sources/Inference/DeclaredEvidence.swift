import Foundation
import GraphKernels
import GraphStorage
import People
import Privacy

/// What people state of other attributes, and which groups and pages they are in, as evidence beside their ties.
///
/// Each is taken for a sign of the value asked about, independent of the others (naive Bayes): with n labelled people of
/// evidence who have x, the person asked about left out, x says log p(c | x) / p(c) of class c, and
/// p(c | x) = (those of them with c + 2 p(c)) / (n + 2). What ties say of the class is multiplied by
/// exp(strength · Σ_x), the strength chosen by cross-fit: signs are no more independent of each other than people are.
///
/// Source: links and content as factors of one product are those of Lu and Getoor, "Link-based classification" (2003).
/// Deviations: naive Bayes with one strength stands for their logistic models, and what ties say is raised by `floor`, so
/// that a value that no tie knows of can win.
///
/// Only people of evidence have signs. Left out are sensitive attributes, values and groups whose names tell of a special
/// category, and of any value whatever fewer than `leastHolders` others stand for. Numbers are taken by sixteenths of those
/// who state them.
struct DeclaredEvidence: Sendable {
  /// Of each person where their signs end in `signs`.
  private let ends: [Int]
  private let signs: [UInt32]
  /// How many different signs there are.
  let count: Int

  /// Labelled people other than the person asked about who must have a sign, so that no single one of them is decisive.
  static let leastHolders = 5
  /// How much signs may count; without them they count nothing.
  static let strengths = [0.1, 0.3]
  /// The strength tried of numbers and sets, where each costs a run.
  static let only = 0.3
  static let floor = 0.01
  /// Numbers are cut into so many parts.
  static let numberParts = 16
  /// With more counts of signs by class, or more people times classes, nothing is said of anybody, so that no table takes
  /// more than a gibibyte.
  static let mostCounts = 1 << 27

  static let none = DeclaredEvidence(rows: [], count: 0)

  var isEmpty: Bool { signs.isEmpty }

  private init(rows: [[UInt32]], count: Int) {
    var ends: [Int] = []
    var signs: [UInt32] = []
    ends.reserveCapacity(rows.count)
    for row in rows {
      signs += row
      ends.append(signs.count)
    }
    (self.ends, self.signs, self.count) = (ends, signs, count)
  }

  /// - Parameter attribute: the one asked about, whose values are no signs.
  /// - Complexity: O(values stated + memberships).
  init(_ permitted: Permitted<InferenceGraph>, except attribute: String, asOf: Timestamp) {
    let graph = permitted.value.graph
    let evidence = permitted.value.evidence
    let count = graph.people.count
    var holders: [[UInt32]] = []
    for column in graph.attributes where column.name != attribute && column.kind != .sensitive {
      let parts = column.kind == .numeric ? Self.parts(column, count) : Array(column.values.indices)
      let isPlain = column.values.map {
        column.kind == .numeric || AttributeKind.effective(name: $0, declared: nil) != .sensitive
      }
      var found = [[UInt32]](repeating: [], count: (parts.max() ?? -1) + 1)
      for position in 0..<count where evidence.contains(PersonIndex(position)) {
        for code in column.codes(of: PersonIndex(position)) where isPlain[Int(code)] {
          found[parts[Int(code)]].append(UInt32(position))
        }
      }
      holders += found
    }
    var members = [Set<UInt32>](repeating: [], count: graph.groups.count)
    for membership in graph.memberships
    where membership.period.holds(at: asOf) && evidence.contains(membership.person) {
      members[membership.group.position].insert(membership.person.rawValue)
    }
    for position in members.indices
    where AttributeKind.effective(name: graph.groups.label(GroupIndex(position)), declared: nil) != .sensitive {
      holders.append(members[position].sorted())
    }
    holders.removeAll { $0.count <= Self.leastHolders }
    var rows = [[UInt32]](repeating: [], count: count)
    for (sign, people) in holders.enumerated() {
      for person in people { rows[Int(person)].append(UInt32(sign)) }
    }
    self.init(rows: rows, count: holders.count)
  }

  /// For each value the part of the numbers that it is in: as many people in each as equal numbers allow.
  private static func parts(_ column: AttributeColumn, _ people: Int) -> [Int] {
    var holders = [Int](repeating: 0, count: column.values.count)
    for position in 0..<people {
      for code in column.codes(of: PersonIndex(position)) { holders[Int(code)] += 1 }
    }
    let all = max(holders.reduce(0, +), 1)
    let order = column.values.indices.sorted {
      (ExactDecimal(column.values[$0])?.value ?? 0) < (ExactDecimal(column.values[$1])?.value ?? 0)
    }
    var parts = [Int](repeating: 0, count: column.values.count)
    var before = 0
    for code in order {
      parts[code] = before * numberParts / all
      before += holders[code]
    }
    return parts
  }

  private func signs(of vertex: Int) -> ArraySlice<UInt32> {
    isEmpty ? [] : signs[(vertex == 0 ? 0 : ends[vertex - 1])..<ends[vertex]]
  }

  /// What the signs of some vertices say, and who stands behind them. An own label in `labels` does not count.
  /// - Complexity: O(signs + signs of the vertices × classes).
  func said(_ labels: LabelEvidence, of vertices: [Int], threads: ThreadCount) -> DeclaredSigns {
    guard !vertices.isEmpty, !isEmpty, max(count, ends.count) * labels.classCount <= Self.mostCounts else {
      return DeclaredSigns(classCount: labels.classCount)
    }
    let classCount = labels.classCount
    var counts = [Int32](repeating: 0, count: count * classCount)
    var totals = [Int32](repeating: 0, count: count)
    for vertex in ends.indices where labels.labels[vertex] >= 0 {
      for sign in signs(of: vertex) {
        counts[Int(sign) * classCount + Int(labels.labels[vertex])] += 1
        totals[Int(sign)] += 1
      }
    }
    let (held, all) = (counts, totals)
    let ranges = evenRanges(vertices.count, pieces: 64)
    let pieces = parallelMap(count: ranges.count, threads: threads) { piece in
      var part = DeclaredSigns.Part()
      for vertex in vertices[ranges[piece]] {
        let own = labels.labels[vertex]
        let prior = (0..<classCount).map { labels.prior(excluding: own, class: $0) }
        var sums = [Double](repeating: 0, count: classCount)
        var people = 0
        for sign in signs(of: vertex) {
          let others = Int(all[Int(sign)]) - (own >= 0 ? 1 : 0)
          guard others >= Self.leastHolders else { continue }
          people = max(people, others)
          for index in 0..<classCount {
            var having = Double(held[Int(sign) * classCount + index])
            if Int(own) == index { having -= 1 }
            let share = (having + 2 * prior[index]) / (Double(others) + 2)
            sums[index] += log(share / prior[index])
          }
        }
        if people > 0 {
          part.vertices.append(vertex)
          part.people.append(people)
          part.sums += sums
        }
      }
      return part
    }
    return DeclaredSigns(classCount: classCount, vertexCount: ends.count, pieces)
  }
}

/// What signs say of the classes of some vertices.
struct DeclaredSigns: Sendable {
  /// Of some of the vertices, in their order.
  fileprivate struct Part: Sendable {
    var vertices: [Int] = []
    var people: [Int] = []
    /// One row a vertex.
    var sums: [Double] = []
  }

  private let classCount: Int
  /// Of each vertex of the graph its row, or −1; empty where nobody has any.
  private var rows: [Int32] = []
  /// Of each row how many labelled people stand behind it at least.
  private var people: [Int] = []
  private var sums: [Double] = []

  init(classCount: Int) { self.classCount = classCount }

  fileprivate init(classCount: Int, vertexCount: Int, _ parts: [Part]) {
    self.classCount = classCount
    rows = [Int32](repeating: -1, count: vertexCount)
    for part in parts {
      for (vertex, behind) in zip(part.vertices, part.people) {
        rows[vertex] = Int32(people.count)
        people.append(behind)
      }
      sums += part.sums
    }
  }

  func isEmpty(_ vertex: Int) -> Bool { rows.isEmpty || rows[vertex] < 0 }

  /// Who stands behind what ties and signs say: who stands behind the ties' part, and where no tie said anything (no mass),
  /// who stands behind the signs.
  func support(_ ties: LabelSupport, of vertex: Int, mass: Double) -> LabelSupport {
    guard mass == 0, !isEmpty(vertex) else { return ties }
    return LabelSupport(
      people: people[Int(rows[vertex])], isMinimum: true, largestShare: 0...(1 / Double(DeclaredEvidence.leastHolders)))
  }

  /// The row of a vertex as ties and signs together have it; that of the ties where there are no signs.
  func row(_ said: ClassDistributions, _ vertex: Int, strength: Double) -> [Double] {
    let row = Array(said.row(vertex))
    guard strength > 0, !isEmpty(vertex) else { return row }
    let start = Int(rows[vertex]) * classCount
    let own = sums[start..<start + classCount]
    let greatest = own.max() ?? 0
    var both = zip(row, own).map { ($0 + DeclaredEvidence.floor) * exp(strength * ($1 - greatest)) }
    let total = both.reduce(0, +)
    for index in both.indices { both[index] /= total }
    return both
  }
}
