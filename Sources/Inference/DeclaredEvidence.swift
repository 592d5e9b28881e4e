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
/// Who stands behind the signs is known by person: see `support`.
///
/// Only people of evidence have signs. Left out are sensitive attributes, values and groups whose names the word list of
/// `AttributeKind` knows for a special category (it does not know every such name), and of any value whatever fewer than
/// `leastHolders` others stand for. Numbers are taken by sixteenths of those who state them.
struct DeclaredEvidence: Sendable {
  /// Of each person where their signs end in `signs`.
  private let ends: [Int]
  private let signs: [UInt32]
  /// How many different signs there are.
  let count: Int

  /// Labelled people other than the person asked about who must have a sign for it to count.
  static let leastHolders = 5
  /// Of a sign that more people of the class have, each counts as one who may be behind every other such sign.
  static let mostNamed = 64
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
      var held = [Int](repeating: 0, count: (parts.max() ?? -1) + 1)
      let sharing = (0..<count).filter { evidence.contains(PersonIndex($0)) }
      for position in sharing {
        for code in column.codes(of: PersonIndex(position)) { held[parts[Int(code)]] += 1 }
      }
      // Most values are rare, and of those nothing more is asked.
      var places = held.map { _ in -1 }
      for (code, value) in column.values.enumerated()
      where held[parts[code]] > Self.leastHolders && places[parts[code]] < 0 {
        guard column.kind == .numeric || !Self.isSpecial(value) else { continue }
        places[parts[code]] = holders.count
        holders.append([])
      }
      for position in sharing {
        for code in column.codes(of: PersonIndex(position)) where places[parts[Int(code)]] >= 0 {
          holders[places[parts[Int(code)]]].append(UInt32(position))
        }
      }
    }
    var members = [Set<UInt32>](repeating: [], count: graph.groups.count)
    for membership in graph.memberships
    where membership.period.holds(at: asOf) && evidence.contains(membership.person) {
      members[membership.group.position].insert(membership.person.rawValue)
    }
    for position in members.indices where members[position].count > Self.leastHolders {
      if Self.isSpecial(graph.groups.ids[position]) || graph.groups.names[position].map(Self.isSpecial) ?? false { continue }
      holders.append(members[position].sorted())
    }
    var rows = [[UInt32]](repeating: [], count: count)
    for (sign, people) in holders.enumerated() {
      for person in people { rows[Int(person)].append(UInt32(sign)) }
    }
    self.init(rows: rows, count: holders.count)
  }

  private static func isSpecial(_ name: String) -> Bool {
    AttributeKind.effective(name: name, declared: nil) == .sensitive
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

  /// What the signs of some vertices say. An own label in `labels` does not count.
  /// - Complexity: O(signs × classes + signs of the vertices × classes).
  func said(_ labels: LabelEvidence, of vertices: [Int], threads: ThreadCount) -> DeclaredSigns {
    guard !vertices.isEmpty, speaks(of: labels) else {
      return DeclaredSigns(classCount: labels.classCount)
    }
    let classCount = labels.classCount
    let tally = tally(labels)
    // The same for everybody without an own label.
    let plain = (0..<classCount).map { labels.prior(excluding: -1, class: $0) }
    let signRanges = evenRanges(count, pieces: 64)
    let logs = parallelMap(count: signRanges.count, threads: threads) { piece in
      signRanges[piece].flatMap { sign in
        (0..<classCount).map { tally.ratio(sign, $0, prior: plain[$0], own: -1) }
      }
    }.flatMap { $0 }
    let ranges = evenRanges(vertices.count, pieces: 64)
    let pieces = parallelMap(count: ranges.count, threads: threads) { piece in
      var part = DeclaredSigns.Part()
      for vertex in vertices[ranges[piece]] {
        let own = labels.labels[vertex]
        let prior = own < 0 ? plain : (0..<classCount).map { labels.prior(excluding: own, class: $0) }
        var sums = [Double](repeating: 0, count: classCount)
        var isSaid = false
        for sign in signs(of: vertex) {
          guard tally.others(Int(sign), own: own) >= Self.leastHolders else { continue }
          isSaid = true
          for index in 0..<classCount {
            sums[index] +=
              own < 0
              ? logs[Int(sign) * classCount + index]
              : tally.ratio(Int(sign), index, prior: prior[index], own: own)
          }
        }
        if isSaid {
          part.vertices.append(vertex)
          part.sums += sums
        }
      }
      return part
    }
    return DeclaredSigns(classCount: classCount, vertexCount: ends.count, pieces)
  }

  /// Whether there are signs, and tables for them are small enough.
  private func speaks(of labels: LabelEvidence) -> Bool {
    !isEmpty && max(count, ends.count) * labels.classCount <= Self.mostCounts
  }

  private func tally(_ labels: LabelEvidence) -> Tally {
    var tally = Tally(classCount: labels.classCount, signs: count)
    for vertex in ends.indices where labels.labels[vertex] >= 0 {
      for sign in signs(of: vertex) { tally.add(Int(sign), labels.labels[vertex]) }
    }
    return tally
  }

  /// How many labelled people have each sign, by class.
  private struct Tally: Sendable {
    let classCount: Int
    private(set) var counts: [Int32]
    private var totals: [Int32]

    init(classCount: Int, signs: Int) {
      self.classCount = classCount
      counts = [Int32](repeating: 0, count: signs * classCount)
      totals = [Int32](repeating: 0, count: signs)
    }

    mutating func add(_ sign: Int, _ label: Int32) {
      counts[sign * classCount + Int(label)] += 1
      totals[sign] += 1
    }

    /// Those who have it, the person asked about (of class `own`, or −1) left out.
    func others(_ sign: Int, own: Int32) -> Int { Int(totals[sign]) - (own >= 0 ? 1 : 0) }

    func having(_ sign: Int, _ index: Int, own: Int32) -> Int {
      Int(counts[sign * classCount + index]) - (Int(own) == index ? 1 : 0)
    }

    /// log p(c | x) / p(c).
    func ratio(_ sign: Int, _ index: Int, prior: Double, own: Int32) -> Double {
      let share = (Double(having(sign, index, own: own)) + 2 * prior) / (Double(others(sign, own: own)) + 2)
      return log(share / prior)
    }
  }

  /// Who stands behind answers in which signs count.
  ///
  /// Each labelled other of the class answered brings 1 / (n + 2) to p(c | x) of every sign x they share with the person;
  /// a person's share is what they bring over all signs in what all bring. It is exact over signs that at most `mostNamed`
  /// people of the class have; of the others every one may be the same person, which bounds it. The whole answer stands on
  /// the worse of both parts: its share is the greater of the two, and where no tie said anything the signs' alone.
  /// - Parameters:
  ///   - ties: who stands behind the ties' part, for each answer.
  ///   - answers: vertex, class answered, and the ties' mass.
  /// - Complexity: O(signs of the labelled + signs × classes + `mostNamed` × signs of the answers).
  func support(
    _ ties: [LabelSupport], _ labels: LabelEvidence, of answers: [(vertex: Int, label: Int32, mass: Double)],
    threads: ThreadCount
  ) -> [LabelSupport] {
    guard !answers.isEmpty, speaks(of: labels) else { return ties }
    let tally = tally(labels)
    // Holders by sign, and within by class.
    var starts = [Int](repeating: 0, count: tally.counts.count + 1)
    for place in tally.counts.indices { starts[place + 1] = starts[place] + Int(tally.counts[place]) }
    var next = starts
    var holders = [UInt32](repeating: 0, count: starts[starts.count - 1])
    for vertex in ends.indices where labels.labels[vertex] >= 0 {
      for sign in signs(of: vertex) {
        let place = Int(sign) * labels.classCount + Int(labels.labels[vertex])
        holders[next[place]] = UInt32(vertex)
        next[place] += 1
      }
    }
    let (first, held) = (starts, holders)
    let ranges = evenRanges(answers.count, pieces: 64)
    return parallelMap(count: ranges.count, threads: threads) { piece in
      ranges[piece].map { place in
        let (vertex, label, mass) = answers[place]
        let own = labels.labels[vertex]
        var brought: [UInt32: Double] = [:]
        var (total, most, unnamed, isMinimum) = (0.0, 0, 0.0, false)
        for sign in signs(of: vertex).map(Int.init) {
          let others = tally.others(sign, own: own)
          let having = tally.having(sign, Int(label), own: own)
          guard others >= Self.leastHolders, having > 0 else { continue }
          let part = 1 / (Double(others) + 2)
          total += Double(having) * part
          if having > Self.mostNamed {
            (unnamed, most, isMinimum) = (unnamed + part, max(most, having), true)
          } else {
            let list = sign * labels.classCount + Int(label)
            for holder in held[first[list]..<first[list + 1]] where Int(holder) != vertex {
              brought[holder, default: 0] += part
            }
          }
        }
        // Signs that bring nothing to the class answered have only spoken against others.
        guard total > 0 else { return ties[place] }
        let largest = brought.values.max() ?? 0
        let share = (largest / total)...min(1, (largest + unnamed) / total)
        let people = max(brought.count, most)
        if mass == 0 { return LabelSupport(people: people, isMinimum: isMinimum, largestShare: share) }
        let lower = max(ties[place].largestShare.lowerBound, share.lowerBound)
        return LabelSupport(
          people: ties[place].people, isMinimum: ties[place].isMinimum,
          largestShare: lower...max(lower, ties[place].largestShare.upperBound, share.upperBound))
      }
    }.flatMap { $0 }
  }
}

/// What signs say of the classes of some vertices.
struct DeclaredSigns: Sendable {
  /// Of some of the vertices, in their order.
  fileprivate struct Part: Sendable {
    var vertices: [Int] = []
    /// One row a vertex.
    var sums: [Double] = []
  }

  private let classCount: Int
  /// Of each vertex of the graph its row, or −1; empty where nobody has any.
  private var rows: [Int32] = []
  private var sums: [Double] = []

  init(classCount: Int) { self.classCount = classCount }

  fileprivate init(classCount: Int, vertexCount: Int, _ parts: [Part]) {
    self.classCount = classCount
    rows = [Int32](repeating: -1, count: vertexCount)
    for part in parts {
      for (place, vertex) in part.vertices.enumerated() {
        rows[vertex] = Int32(sums.count / classCount + place)
      }
      sums += part.sums
    }
  }

  func isEmpty(_ vertex: Int) -> Bool { rows.isEmpty || rows[vertex] < 0 }

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
