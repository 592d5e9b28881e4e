import GraphKernels
import GraphStorage
import Ingest
import People
import Privacy
import TestSupport
import Testing

@testable import Inference

@Suite("Numbers and ordered values")
struct OrderedInferenceTests {
  @Test(
    "where they follow the ties answers beat the median, and published intervals hold the truth as often as promised",
    arguments: Datasets.runsLongTests ? ["height", "grade", "birth_year"] : ["height"])
  func follows(attribute: String) throws {
    let problem = try KindTown.ordered(try KindTown(seed: 1).dataset(), attribute)
    let found = problem.evaluate(share: 0.75, seeds: [1, 2, 3])
    #expect(found.meanError < 0.6 * found.plainMeanError)
    #expect(found.published > 10)
    #expect(try #require(found.publishedCoverage) >= 0.8)
    #expect(try #require(found.publishedWidth) <= 0.5 * found.plainWidth)
    let solution = problem.solve()
    let shown = solution.predictions.filter { $0.decision == .publish }
    #expect(!shown.isEmpty)
    for prediction in shown {
      let interval = try #require(prediction.interval)
      #expect(interval.contains(prediction.number) || problem.isWhole)
      #expect(prediction.lowerBound >= solution.rule.level && prediction.coverage >= prediction.lowerBound)
      #expect((prediction.support?.people ?? 0) >= 5)
    }
  }

  @Test("dealt at random, they are given to nobody", arguments: [1])
  func random(seed: Int) throws {
    let data = try KindTown(seed: UInt64(seed + 10), follows: false).dataset()
    for attribute in Datasets.runsLongTests ? ["height", "grade"] : ["grade"] {
      let found = try KindTown.ordered(data, attribute).evaluate(share: 0.8, seeds: [1])
      #expect(!found.cases.isEmpty && found.publishedShare <= 0.02, "\(attribute): \(found.publishedShare)")
    }
  }

  @Test("an age reaches no minor: none is asked, none is evidence, and no interval goes below the age of majority")
  func ages() throws {
    let data = try KindTown(seed: 5).dataset()
    let gate = PolicyGate(graph: data.graph, consents: data.consents)
    let problem = try KindTown.ordered(data, OrderedProblem.birthYear)
    #expect(problem.isAge && gate.minors.count > 5)
    let solution = problem.solve()
    #expect(!solution.predictions.isEmpty)
    for prediction in solution.predictions {
      #expect(!gate.minors.contains(PersonIndex(prediction.vertex)))
      #expect(data.graph.people.born[prediction.vertex] == nil)
      #expect((prediction.interval?.upperBound ?? 0) <= 2008)
    }
    #expect(problem.evidence.numbers.numbers.allSatisfy { $0.isNaN || $0 <= 2008 })
    // An age band of a minor makes a minor of somebody without a birth date, and of nobody with one.
    var town = KindTown(seed: 6)
    town.kinds = "{height: numeric, grade: ordinal, hobbies: set}"
    var graph = try town.dataset().graph
    graph.attributes.append(
      AttributeColumn(
        name: "age_band", kind: .ordinal,
        rows: (0..<graph.people.count).map { [$0 % 3 == 0 ? "13-17" : $0 % 3 == 1 ? "18-24" : ""] }))
    let banded = PolicyGate(graph: graph, consents: .init([], declared: .researchDataset))
    for position in 0..<graph.people.count {
      let person = PersonIndex(position)
      if graph.people.born[position] == nil {
        #expect(banded.minors.contains(person) == (position % 3 == 0))
        if position % 3 == 0 { #expect(!banded.allowing(.inferenceSubject).contains(person)) }
      }
    }
  }

  @Test("a scale puts every number in the bin whose end is the first not below it, and people evenly where it can")
  func scale() {
    var random = SeededGenerator(seed: 8)
    for round in 0..<60 {
      let numbers = (0..<1 + random.below(300)).map { _ in Double(random.below(round < 30 ? 12 : 5000)) }
      let scale = OrderedScale(numbers)
      let distinct = Set(numbers).sorted()
      #expect(scale.representatives.count == min(distinct.count, scale.representatives.count))
      #expect(scale.representatives.count <= OrderedScale.maximumBins)
      if distinct.count <= OrderedScale.maximumBins { #expect(scale.representatives == distinct) }
      // Monotone, and every bin used.
      let bins = distinct.map { scale.bin(of: $0) }
      #expect(bins == bins.sorted() && Set(bins).count == scale.representatives.count)
      for (number, bin) in zip(distinct, bins) where scale.representatives[Int(bin)] != number {
        #expect(distinct.count > OrderedScale.maximumBins)
      }
      // Quantiles rise, stay inside, and of one certain bin are its representative.
      let row = scale.representatives.map { _ in Double(random.below(4)) }
      let total = row.reduce(0, +)
      guard total > 0 else { continue }
      let shares = row.map { $0 / total }
      let quantiles = stride(from: 0.05, to: 1, by: 0.05).map { scale.quantile($0, shares[...]) }
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(quantiles.allSatisfy { $0 >= scale.representatives[0] && $0 <= (scale.representatives.last ?? 0) })
      var certain = row.map { _ in 0.0 }
      let place = random.below(certain.count)
      certain[place] = 1
      #expect(scale.quantile(0.1, certain[...]) == scale.representatives[place])
    }
  }

  @Test("margins are the least whose Wilson bound keeps the promise; with too few cases there is none")
  func margins() throws {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<40 {
      let count = 1 + random.below(400)
      let cases = (0..<count).map { vertex in
        ConformalIntervals.Case(
          answer: OrderedAnswer(
            vertex: vertex, number: 0, low: -1, high: 1, doubt: Double(random.below(50)),
            mass: random.below(9) == 0 ? 0 : 1, said: nil),
          truth: Double(random.below(21)) - 10)
      }
      for form in ConformalIntervals.Form.allCases {
        let intervals = ConformalIntervals(cases, form: form, level: 0.8)
        #expect(intervals.groups.reduce(0) { $0 + $1.cases } == cases.count { $0.answer.mass > 0 })
        for group in intervals.groups {
          let own = cases.filter { intervals.group(of: $0.answer) == group }
          #expect(own.count == group.cases)
          func covered(_ margin: Double) -> Int {
            own.count { abs($0.truth) - (form == .number ? 0 : 1) <= margin }
          }
          guard let margin = group.margin else {
            #expect(wilsonLowerBound(correct: own.count, cases: own.count) < 0.8)
            continue
          }
          #expect(covered(margin) == group.covered && group.lowerBound >= 0.8)
          #expect(wilsonLowerBound(correct: covered(margin - 0.5), cases: own.count) < 0.8)
        }
      }
    }
  }

  @Test("a numeric attribute of a special category cannot be inferred, whatever a dataset declares")
  func sensitive() throws {
    var town = KindTown(seed: 3, count: 40)
    town.kinds = "{height: numeric, grade: ordinal, hobbies: set}"
    var graph = try town.dataset().graph
    let special = [("health_score", AttributeKind.numeric), ("faiths", .set), ("disability_grade", .ordinal)]
    for (name, declared) in special {
      let kind = AttributeKind.effective(name: name, declared: declared)
      #expect(kind == .sensitive)
      let column = AttributeColumn(name: name, kind: kind, rows: (0..<40).map { ["\($0)"] })
      #expect(throws: InferableAttribute.Refusal.sensitive(name)) { try InferableOrder(column) }
      #expect(throws: InferableAttribute.Refusal.sensitive(name)) { try InferableSet(column) }
      graph.attributes.append(column)
    }
    let permitted = PolicyGate(graph: graph, consents: .init([], declared: .researchDataset)).inferenceGraph()
    for name in ["health_score", "faiths", "disability_grade"] {
      #expect(throws: InferenceError.refused(.sensitive(name))) {
        try OrderedProblem(permitted, attribute: name, asOf: KindTown.time, threads: ThreadCount(1))
      }
      #expect(throws: InferenceError.refused(.sensitive(name))) {
        try SetProblem(permitted, attribute: name, asOf: KindTown.time, threads: ThreadCount(1))
      }
    }
  }
}
