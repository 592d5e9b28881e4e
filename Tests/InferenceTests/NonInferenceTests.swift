import GraphStorage
import Ingest
import People
import Privacy
import TestSupport
import Testing

@testable import Inference

/// The population of `datasets/harbour`: 300 invented people, some of whom do not allow inference, some of them minors.
@Suite("People who do not allow it are no evidence")
struct NonInferenceTests {
  private struct Answer: Equatable {
    let choice: CrossFit.Choice
    let figures: AttributeSolution.Figures
    let predictions: [AttributePrediction]
    let values: [String]
  }

  private static func harbour() throws -> Dataset {
    try Importer.read(.dataset, path: Datasets.projectRoot + "/datasets/harbour", options: ImportOptions()).dataset
  }

  /// The answer that most tests compare with, made once.
  private static let truth = Result {
    let data = try harbour()
    return (data: data, answer: try answer(data.graph, data.consents))
  }

  private static func answer(_ graph: SocialGraph, _ consents: ConsentRegister, threads: Int = 2) throws -> Answer {
    let time = try #require(graph.newestTime)
    let gate = PolicyGate(graph: graph, consents: consents, asOf: time)
    let problem = try AttributeProblem(
      gate.inferenceGraph(), attribute: "city", asOf: time, threads: ThreadCount(threads))
    let solution = problem.solve()
    return Answer(
      choice: solution.choice, figures: solution.figures, predictions: solution.predictions, values: solution.values)
  }

  /// The graph with other values of `city` for the people that `change` gives some.
  private static func relabelled(_ graph: SocialGraph, _ change: (PersonIndex, [String]) -> [String]) throws
    -> SocialGraph
  {
    var graph = graph
    let index = try #require(graph.attributes.firstIndex { $0.name == "city" })
    let column = graph.attributes[index]
    graph.attributes[index] = AttributeColumn(
      name: column.name, kind: column.kind,
      rows: (0..<graph.people.count).map { position in
        let person = PersonIndex(position)
        return change(person, column.codes(of: person).map { column.values[Int($0)] })
      })
    return graph
  }

  @Test("their values, changed or masked, and their ties, removed, change no output byte; threads neither")
  func noByteChanges() throws {
    let (data, truth) = try Self.truth.get()
    let gate = PolicyGate(graph: data.graph, consents: data.consents)
    let (subjects, evidence) = (gate.allowing(.inferenceSubject), gate.allowing(.inferenceEvidence))
    let strangers = PersonSet(universe: data.graph.people.count, all: true).subtracting(subjects.union(evidence))
    #expect(strangers.count >= 10 && gate.minors.count >= 5 && gate.minors.intersection(evidence).count == 0)
    #expect(truth.predictions.contains { $0.decision == .publish })

    let cities = try #require(data.graph.attribute("city")).values
    var random = SeededGenerator(seed: 5)
    let changed = try Self.relabelled(data.graph) { person, own in
      evidence.contains(person) || own.isEmpty ? own : [(cities + ["Nowhere"])[random.below(cities.count + 1)]]
    }
    #expect(changed != data.graph)
    #expect(try Self.answer(changed, data.consents) == truth, "values changed")

    // Random small datasets with the ties removed stand in the quick set too (NoTraceTests).
    if Datasets.runsLongTests {
      var removed = try Self.relabelled(data.graph) { person, own in strangers.contains(person) ? [] : own }
      removed.interactions = removed.interactions.filtered { source, target in
        !strangers.contains(PersonIndex(source)) && !strangers.contains(PersonIndex(target))
      }
      removed.friendships.removeAll { strangers.contains($0.first) || strangers.contains($0.second) }
      removed.follows.removeAll { strangers.contains($0.follower) || strangers.contains($0.followee) }
      #expect(removed.interactions.pairCount < data.graph.interactions.pairCount)
      #expect(try Self.answer(removed, data.consents, threads: 1) == truth, "values and ties removed, one thread")
    }

    // The same test with somebody who does allow it must fail.
    let witness = try #require(
      (0..<data.graph.people.count).map { PersonIndex($0) }.first { person in
        evidence.contains(person) && data.graph.attribute("city")?.code(of: person) != nil
      })
    let control = try Self.relabelled(data.graph) { person, own in person == witness ? [] : own }
    #expect(try Self.answer(control, data.consents, threads: 8) != truth)
  }

  @Test("a value that only somebody without consent states is nowhere in a permitted graph, and in no result")
  func noWordOfTheirs() throws {
    let data = try Self.harbour()
    let gate = PolicyGate(graph: data.graph, consents: data.consents)
    let evidence = gate.allowing(.inferenceEvidence)
    // The value of one silent person, which sorts among the others; and one of somebody who allows it, as a control.
    let column = try #require(data.graph.attribute("city"))
    let people = (0..<data.graph.people.count).map { PersonIndex($0) }.filter { column.code(of: $0) != nil }
    let silent = try #require(people.first { !evidence.contains($0) })
    let witness = try #require(people.first { evidence.contains($0) })
    let graph = try Self.relabelled(data.graph) { person, own in
      person == silent ? ["Midsecretville"] : person == witness ? ["Midopenville"] : own
    }
    let marked = PolicyGate(graph: graph, consents: data.consents)
    let time = try #require(graph.newestTime)
    let permitted = marked.inferenceGraph()
    let solution = try AttributeProblem(permitted, attribute: "city", asOf: time, threads: ThreadCount(2)).solve()
    var texts = ["\(permitted)", "\(marked.graph(for: .inferenceEvidence))"]
    var dumped = ""
    dump(permitted.value.graph.attributes, to: &dumped)
    dump(solution, to: &dumped)
    texts.append(dumped)
    for text in texts {
      #expect(!text.contains("Midsecretville"))
      #expect(text.contains("Midopenville"))
    }
  }

  @Test("nothing is inferred about those who state a value, are minors, or do not allow it")
  func subjectsOnly() throws {
    let (data, truth) = try Self.truth.get()
    let gate = PolicyGate(graph: data.graph, consents: data.consents)
    let subjects = gate.allowing(.inferenceSubject)
    let column = try #require(data.graph.attribute("city"))
    let asked = truth.predictions.map { PersonIndex($0.vertex) }
    let expected = (0..<data.graph.people.count).map { PersonIndex($0) }.filter {
      subjects.contains($0) && column.codes(of: $0).isEmpty
    }
    #expect(asked == expected && !asked.isEmpty)
    #expect(asked.allSatisfy { !gate.minors.contains($0) })
  }

  @Test("sensitive, set-valued and unknown attributes are refused", arguments: ["religion", "interests", "shoe_size"])
  func refused(attribute: String) throws {
    let data = try Self.harbour()
    let gate = PolicyGate(graph: data.graph, consents: data.consents)
    #expect {
      try AttributeProblem(
        gate.inferenceGraph(), attribute: attribute, asOf: Timestamp(seconds: 1_760_000_000), threads: ThreadCount(1))
    } throws: { error in
      switch (attribute, error as? InferenceError) {
      case ("religion", .refused(.sensitive)), ("interests", .refused(.setValued)), ("shoe_size", .noSuchAttribute):
        true
      default: false
      }
    }
  }
}
