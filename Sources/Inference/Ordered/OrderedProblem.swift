import GraphKernels
import GraphStorage
import People
import Privacy

/// One ordinal or numeric attribute, or people's year of birth, to infer from one permitted graph.
///
/// What is published is a number and an interval that holds the truth as often as the rule's threshold asks: see
/// `ConformalIntervals` for how wide, and `decision` for when. Evidence, folds and masking are as in `AttributeProblem`.
///
/// Of age: minors are neither asked about nor evidence, an interval never reaches into an age below the age of majority,
/// and nothing here says who is a minor; that is what people state and nothing else (DOMAIN B.2, R6).
public struct OrderedProblem: Sendable {
  /// The attribute under which the year of birth is known where no column has that name.
  public static let birthYear = "birth_year"

  public let attribute: String
  /// Ordinal values from low to high, of which a number is the place; empty for numbers.
  public let values: [String]
  /// Whether only whole numbers occur.
  public let isWhole: Bool
  public let isAge: Bool
  public let labelled: Int
  /// How many of them may be inferred about as well.
  public let judgedCount: Int

  let ground: InferenceGround
  /// To choose from.
  private let methods: [OrderedMethod]
  let evidence: OrderedEvidence
  /// No interval goes beyond these: the ages of adults, or the years in which adults can be born.
  private let limits: ClosedRange<Double>
  private let asked: [Int]

  /// - Throws: `InferenceError`: no such attribute, sensitive or without order, no evidence, no ties.
  /// - Complexity: O(ledger rows + ties log ties).
  public init(
    _ permitted: Permitted<InferenceGraph>, attribute: String, asOf: Timestamp, threads: ThreadCount
  ) throws(InferenceError) {
    let graph = permitted.value.graph
    let count = graph.people.count
    var numbers = [Double](repeating: .nan, count: count)
    var declared = PersonSet(universe: count)
    var values: [String] = []
    if attribute == Self.birthYear, graph.attribute(attribute) == nil {
      try InferenceGround.requireEvidence(permitted, attribute)
      for position in numbers.indices {
        guard let birth = graph.people.born[position] else { continue }
        declared.insert(PersonIndex(position))
        if permitted.value.evidence.contains(PersonIndex(position)), birth != .unreadable {
          numbers[position] = Double(birth.yearOfBirth)
        }
      }
      isAge = true
      isWhole = true
    } else {
      let (index, named) = try InferenceGround.column(permitted, attribute)
      let column: AttributeColumn
      do throws(InferableAttribute.Refusal) {
        column = try InferableOrder(named).column
      } catch {
        throw .refused(error)
      }
      try InferenceGround.requireEvidence(permitted, attribute)
      let isAboutAge = StatedAge.isAge(attribute)
      // An age below that of majority has no place even where a birth date contradicts it.
      let isLeftOut = column.values.map { isAboutAge && StatedAge.mayBeYounger(than: PolicyGate.majority, $0, on: asOf.date) }
      var place = column.values.map { ExactDecimal($0)?.value ?? .nan }
      if column.kind == .ordinal {
        let order = column.values.indices.filter { !isLeftOut[$0] }
          .sorted { precedesNaturally(column.values[$0], column.values[$1]) }
        for (rank, code) in order.enumerated() { place[code] = Double(rank) }
        values = order.map { column.values[$0] }
      }
      for position in numbers.indices {
        if let code = column.code(of: PersonIndex(position)), !isLeftOut[Int(code)] {
          numbers[position] = place[Int(code)]
        }
      }
      isWhole = column.kind == .ordinal || column.values.allSatisfy { ExactDecimal($0)?.decimals == 0 }
      isAge = isAboutAge
      declared = permitted.value.declared[index]
    }
    let known = numbers.filter { !$0.isNaN }
    guard !known.isEmpty else { throw .noLabels(attribute: attribute) }
    guard Set(known).count > 1 else { throw .oneValue(attribute: attribute) }
    limits = Self.limits(isAge && values.isEmpty, known, asOf: asOf, graph)
    self.attribute = attribute
    self.values = values
    ground = try InferenceGround(permitted, except: attribute, asOf: asOf, structural: true, threads: threads)
    evidence = OrderedEvidence(NumberEvidence(numbers: numbers, evidence: ground.mayServe))
    labelled = known.count
    let ground = ground
    let classMethods = ground.methods(InferenceMethod.standard)
    methods =
      [.neighbourMedian] + classMethods.map { .distribution($0) }
      + (ground.declared.isEmpty ? [] : classMethods.map { .distribution($0, signs: DeclaredEvidence.only) })
    judgedCount = numbers.indices.count { !numbers[$0].isNaN && ground.judged[$0] }
    asked = ground.asked(declared)
    try AttributeProblem.requireMemory(
      attribute, people: count, values: evidence.scale.representatives.count, labelled: labelled,
      candidates: methods.count * ground.weightings.count)
  }

  /// Of ages nothing below the age of majority, of years of birth none in which no adult can be born; of anything else
  /// no limits.
  private static func limits(_ isAge: Bool, _ known: [Double], asOf: Timestamp, _ graph: SocialGraph)
    -> ClosedRange<Double>
  {
    guard isAge else { return -.infinity ... .infinity }
    if (known.min() ?? 0) < 1000 { return Double(PolicyGate.majority) ... .infinity }
    // Never later than the newest contact, nor than now: a far time must not make adults of children.
    let newest = min([asOf, graph.newestContact].compactMap { $0 }.min() ?? asOf, .now)
    return -.infinity ... Double(newest.date.year - PolicyGate.majority)
  }

  private func clipped(_ number: Double) -> Double { min(max(number, limits.lowerBound), limits.upperBound) }

  /// What is inferred about everybody who allows it and states no value.
  public func solve(rule: PublicationRule = PublicationRule()) -> OrderedSolution {
    let choice = OrderedCrossFit.run(ground, evidence, level: rule.level, isWhole: isWhole, methods: methods)
    return OrderedSolution(
      choice: choice, predictions: predict(choice, evidence, of: asked, rule: rule), values: values, rule: rule)
  }

  /// - Parameter graph: in place of the chosen weighting's.
  func predict(
    _ choice: OrderedCrossFit.Choice, _ evidence: OrderedEvidence, of vertices: [Int], rule: PublicationRule,
    on graph: WeightedGraph? = nil
  ) -> [OrderedPrediction] {
    let graph = graph ?? ground.weightings[choice.chosen.weighting].graph
    let answers = choice.chosen.method.answers(
      graph, evidence, ground.declared, of: vertices, level: rule.level, isWhole: isWhole, threads: ground.threads)
    let intervals = answers.map { answer in choice.intervals.interval(answer).map { clipped($0) } }
    let forAll = refusal(choice, rule)
    let refusals = answers.indices.map { forAll ?? refusal(choice, answers[$0], intervals[$0], rule) }
    let candidates = answers.indices.filter { refusals[$0] == nil }
    let supports = choice.chosen.method.support(
      graph, evidence, ground.declared, of: candidates.map { answers[$0] }, rule: rule, threads: ground.threads)
    var support = [LabelSupport?](repeating: nil, count: answers.count)
    for (place, found) in zip(candidates, supports) { support[place] = found }
    return answers.indices.map { index in
      let group = choice.intervals.group(of: answers[index])
      return OrderedPrediction(
        vertex: answers[index].vertex, number: clipped(answers[index].number),
        interval: intervals[index], coverage: group?.coverage ?? 0, lowerBound: group?.lowerBound ?? 0,
        support: support[index],
        decision: refusals[index] ?? support[index].map { rule.decision($0) } ?? .tooFewEvidence)
    }
  }

  /// Ends on whole numbers where the attribute has no others: the outer ends of an ordinal interval are values.
  private func clipped(_ interval: ClosedRange<Double>) -> ClosedRange<Double> {
    var (low, high) = (interval.lowerBound, interval.upperBound)
    if isWhole { (low, high) = (low.rounded(.up), high.rounded(.down)) }
    if !values.isEmpty { (low, high) = (max(low, 0), min(high, Double(values.count - 1))) }
    (low, high) = (clipped(low), clipped(high))
    return low...max(low, high)
  }

  /// How much an interval leaves open: for whole numbers how many there are in it.
  public func width(_ interval: ClosedRange<Double>) -> Double {
    interval.upperBound - interval.lowerBound + (isWhole ? 1 : 0)
  }

  /// What forbids every answer.
  private func refusal(_ choice: OrderedCrossFit.Choice, _ rule: PublicationRule) -> PublicationDecision? {
    if choice.intervals.groups.allSatisfy({ $0.margin == nil }) { return .tooFewCases }
    if !choice.hasHomophily { return .noHomophily }
    return choice.isCalibrated(level: rule.level) ? nil : .uncalibrated
  }

  private func refusal(
    _ choice: OrderedCrossFit.Choice, _ answer: OrderedAnswer, _ interval: ClosedRange<Double>?,
    _ rule: PublicationRule
  ) -> PublicationDecision? {
    guard let interval else { return answer.mass > 0 ? .tooFewCases : .tooFewEvidence }
    return width(interval) <= rule.maximumWidth * width(choice.plainInterval) ? nil : .tooWide
  }

  /// How well the attribute is inferred, measured on people who state it and may be inferred about (DOMAIN C.8): a
  /// share of the numbers is revealed and the rest predicted, once a seed. Method, intervals and the test of homophily
  /// see revealed numbers only.
  /// - Parameter share: above 0, below 1.
  public func evaluate(
    share: Double, seeds: [UInt64], rule: PublicationRule = PublicationRule()
  ) -> OrderedEvaluation {
    precondition(share > 0 && share < 1, "a share of the numbers is revealed")
    var cases: [OrderedEvaluation.Case] = []
    var chosen: [String] = []
    for seed in seeds {
      let isHidden = ground.hidden(share: share, seed: seed)
      let shown = evidence.hiding { isHidden[$0] }
      let asked = isHidden.indices.filter {
        isHidden[$0] && ground.judged[$0] && !evidence.numbers.numbers[$0].isNaN
      }
      let choice = OrderedCrossFit.run(ground, shown, level: rule.level, isWhole: isWhole, methods: methods)
      chosen.append(choice.chosen.name)
      cases += predict(choice, shown, of: asked, rule: rule).map { prediction in
        OrderedEvaluation.Case(
          prediction: prediction, truth: evidence.numbers.numbers[prediction.vertex],
          plainMedian: shown.numbers.median, plainInterval: choice.plainInterval)
      }
    }
    return OrderedEvaluation(cases: cases, methods: chosen, extra: isWhole ? 1 : 0)
  }
}

extension Birth {
  var yearOfBirth: Int {
    switch self {
    case .year(let year): year
    case .day(let day): day.year
    }
  }
}
