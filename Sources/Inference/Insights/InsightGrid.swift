import People
import Privacy

/// The public grid of insights: which values a dimension has is declared and never read from the data, so that no
/// cell tells by being there.
public struct InsightGrid: Sendable, Equatable {
  /// The lower ends of the age bands, in years: ascending, the first at least the age of majority.
  public let ages: [Int]
  /// Attributes that may be broken down by, with the values that have cells; everything else counts as `other`.
  public let attributes: [ReleaseAxisValues]

  public struct ReleaseAxisValues: Sendable, Equatable {
    public let name: String
    public let values: [String]

    public init(name: String, values: [String]) { (self.name, self.values) = (name, values) }
  }

  /// The cell of minors, and of people who state nothing or something undeclared.
  public static let other = "other"
  public static let day = "day"
  public static let ageBand = "age_band"

  public static let standard = InsightGrid(checkedAges: [18, 25, 35, 45, 55, 65])

  private init(checkedAges: [Int]) { (ages, attributes) = (checkedAges, []) }

  /// - Throws: `InsightError.grid` for ages out of order or below 18, values twice, and names that mean something else.
  public init(ages: [Int]?, attributes: [ReleaseAxisValues]) throws(InsightError) {
    let ages = ages ?? Self.standard.ages
    guard (1...20).contains(ages.count), ages[0] >= 18, ages[ages.count - 1] <= 120,
      zip(ages, ages.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw .grid("age_band: 1 to 20 ages from 18 to 120, ascending") }
    for attribute in attributes {
      guard ![Self.day, Self.ageBand, "verb"].contains(attribute.name) else {
        throw .grid("attributes: '\(attribute.name)' is a dimension of its own")
      }
      guard (1...1000).contains(attribute.values.count), !attribute.values.contains(Self.other),
        Set(attribute.values.map { Array($0.utf8) }).count == attribute.values.count
      else { throw .grid("attributes: '\(attribute.name)' needs 1 to 1000 different values, 'other' not among them") }
    }
    guard Set(attributes.map(\.name)).count == attributes.count else { throw .grid("attributes: a name twice") }
    (self.ages, self.attributes) = (ages, attributes)
  }

  /// `18-24`, …, `65+`, `other`.
  var ageValues: [String] {
    zip(ages, ages.dropFirst()).map { "\($0)-\($1 - 1)" } + ["\(ages[ages.count - 1])+", Self.other]
  }

  /// What tells one grid from another, in the name of a question; nothing for the standard one.
  func fingerprint(of dimensions: [String]) -> String? {
    var text = dimensions.contains(Self.ageBand) && ages != Self.standard.ages ? "ages \(ages)" : ""
    for attribute in attributes where dimensions.contains(attribute.name) {
      text += "\n\(attribute.name.utf8.count):\(attribute.name)"
      for value in attribute.values { text += "\n\(value.utf8.count):\(value)" }
    }
    return text.isEmpty ? nil : String(ContentDigest.of(Array(text.utf8)).description.prefix(16))
  }
}

/// What is counted.
public enum InsightMeasure: String, Sendable, CaseIterable {
  /// Unique reach: a person counts once in a cell.
  case people
  /// What they did, up to 10 times in a cell.
  case events

  /// b: how often a person counts in one cell at most.
  public var mostInACell: Int { self == .people ? 1 : 10 }

  /// m = 4 cells a person a release, once or b = 10 times in each.
  var bound: ContributionBound { ContributionBound(cells: 4, each: mostInACell) }
}

/// Why insights were not made. None of these says anything about a person.
public enum InsightError: Error, Equatable, Sendable, CustomStringConvertible {
  case grid(String)
  case noSuchDimension(String, known: [String])
  case undeclared(String)
  case sensitive(String)
  case setValued(String)
  case tooManyCells
  case dimensionTwice(String)

  public var description: String {
    switch self {
    case .grid(let problem): "grid: \(problem)"
    case .noSuchDimension(let name, let known):
      "no dimension '\(name)'; there are: \(known.joined(separator: ", "))"
    case .undeclared(let name): "the grid declares no values for '\(name)', and values are not taken from the data"
    case .sensitive(let name): "attribute '\(name)' is sensitive and is never broken down by"
    case .setValued(let name): "attribute '\(name)' is not one name of several, so it has no cells"
    case .tooManyCells: "more than a million cells"
    case .dimensionTwice(let name): "dimension '\(name)' is named twice"
    }
  }
}
