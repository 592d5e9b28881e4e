import GraphKernels
import Inference
import People
import Reports

extension InferenceMethod {
  /// How the method works, for the person concerned (GDPR Art. 15(1)(h)): what is actually done, in one sentence.
  var sentence: String {
    switch self {
    case .oneHopVote:
      "everybody the person has a tie with and who states a value votes for it, the stronger the tie the more"
    case .twoHopVote:
      "people with a contact in common with the person vote for the values they state, the stronger the ties the more"
    case .spreading(_, let balanced):
      "stated values spread along ties, step by step and weaker with every step, and what arrives at the person counts"
        + (balanced ? ", of rare values more than of frequent ones" : "")
    case .clamped(let parameters):
      "everybody who states no value takes the mean of what their ties say, the stronger the tie the more, again and "
        + "again until it settles"
        + (parameters.startsFromPrior ? ", and what is left open is filled as all values are shared out" : "")
    }
  }
}

/// What follows where values stated of other attributes count.
private let signSentence =
  "beside that counts what people like the person state: those with the same values of other attributes, groups and pages"

extension CrossFit.Candidate {
  /// As `InferenceMethod.sentence`, with what counts beside ties.
  var sentence: String { method.sentence + (signs > 0 ? "; \(signSentence)" : "") }
}

extension OrderedMethod {
  var sentence: String {
    switch self {
    case .neighbourMedian:
      "the middle one of the numbers stated by people the person has ties with, the stronger the tie the more it counts, "
        + "drawn towards the middle of all people where they are few"
    case .distribution(let method, let signs):
      "\(method.sentence); the middle of what was heard is the answer" + (signs > 0 ? "; \(signSentence)" : "")
    }
  }
}

extension InferenceReport.HomophilyFigures {
  init(_ homophily: Homophily) {
    self.init(
      ties: homophily.ties, edge: homophily.edgeHomophily, adjusted: homophily.adjustedHomophily,
      assortativity: homophily.numericAssortativity, majority: homophily.majority)
  }
}

extension InferenceReport.Explanation {
  /// What the person concerned may see, or, with names, what an operator may.
  ///
  /// - Parameter named: whether to name the people behind it, where that tells nobody's value.
  init(_ explanation: InferenceExplanation, method: String, named: Bool, _ people: PersonTable) {
    let names = named && explanation.mayBeNamed
    self.init(
      people: explanation.people,
      contributors: explanation.contributors.map {
        Contributor(person: names ? people.ids[$0.vertex] : nil, share: $0.share, steps: $0.steps)
      },
      withheld: names
        ? nil
        : named
          ? "who they are is withheld: so many of them state the same that naming them would tell what they state"
          : "who they are is not shown",
      counterfactual: explanation.counterfactual.map {
        Counterfactual(
          ties: $0.ties, confidence: $0.confidence, lowerBound: $0.lowerBound, published: $0.isPublished,
          same: $0.isSame)
      }, method: method)
  }
}

/// How numbers of one attribute are written.
struct NumberText {
  /// Ordinal values from low to high; empty for numbers.
  let values: [String]
  /// Digits behind the point.
  let decimals: Int
  /// Whole numbers are multiples of it.
  private let step: Double

  /// - Parameters:
  ///   - isAge: ages and years of birth are written to the year.
  ///   - width: of a usual interval: numbers are written to about a tenth of it, so that none is the exact one that
  ///     somebody stated.
  init(values: [String], isWhole: Bool, isAge: Bool, width: Double) {
    self.values = values
    var power = 1.0
    if isWhole, !isAge, values.isEmpty, width.isFinite {
      while power * 100 <= width { power *= 10 }
    }
    step = isWhole && !isAge && values.isEmpty ? [5, 2, 1].map { $0 * power }.first { $0 * 10 <= width } ?? 1 : 1
    var decimals = 0
    var unit = width / 10
    while !isWhole, unit > 0, unit < 1, decimals < 6 {
      unit *= 10
      decimals += 1
    }
    self.decimals = decimals
  }

  private var power: Double { (0..<decimals).reduce(1.0) { power, _ in power * 10 } }

  func text(_ number: Double) -> String {
    if !values.isEmpty { return values[min(max(Int(number), 0), values.count - 1)] }
    return fixed((number / step).rounded() * step, decimals)
  }

  /// Ends are rounded outwards, so that the interval stays as sure as it is.
  func interval(_ interval: ClosedRange<Double>, estimate: Double) -> InferenceReport.Interval {
    let low = (interval.lowerBound * power / step).rounded(.down) * step / power
    let high = (interval.upperBound * power / step).rounded(.up) * step / power
    return InferenceReport.Interval(
      estimate: text(estimate), low: text(low), high: text(high), band: values.isEmpty ? band(interval) : nil)
  }

  /// The interval widened to ends that are multiples of 1, 2 or 5 times a power of ten, a quarter of its width at least.
  private func band(_ interval: ClosedRange<Double>) -> String {
    let width = max(interval.upperBound - interval.lowerBound, decimals == 0 ? 1 : 1 / power)
    var step = 1 / power
    var factors = [2.0, 2.5, 2].makeIterator()
    while step < width / 4 {
      if let factor = factors.next() {
        step *= factor
      } else {
        factors = [2.0, 2.5, 2].makeIterator()
      }
    }
    let low = (interval.lowerBound / step).rounded(.down) * step
    var high = (interval.upperBound / step).rounded(.down) * step + step
    // Of whole numbers the last one inside; of others the end itself.
    if decimals == 0 { high -= 1 }
    return "\(fixed(low, decimals)) to \(fixed(high, decimals))"
  }
}
