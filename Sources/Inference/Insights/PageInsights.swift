import People
import Privacy

/// Who did what on a page or in a group in some days, counted on a public grid within bounds for each person.
///
/// A release of one place has four tables at most: `audience` (joined, left; Δ = 2; without bounds also members at the end,
/// which no noise would protect: the same people stand in every week, and an average over weeks has none), `reach` (people who did anything, Δ = 1), `totals` (verb, and day where asked for) and `breakdown` (the same by what
/// people are). A person counts in at most 4 cells of the last two, in each once (people) or up to 10 times (events),
/// so Δ is 4 or 40. Neighbours differ in one person with everything of theirs.
///
/// Source: DOMAIN C.6.
public struct PageInsights: Sendable {
  private let graph: SocialGraph
  private let days: Range<Int>
  private let measure: InsightMeasure
  private let isBounded: Bool
  private let totalAxes: [ReleaseAxis]
  private let breakdownAxes: [ReleaseAxis]
  /// Everybody's cell among those of the breakdown; empty where there is none.
  private let classes: [Int]
  /// For each group, plus one: where its pairs of `placeInteractions` start in `pairs`.
  private let pairStarts: [Int]
  private let pairs: [(person: UInt32, pair: Int)]
  private let memberStarts: [Int]
  private let members: [Int]
  /// What is asked, in words that tell it from other questions.
  public let name: String
  public var totalAxisNames: [String] { totalAxes.map(\.name) }
  public var breakdownAxisNames: [String] { breakdownAxes.map(\.name) }

  /// - Parameters:
  ///   - permitted: the graph of those who allow insights.
  ///   - days: since 1970, UTC, the last one not in it.
  ///   - dimensions: `day`, `age_band` and attributes of the grid.
  ///   - isBounded: false counts everything, for what only a k gate guards.
  /// - Precondition: `permitted` is for insights, and `days` are not empty.
  /// - Complexity: O(people + pairs with places + memberships).
  public init(
    _ permitted: Permitted<SocialGraph>, days: Range<Int>, by dimensions: [String], measure: InsightMeasure,
    grid: InsightGrid, isBounded: Bool
  ) throws(InsightError) {
    precondition(permitted.purpose == .insights && !days.isEmpty, "insights are made of a graph for insights")
    let graph = permitted.value
    (self.graph, self.days, self.measure, self.isBounded) = (graph, days, measure, isBounded)
    for (place, name) in dimensions.enumerated() where dimensions[..<place].contains(name) {
      throw .dimensionTwice(name)
    }
    var totals = [ReleaseAxis(name: "verb", values: graph.kinds.names)]
    if dimensions.contains(InsightGrid.day) {
      totals.append(
        ReleaseAxis(name: InsightGrid.day, values: days.map { CivilDate(daysSince1970: $0).description }))
    }
    var axes: [ReleaseAxis] = []
    var classes = [Int](repeating: 0, count: graph.people.count)
    let end = CivilDate(daysSince1970: days.upperBound - 1)
    for dimension in dimensions where dimension != InsightGrid.day {
      let codes: [Int]
      if dimension == InsightGrid.ageBand {
        axes.append(ReleaseAxis(name: dimension, values: grid.ageValues))
        codes = Self.ageCodes(graph, grid, on: end)
      } else {
        let values = try Self.values(dimension, graph, grid)
        axes.append(ReleaseAxis(name: dimension, values: values + [InsightGrid.other]))
        codes = Self.codes(dimension, values, graph, on: end)
      }
      guard ReleasePart.cells(totals + axes) != nil else { throw .tooManyCells }
      let width = axes[axes.count - 1].values.count
      for person in classes.indices { classes[person] = classes[person] * width + codes[person] }
    }
    guard ReleasePart.cells(totals + axes) != nil else { throw .tooManyCells }
    (totalAxes, breakdownAxes) = (totals, axes)
    self.classes = axes.isEmpty ? [] : classes
    var name = measure.rawValue
    if !dimensions.isEmpty { name += " by " + (totals.dropFirst() + axes).map(\.name).joined(separator: ", ") }
    if let fingerprint = grid.fingerprint(of: dimensions) { name += " on grid \(fingerprint)" }
    self.name = name

    let ledger = graph.placeInteractions
    let groups = graph.groups.count
    var starts = [Int](repeating: 0, count: groups + 1)
    for target in ledger.pairTargets where Int(target) < groups { starts[Int(target) + 1] += 1 }
    for group in 0..<groups { starts[group + 1] += starts[group] }
    pairStarts = starts
    var found = [(person: UInt32, pair: Int)](repeating: (0, 0), count: starts[groups])
    for source in 0..<ledger.sourceCount {
      for pair in ledger.pairs(of: source) where Int(ledger.pairTargets[pair]) < groups {
        let group = Int(ledger.pairTargets[pair])
        found[starts[group]] = (UInt32(source), pair)
        starts[group] += 1
      }
    }
    pairs = found
    starts = [Int](repeating: 0, count: groups + 1)
    for membership in graph.memberships { starts[membership.group.position + 1] += 1 }
    for group in 0..<groups { starts[group + 1] += starts[group] }
    memberStarts = starts
    var members = [Int](repeating: 0, count: graph.memberships.count)
    for (place, membership) in graph.memberships.enumerated() {
      members[starts[membership.group.position]] = place
      starts[membership.group.position] += 1
    }
    self.members = members
  }

  /// How a loss is dealt out: a quarter for the audience, an eighth for the reach, the rest for totals, or a quarter for
  /// them and the rest for the breakdown.
  static func shares(_ loss: PrivacyLoss, hasBreakdown: Bool) -> (
    audience: PrivacyLoss, reach: PrivacyLoss, totals: PrivacyLoss, breakdown: PrivacyLoss
  ) {
    let (eighth, quarter) = (loss.micro / 8, loss.micro / 4)
    let rest = loss.micro - eighth - quarter
    return (
      PrivacyLoss(micro: quarter), PrivacyLoss(micro: eighth), PrivacyLoss(micro: hasBreakdown ? quarter : rest),
      PrivacyLoss(micro: hasBreakdown ? rest - quarter : 0)
    )
  }

  /// The tables of one place.
  /// - Complexity: O(rows of the place), and a digest for each cell of a person who has more than 4.
  public func drafts(of group: GroupIndex, loss: PrivacyLoss) -> [ReleaseLedger.Draft] {
    let key = Array("\(name)\n\(days.lowerBound)\n\(graph.groups.ids[group.position])".utf8)
    func builder(_ cells: Int, _ bound: ContributionBound) -> BoundedCounts.Builder {
      BoundedCounts.Builder(cells: cells, bound: isBounded ? bound : nil, key: key)
    }
    let width = breakdownAxes.reduce(1) { $0 * $1.values.count }
    let cells = totalAxes.reduce(1) { $0 * $1.values.count }
    let kept = isBounded ? Self.audience.dropFirst() : Self.audience[...]
    var audience = builder(kept.count, ContributionBound(cells: 2, each: 1))
    var reach = builder(1, ContributionBound(cells: 1, each: 1))
    var totals = builder(cells, measure.bound)
    var breakdown = builder(breakdownAxes.isEmpty ? 0 : cells * width, measure.bound)
    let ids = graph.people.ids
    for entry in pairs[pairStarts[group.position]..<pairStarts[group.position + 1]] {
      let own = contributions(ofPair: entry.pair)
      if own.isEmpty { continue }
      let id = ids.utf8(Int(entry.person))
      reach.add(person: id, [(0, 1)], isReach: true)
      totals.add(person: id, own, isReach: measure == .people)
      if breakdownAxes.isEmpty { continue }
      let place = classes[Int(entry.person)]
      breakdown.add(person: id, own.map { ($0.cell * width + place, $0.count) }, isReach: measure == .people)
    }
    for (person, own) in audienceOf(group) {
      let cells = own.filter { kept.indices.contains($0.cell) }.map { (cell: $0.cell - kept.startIndex, count: $0.count) }
      audience.add(person: ids.utf8(Int(person)), cells, isReach: true)
    }
    let shares = Self.shares(loss, hasBreakdown: !breakdownAxes.isEmpty)
    var drafts = [
      ReleaseLedger.Draft(
        name: "audience", axes: [ReleaseAxis(name: "audience", values: Array(kept))], totalAxes: 1,
        loss: shares.audience, counts: audience.finish()),
      ReleaseLedger.Draft(name: "reach", axes: [], totalAxes: 0, loss: shares.reach, counts: reach.finish()),
      ReleaseLedger.Draft(
        name: "totals", axes: totalAxes, totalAxes: totalAxes.count, loss: shares.totals, counts: totals.finish()),
    ]
    if !breakdownAxes.isEmpty {
      drafts.append(
        ReleaseLedger.Draft(
          name: "breakdown", axes: totalAxes + breakdownAxes, totalAxes: totalAxes.count, loss: shares.breakdown,
          counts: breakdown.finish()))
    }
    return drafts
  }

  private static let audience = ["members", "joined", "left"]

  private func contributions(ofPair pair: Int) -> [(cell: Int, count: Int)] {
    let ledger = graph.placeInteractions
    let hasDays = totalAxes.count > 1
    var own: [(cell: Int, count: Int)] = []
    for row in ledger.rows(ofPair: pair) {
      let day = Int(ledger.rowHours[row]) / 24
      guard days.contains(day) else { continue }
      let verb = Int(ledger.classes[Int(ledger.rowClasses[row])].kind.rawValue)
      own.append(
        (hasDays ? verb * days.count + (day - days.lowerBound) : verb, Int(ledger.rowCounts[row])))
    }
    return own
  }

  /// Who is a member at the end, joined or left: for each person once, whatever their roles.
  private func audienceOf(_ group: GroupIndex) -> [(person: UInt32, cells: [(cell: Int, count: Int)])] {
    let millisecondsADay: Int64 = 86_400_000
    let first = Timestamp(milliseconds: Int64(days.lowerBound) * millisecondsADay)
    let end = Timestamp(milliseconds: Int64(days.upperBound) * millisecondsADay)
    let last = Timestamp(milliseconds: end.milliseconds - 1)
    var found: [(person: UInt32, cells: [(cell: Int, count: Int)])] = []
    for place in members[memberStarts[group.position]..<memberStarts[group.position + 1]] {
      let membership = graph.memberships[place]
      var own: [(cell: Int, count: Int)] = []
      let period = membership.period
      if period.holds(at: last) { own.append((0, 1)) }
      if let since = period.since, since >= first, since < end { own.append((1, 1)) }
      if let until = period.until, until >= first, until < end { own.append((2, 1)) }
      if own.isEmpty { continue }
      if let known = found.last, known.person == membership.person.rawValue {
        found[found.count - 1].cells += own
      } else {
        found.append((membership.person.rawValue, own))
      }
    }
    return found
  }

  // MARK: - What people are

  private static func isMinor(_ birth: Birth?, on day: CivilDate) -> Bool {
    birth?.mayBeYounger(than: PolicyGate.majority, on: day) ?? false
  }

  private static func ageCodes(_ graph: SocialGraph, _ grid: InsightGrid, on day: CivilDate) -> [Int] {
    graph.people.born.map { birth in
      guard let birth else { return grid.ages.count }
      return (grid.ages.lastIndex { !birth.mayBeYounger(than: $0, on: day) }) ?? grid.ages.count
    }
  }

  private static func values(
    _ dimension: String, _ graph: SocialGraph, _ grid: InsightGrid
  ) throws(InsightError) -> [String] {
    guard let column = graph.attribute(dimension) else {
      let usable = graph.attributes.filter { $0.kind == .categorical || $0.kind == .ordinal }.map(\.name)
      throw .noSuchDimension(
        dimension, known: [InsightGrid.day, InsightGrid.ageBand] + usable.filter { $0 != InsightGrid.ageBand })
    }
    switch column.kind {
    case .sensitive: throw .sensitive(dimension)
    case .set, .numeric: throw .setValued(dimension)
    case .categorical, .ordinal: break
    }
    guard let declared = grid.attributes.first(where: { $0.name == dimension }) else { throw .undeclared(dimension) }
    return declared.values
  }

  private static func codes(
    _ dimension: String, _ values: [String], _ graph: SocialGraph, on day: CivilDate
  ) -> [Int] {
    guard let column = graph.attribute(dimension) else { return [] }
    let places = column.values.map { value in values.firstIndex { equalInBytes($0, value) } ?? values.count }
    let young = graph.attributes.filter { StatedAge.isAge($0.name) }.map { column in
      (column: column, isYoung: column.values.map { StatedAge.mayBeYounger(than: PolicyGate.majority, $0, on: day) })
    }
    return (0..<graph.people.count).map { position in
      if isMinor(graph.people.born[position], on: day) { return values.count }
      // Where no birth date is known, what people state of their age counts, as at the gate.
      if graph.people.born[position] == nil,
        young.contains(where: { age in
          age.column.codes(of: PersonIndex(position)).contains { age.isYoung[Int($0)] }
        })
      {
        return values.count
      }
      return column.code(of: PersonIndex(position)).map { places[Int($0)] } ?? values.count
    }
  }
}
