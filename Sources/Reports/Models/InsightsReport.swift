/// What happened on pages and in groups, in released numbers: never a row of a person.
///
/// All of it is a function of stored answers and of the gate, so that the same question gives the same bytes.
public struct InsightsReport: Codable, Equatable, Sendable {
  /// The first and the last day, as `2026-11-23`.
  public var from: String
  public var to: String
  /// `people` or `events`.
  public var measure: String
  /// Names of the columns that tell one total from another, and of those that break it down.
  public var totalAxes: [String]
  public var breakdownAxes: [String]
  /// `differential privacy` or `k-anonymous only`.
  public var guarantee: String
  /// Whole sentences that a reader of the numbers should know.
  public var notes: [String]
  public var places: [Place]

  public init(
    from: String, to: String, measure: String, totalAxes: [String], breakdownAxes: [String], guarantee: String,
    notes: [String], places: [Place]
  ) {
    (self.from, self.to, self.measure) = (from, to, measure)
    (self.totalAxes, self.breakdownAxes, self.guarantee) = (totalAxes, breakdownAxes, guarantee)
    (self.notes, self.places) = (notes, places)
  }

  /// Who is most active in a place, as kinds of people and never as people: the shown events of the breakdown, summed
  /// over verbs and days, largest first. Empty where people are counted: their numbers do not add up over verbs.
  public func mostActive(in place: Place) -> [Cell] {
    guard measure == "events", !breakdownAxes.isEmpty else { return [] }
    var sums: [[String]: Int] = [:]
    for cell in place.breakdown { sums[Array(cell.values.suffix(breakdownAxes.count)), default: 0] += cell.count }
    return sums.map { Cell(values: $0.key, count: $0.value) }.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.values.lexicographicallyPrecedes($1.values)
    }
  }

  /// One page or group. A missing number is a hidden one: small or nothing at all.
  public struct Place: Codable, Equatable, Sendable {
    public var id: String
    public var name: String?
    /// `page`, `group` or `community`.
    public var kind: String
    /// Exact decimal; nil without noise.
    public var epsilon: String?
    /// On the last day.
    public var members: Int?
    public var joined: Int?
    public var left: Int?
    /// People who did anything.
    public var reach: Int?
    public var totals: [Cell]
    public var breakdown: [Cell]
    public var tables: [Table]

    public init(
      id: String, name: String?, kind: String, epsilon: String?, members: Int?, joined: Int?, left: Int?, reach: Int?,
      totals: [Cell], breakdown: [Cell], tables: [Table]
    ) {
      (self.id, self.name, self.kind, self.epsilon) = (id, name, kind, epsilon)
      (self.members, self.joined, self.left, self.reach) = (members, joined, left, reach)
      (self.totals, self.breakdown, self.tables) = (totals, breakdown, tables)
    }

    /// Joined less left, where both are shown.
    public var growth: Int? {
      guard let joined, let left else { return nil }
      return joined - left
    }

    /// Whether any number passed its gate.
    public var isShown: Bool {
      members != nil || joined != nil || left != nil || reach != nil || !totals.isEmpty || !breakdown.isEmpty
    }

    /// How far noise moves a number of a table at most, in 19 of 20; nil without noise.
    public func margin(_ table: String) -> Int? { tables.first { $0.name == table }?.margin }

    /// Of `growth`: the difference of two discrete Laplace noises of scale s exceeds 4.2 s, 1.4 times the margin of
    /// each, with a chance of exp(−4.2)·3.1 < 1/20.
    public var growthMargin: Int? { margin("audience").map { ($0 * 14 + 9) / 10 } }
  }

  /// What is known of the numbers of one table: `audience`, `reach`, `totals`, `breakdown`.
  public struct Table: Codable, Equatable, Sendable {
    public var name: String
    /// Cells that the grid has, shown or hidden.
    public var cells: Int
    /// Numbers below it are hidden.
    public var gate: Int
    /// How far noise moves a number at most, in 19 of 20; nil without noise.
    public var margin: Int?

    public init(name: String, cells: Int, gate: Int, margin: Int?) {
      (self.name, self.cells, self.gate, self.margin) = (name, cells, gate, margin)
    }
  }

  /// A shown cell.
  public struct Cell: Codable, Equatable, Sendable {
    /// One for each axis.
    public var values: [String]
    public var count: Int

    public init(values: [String], count: Int) { (self.values, self.count) = (values, count) }
  }
}

/// One statistic of a graph of friendships, with noise.
public struct GraphStatisticsReport: Codable, Equatable, Sendable {
  /// `edges`, `degree` or `triangles`.
  public var statistic: String
  /// `edge` or `node`.
  public var privacy: String
  /// Which neighbours are meant, in words.
  public var relation: String
  public var epsilon: String
  /// As `0.000000001`; nil for none.
  public var delta: String?
  /// The day as of which friendships count; `undated` where none has a date.
  public var asOf: String
  public var figures: [Figure]
  /// What the figures leave out; nil where nothing.
  public var note: String?

  public init(
    statistic: String, privacy: String, relation: String, epsilon: String, delta: String?, asOf: String,
    figures: [Figure], note: String? = nil
  ) {
    self.note = note
    (self.statistic, self.privacy, self.relation) = (statistic, privacy, relation)
    (self.epsilon, self.delta, self.asOf, self.figures) = (epsilon, delta, asOf, figures)
  }

  public struct Figure: Codable, Equatable, Sendable {
    public var name: String
    /// A class of degrees; nil for a single number.
    public var value: String?
    public var count: Int
    /// L1, of one neighbour.
    public var sensitivity: Int
    /// Its part of the loss.
    public var epsilon: String
    /// How far noise moves the count at most, in 19 of 20; nil for a bound that was chosen.
    public var margin: Int?

    public init(name: String, value: String?, count: Int, sensitivity: Int, epsilon: String, margin: Int?) {
      (self.name, self.value, self.count) = (name, value, count)
      (self.sensitivity, self.epsilon, self.margin) = (sensitivity, epsilon, margin)
    }
  }
}

/// What was released of a snapshot and what it cost.
public struct ReleaseLedgerReport: Codable, Equatable, Sendable {
  /// What one page may lose in a week.
  public var budget: String
  /// In the order in which they were drawn.
  public var rows: [Row]
  /// All answers together, about places and about the graph.
  public var everything: String

  public init(budget: String, rows: [Row], everything: String) {
    (self.budget, self.rows, self.everything) = (budget, rows, everything)
  }

  public struct Row: Codable, Equatable, Sendable {
    /// The id of a place; nil for the graph as a whole.
    public var place: String?
    public var from: String
    public var to: String
    public var question: String
    public var epsilon: String
    /// Of the same place and days, this one included.
    public var spent: String

    public init(place: String?, from: String, to: String, question: String, epsilon: String, spent: String) {
      (self.place, self.from, self.to) = (place, from, to)
      (self.question, self.epsilon, self.spent) = (question, epsilon, spent)
    }
  }
}
