extension InferenceReport {
  /// How far ties join people who state the same; see `Inference.Homophily`.
  public struct HomophilyFigures: Codable, Equatable, Sendable {
    /// Ties between two people whose values are known.
    public var ties: Int
    /// 0 … 1.
    public var edge: Double
    /// At most 1; 0 where ties ignore the attribute.
    public var adjusted: Double
    /// −1 … 1; nil for values without order.
    public var assortativity: Double?
    /// The share of the most frequent value: 0 … 1.
    public var majority: Double

    public init(ties: Int, edge: Double, adjusted: Double, assortativity: Double?, majority: Double) {
      (self.ties, self.edge, self.adjusted) = (ties, edge, adjusted)
      (self.assortativity, self.majority) = (assortativity, majority)
    }
  }

  /// What is known of the intervals of an ordinal or numeric attribute.
  public struct OrderedFigures: Codable, Equatable, Sendable {
    /// The share of truths that an interval is to hold: 0 … 1.
    public var level: Double
    /// Mean distance from the truth of the tested people, in the attribute's unit or in steps of its values.
    public var meanError: Double
    /// The same of always saying the median.
    public var plainError: Double
    /// The share of tested people whose truth lay in the interval that the others' errors gave; nil where none gave one.
    public var testedCoverage: Double?
    /// Whether errors are counted in steps from one value to the next.
    public var isOrdinal: Bool
    /// Whether intervals take their width from the method's own distribution.
    public var followsDistribution: Bool
    /// What holds that share of all stated values, in words.
    public var plainInterval: String
    /// The widest interval published, in widths of that one.
    public var maximumWidth: Double
    /// From those whose neighbours agree most to those whose agree least.
    public var groups: [Group]

    public init(
      level: Double, meanError: Double, plainError: Double, testedCoverage: Double?, isOrdinal: Bool,
      followsDistribution: Bool, plainInterval: String, maximumWidth: Double, groups: [Group]
    ) {
      (self.level, self.meanError, self.plainError) = (level, meanError, plainError)
      (self.testedCoverage, self.isOrdinal, self.followsDistribution) = (testedCoverage, isOrdinal, followsDistribution)
      (self.plainInterval, self.maximumWidth, self.groups) = (plainInterval, maximumWidth, groups)
    }

    /// Tested people about whom the method was equally sure.
    public struct Group: Codable, Equatable, Sendable {
      public var cases: Int
      public var coverage: Double
      /// The lower end of the 95 % Wilson interval of `coverage`.
      public var wilson: Double
      /// What is added on either side; nil where too few were tested.
      public var margin: Double?

      public init(cases: Int, coverage: Double, wilson: Double, margin: Double?) {
        (self.cases, self.coverage, self.wilson, self.margin) = (cases, coverage, wilson, margin)
      }
    }
  }

  /// What is known of the values of a set-valued attribute.
  public struct SetFigures: Codable, Equatable, Sendable {
    /// The values that were asked about, in their order.
    public var values: [Value]
    /// How many others are too rare or too common; their names are nowhere.
    public var leftOut: Int
    /// The least number of people who state a value that is asked about.
    public var floor: Int

    public init(values: [Value], leftOut: Int, floor: Int) {
      (self.values, self.leftOut, self.floor) = (values, leftOut, floor)
    }

    public struct Value: Codable, Equatable, Sendable {
      public var value: String
      /// Of the tested people, how many have it.
      public var holders: Int
      /// The chance that somebody who has it scores above somebody who has not: 0 … 1.
      public var area: Double
      public var ece: Double
      public var brier: Double
      /// Of always saying the share of those who have it.
      public var plainBrier: Double
      public var homophilyPassed: Bool
      /// nil where too few ties tell.
      public var adjustedHomophily: Double?
      /// To how many people it was given.
      public var published: Int

      public init(
        value: String, holders: Int, area: Double, ece: Double, brier: Double, plainBrier: Double,
        homophilyPassed: Bool, adjustedHomophily: Double?, published: Int
      ) {
        (self.value, self.holders, self.area, self.ece) = (value, holders, area, ece)
        (self.brier, self.plainBrier, self.homophilyPassed) = (brier, plainBrier, homophilyPassed)
        (self.adjustedHomophily, self.published) = (adjustedHomophily, published)
      }
    }
  }

  /// A published interval of an ordered attribute; the row's value is the interval in words.
  public struct Interval: Codable, Equatable, Sendable {
    /// The single most likely value.
    public var estimate: String
    public var low: String
    public var high: String
    /// The interval widened to round ends; nil for ordinal values.
    public var band: String?

    public init(estimate: String, low: String, high: String, band: String?) {
      (self.estimate, self.low, self.high, self.band) = (estimate, low, high, band)
    }
  }

  /// Who stands behind one published value, and what would be said without the strongest ties.
  public struct Explanation: Codable, Equatable, Sendable {
    /// How many people.
    public var people: Int
    /// By descending share.
    public var contributors: [Contributor]
    /// Why contributors have no names, in words; nil where they have.
    public var withheld: String?
    public var counterfactual: Counterfactual?
    /// How the method works, in words.
    public var method: String

    public init(
      people: Int, contributors: [Contributor], withheld: String?, counterfactual: Counterfactual?, method: String
    ) {
      (self.people, self.contributors, self.withheld) = (people, contributors, withheld)
      (self.counterfactual, self.method) = (counterfactual, method)
    }

    public struct Contributor: Codable, Equatable, Sendable {
      /// nil where they are not named.
      public var person: String?
      /// In all that was brought: 0 … 1.
      public var share: Double
      /// Fewest steps over ties.
      public var steps: Int

      public init(person: String?, share: Double, steps: Int) {
        (self.person, self.share, self.steps) = (person, share, steps)
      }
    }

    /// The answer computed anew without the person's strongest ties to people of evidence.
    public struct Counterfactual: Codable, Equatable, Sendable {
      public var ties: Int
      public var confidence: Double
      public var lowerBound: Double
      /// Whether the same value would still be published.
      public var published: Bool
      /// Whether the most likely value would be the same.
      public var same: Bool

      public init(ties: Int, confidence: Double, lowerBound: Double, published: Bool, same: Bool) {
        (self.ties, self.confidence, self.lowerBound) = (ties, confidence, lowerBound)
        (self.published, self.same) = (published, same)
      }
    }
  }
}

extension InferenceReport {
  /// GDPR Art. 22: the restriction that goes with every inferred value.
  public static let restriction =
    "guesses from other people's data: not for decisions with legal or similarly significant effect on anybody"

  /// What follows every inference of an age.
  public static let ageNote =
    "an inferred age never opens or closes anything to anybody: who is a minor is what people state; minors are neither "
    + "asked about nor evidence, and no interval reaches below the age of majority"
}

extension InferenceReport.HomophilyFigures {
  var text: String {
    let correlation = assortativity.map { " · correlation of the numbers \(Numbers.fixed($0, 2))" } ?? ""
    return "homophily: \(Numbers.percent(edge)) of \(Numbers.count(ties, "tie", "ties")) join equal values, "
      + "\(Numbers.fixed(adjusted, 2)) adjusted for how frequent they are (0: ties ignore the attribute, 1: they join "
      + "equals only)\(correlation)"
  }
}

extension InferenceReport.Explanation {
  /// `12 %, 9 % and 8 %`: the greatest shares.
  var shareText: String {
    contributors.prefix(3).map { Numbers.percent($0.share, decimals: 0) }.joined(separator: ", ")
  }

  var lines: [String] {
    var lines = [
      contributors.isEmpty
        ? "no tie says anything: it rests on what people with the same other values state"
        : "\(Numbers.count(people, "person stands", "people stand")) behind it; the most influential bring \(shareText)",
      method,
    ]
    if let counterfactual { lines.append(counterfactual.text) }
    let named = contributors.compactMap { contributor in
      contributor.person.map {
        "\($0) (\(Numbers.percent(contributor.share, decimals: 0)), "
          + "\(Numbers.count(contributor.steps, "step", "steps")) away)"
      }
    }
    if !named.isEmpty { lines.append("by influence: \(named.joined(separator: ", "))") }
    if let withheld { lines.append(withheld) }
    return lines
  }
}

extension InferenceReport.Explanation.Counterfactual {
  var text: String {
    let what = "without the person's \(Numbers.count(ties, "strongest tie", "strongest ties"))"
    guard same else { return "\(what): another value would be more likely, and this one would not be published" }
    return "\(what): \(Numbers.fixed(confidence, 2)) (at least \(Numbers.fixed(lowerBound, 2))), "
      + (published ? "still published" : "and it would not be published")
  }
}
