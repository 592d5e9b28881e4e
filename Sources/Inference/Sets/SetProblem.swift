import GraphKernels
import GraphStorage
import People
import Privacy

/// One set-valued attribute (interests) to infer from one permitted graph, value by value.
///
/// Everybody who states any value is evidence about all of them: yes for those stated, no for the others. Asked about
/// are people who state none. A value that fewer than `floor` people of evidence state, or fewer than that do not, is
/// not asked about at all, and its name goes nowhere.
public struct SetProblem: Sendable {
  public let attribute: String
  /// As `AttributeColumn.values`.
  public let values: [String]
  public let labelled: Int
  public let judgedCount: Int
  /// How many values are too rare, or too common, to be asked about.
  public let leftOut: Int

  /// The least number of holders of a value, and of others.
  public static let floor = 30

  let ground: InferenceGround
  /// To choose from.
  private let methods: [InferenceMethod]
  /// For each person of evidence their values; empty for others and for those who state none.
  private let held: [Set<UInt32>]
  private let asked: [Int]

  /// - Throws: `InferenceError`: no such attribute, sensitive or no set, no evidence, no ties.
  /// - Complexity: O(ledger rows + ties log ties).
  public init(
    _ permitted: Permitted<InferenceGraph>, attribute: String, asOf: Timestamp, threads: ThreadCount
  ) throws(InferenceError) {
    let (index, named) = try InferenceGround.column(permitted, attribute)
    let column: AttributeColumn
    do throws(InferableAttribute.Refusal) {
      column = try InferableSet(named).column
    } catch {
      throw .refused(error)
    }
    try InferenceGround.requireEvidence(permitted, attribute)
    let count = permitted.value.graph.people.count
    held = (0..<count).map { position in
      let person = PersonIndex(position)
      return permitted.value.evidence.contains(person) ? Set(column.codes(of: person)) : []
    }
    labelled = held.count { !$0.isEmpty }
    guard labelled > 0 else { throw .noLabels(attribute: attribute) }
    guard column.values.count > 1 else { throw .oneValue(attribute: attribute) }
    self.attribute = attribute
    values = column.values
    ground = try InferenceGround(permitted, except: attribute, asOf: asOf, threads: threads)
    let (held, ground) = (held, ground)
    methods = ground.methods(InferenceMethod.standard)
    try AttributeProblem.requireMemory(
      attribute, people: count, values: 2, labelled: labelled, candidates: 2 * methods.count * ground.weightings.count)
    judgedCount = held.indices.count { !held[$0].isEmpty && ground.judged[$0] }
    asked = ground.asked(permitted.value.declared[index])
    leftOut = column.values.count - Self.common(held, values: column.values.count).count
  }

  /// The codes of values that are neither too rare nor too common among the people given.
  private static func common(_ held: [Set<UInt32>], values: Int) -> [Int] {
    var holders = [Int](repeating: 0, count: values)
    var people = 0
    for own in held where !own.isEmpty {
      people += 1
      for code in own { holders[Int(code)] += 1 }
    }
    return holders.indices.filter { holders[$0] >= floor && people - holders[$0] >= floor }
  }

  /// - Parameter isHidden: whose sets do not show.
  func questions(hiding isHidden: (Int) -> Bool = { _ in false }) -> [(value: Int, labels: LabelEvidence)] {
    let shown = held.indices.map { isHidden($0) ? [] : held[$0] }
    return Self.common(shown, values: values.count).map { code in
      let labels = shown.map { own -> Int32 in own.isEmpty ? -1 : own.contains(UInt32(code)) ? 1 : 0 }
      return (code, LabelEvidence(labels: labels, classCount: 2, evidence: ground.mayServe))
    }
  }

  /// What is inferred about everybody who allows it and states no value.
  public func solve(rule: PublicationRule = PublicationRule()) -> SetSolution {
    let questions = questions()
    let choice = SetCrossFit.run(ground, questions, methods: methods)
    return SetSolution(
      choice: choice, predictions: predict(choice, questions, of: asked, rule: rule), subjects: asked,
      values: values, rule: rule)
  }

  /// One prediction for each value and vertex: values in their order, vertices inside.
  func predict(
    _ choice: SetCrossFit.Choice, _ questions: [(value: Int, labels: LabelEvidence)], of vertices: [Int],
    rule: PublicationRule, on graph: WeightedGraph? = nil
  ) -> [SetPrediction] {
    let graph = graph ?? ground.weightings[choice.chosen.weighting].graph
    return zip(questions, choice.values).flatMap { question, figures -> [SetPrediction] in
      let said = choice.chosen.method.run(graph, question.labels, only: vertices, threads: ground.threads)
      let strength = choice.chosen.signs
      let signs = ground.declared.said(question.labels, of: strength > 0 ? vertices : [], threads: ground.threads)
      let scores = vertices.map { signs.row(said, $0, strength: strength)[1] }
      let blocks = scores.map { figures.calibration.block(for: $0) }
      let refusals = blocks.map { block in
        rule.refusal(
          lowerBound: figures.calibration.isSufficient ? block?.lowerBound : nil,
          hasHomophily: figures.figures.hasHomophily)
      }
      let candidates = vertices.indices.filter { refusals[$0] == nil }
      let answers = candidates.map { MethodAnswer(said, vertex: vertices[$0]) }
      var supports = choice.chosen.method.support(
        graph, question.labels, of: answers, rule: rule, threads: ground.threads)
      if strength > 0 {
        supports = ground.declared.support(
          supports, question.labels, of: answers.map { ($0.vertex, 1, $0.mass) }, threads: ground.threads)
      }
      var support = [LabelSupport?](repeating: nil, count: vertices.count)
      for (found, place) in zip(supports, candidates) { support[place] = found }
      return vertices.indices.map { place in
        SetPrediction(
          vertex: vertices[place], value: question.value, score: scores[place],
          confidence: blocks[place]?.mean ?? scores[place], lowerBound: blocks[place]?.lowerBound ?? 0,
          support: support[place],
          decision: refusals[place] ?? support[place].map { rule.decision($0) } ?? .tooFewEvidence)
      }
    }
  }

  /// How well the values are inferred, measured on people who state any and may be inferred about: the sets of a share
  /// of the people are revealed and the rest predicted, once a seed.
  /// - Parameter share: above 0, below 1.
  public func evaluate(share: Double, seeds: [UInt64], rule: PublicationRule = PublicationRule()) -> SetEvaluation {
    precondition(share > 0 && share < 1, "a share of the sets is revealed")
    var cases: [SetEvaluation.Case] = []
    var methods: [String] = []
    for seed in seeds {
      let isHidden = ground.hidden(share: share, seed: seed)
      let questions = questions { isHidden[$0] }
      let tested = held.indices.filter { isHidden[$0] && ground.judged[$0] && !held[$0].isEmpty }
      let choice = SetCrossFit.run(ground, questions, methods: self.methods)
      if !questions.isEmpty { methods.append(choice.chosen.name) }
      cases += predict(choice, questions, of: tested, rule: rule).map { prediction in
        SetEvaluation.Case(
          prediction: prediction, truth: held[prediction.vertex].contains(UInt32(prediction.value)))
      }
    }
    return SetEvaluation(cases: cases, methods: methods)
  }
}
