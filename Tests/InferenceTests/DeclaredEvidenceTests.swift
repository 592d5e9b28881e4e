import Foundation
import GraphKernels
import GraphStorage
import Ingest
import People
import Privacy
import Testing

@testable import Inference

@Suite("What people state of other attributes, as evidence")
struct DeclaredEvidenceTests {
  static let threads = ThreadCount(2)

  /// A town whose grades are names, with groups of three kinds of name.
  static func town(seed: UInt64, count: Int = 240, follows: Bool = true) -> KindTown {
    var town = KindTown(seed: seed, count: count, follows: follows)
    town.kinds = "{height: numeric, grade: categorical, hobbies: set}"
    town.groups = [
      ("Choir", town.people.indices.filter { $0 % 6 == 2 || $0 % 17 == 0 }),
      ("Church choir", town.people.indices.filter { $0 % 6 == 1 }), ("Four", [0, 1, 2, 3]),
    ]
    return town
  }

  /// The same with ties that have nothing to do with anything, and none of the last tenth.
  static func untied(seed: UInt64, count: Int) -> KindTown {
    var town = town(seed: seed, count: count)
    var random = SeededGenerator(seed: seed, stream: 9)
    let tied = count * 9 / 10
    town.friends = (0..<count * 9 / 4).map { _ in (random.below(tied), random.below(tied)) }.filter { $0.0 != $0.1 }
    return town
  }

  static func problem(_ dataset: Dataset, threads: Int = 2) throws -> AttributeProblem {
    try AttributeProblem(
      KindTown.permitted(dataset), attribute: "grade", asOf: KindTown.time, threads: ThreadCount(threads))
  }

  /// The labels of the people in order, with somebody's left out.
  static func labels(_ town: KindTown, _ evidence: [Bool]) -> LabelEvidence {
    let names = Set(town.people.indices.filter { evidence[$0] }.map { town.people[$0].grade }).subtracting([""])
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return LabelEvidence(
      labels: town.people.indices.map { person in
        evidence[person] ? names.firstIndex(of: town.people[person].grade).map { Int32($0) } ?? -1 : -1
      }, classCount: names.count, evidence: evidence)
  }

  @Test("signs are counted as by hand, without the own label, the silent, the rare and the special", arguments: [UInt64](1...3))
  func counts(seed: UInt64) throws {
    let town = Self.town(seed: seed)
    let dataset = try town.dataset()
    let permitted = KindTown.permitted(dataset)
    // In the order of ids, which is not that of the numbers in them.
    let order = (0..<town.people.count).sorted { "p\($0)" < "p\($1)" }
    var sorted = town
    sorted.people = order.map { town.people[$0] }
    let evidence = order.indices.map { permitted.value.evidence.contains(PersonIndex($0)) }
    #expect(evidence.contains(false))
    let labels = Self.labels(sorted, evidence)
    let declared = DeclaredEvidence(permitted, except: "grade", asOf: KindTown.time)
    let said = declared.said(labels, of: Array(order.indices), threads: Self.threads)

    // By hand: a sign is a text, and its holders are those of evidence who have it.
    let heights = order.indices.filter { evidence[$0] }.compactMap { Double(sorted.people[$0].height) }
    func signs(_ place: Int) -> Set<String> {
      guard evidence[place] else { return [] }
      var found = Set(sorted.people[place].hobbies.split(separator: ";").map { "hobby \($0)" })
      if let height = Double(sorted.people[place].height) {
        found.insert("height \(heights.count { $0 < height } * 16 / heights.count)")
      }
      if town.groups[0].members.contains(order[place]) { found.insert("choir") }
      return found
    }
    let all = order.indices.map { signs($0) }
    // Without a tie everybody has the prior of the others.
    let wide = OneHopVote.run(
      try WeightedGraphBuilder.build(
        vertexCount: order.count, sources: [], targets: [], weights: [], symmetric: true), labels,
      threads: Self.threads)
    let nothing = LabelSupport(people: 0, isMinimum: false, largestShare: 0...0)
    var met = 0
    for place in order.indices {
      let others = order.indices.filter { $0 != place && labels.labels[$0] >= 0 }
      let priors = (0..<labels.classCount).map { index in
        (Double(others.count { labels.labels[$0] == Int32(index) }) + 0.5)
          / (Double(others.count) + 0.5 * Double(labels.classCount))
      }
      var odds = priors.map { _ in 1.0 }
      var isSaid = false
      for sign in all[place] where all.count(where: { $0.contains(sign) }) > 5 {
        let holders = others.filter { all[$0].contains(sign) }
        guard holders.count >= 5 else { continue }
        isSaid = true
        for index in odds.indices {
          let having = Double(holders.count { labels.labels[$0] == Int32(index) })
          odds[index] *= (having + 2 * priors[index]) / (Double(holders.count) + 2) / priors[index]
        }
      }
      #expect(said.isEmpty(place) == !isSaid)
      guard isSaid else { continue }
      met += 1
      let shares = zip(odds, priors).map { pow($0, 0.3) * ($1 + 0.01) }
      for (found, share) in zip(said.row(wide, place, strength: 0.3), shares) {
        #expect(abs(found - share / shares.reduce(0, +)) < 1e-12)
      }
      #expect(said.row(wide, place, strength: 0) == Array(wide.row(place)))

      // Who stands behind each class: by person, over all signs.
      for label in 0..<Int32(labels.classCount) {
        var brought: [Int: Double] = [:]
        for sign in all[place] where all.count(where: { $0.contains(sign) }) > 5 {
          let holders = others.filter { all[$0].contains(sign) }
          guard holders.count >= 5 else { continue }
          for holder in holders where labels.labels[holder] == label {
            brought[holder, default: 0] += 1 / (Double(holders.count) + 2)
          }
        }
        let total = brought.values.reduce(0, +)
        let found = declared.support([nothing], labels, of: [(place, label, 0)], threads: Self.threads)[0]
        guard total > 0 else {
          #expect(found == nothing)
          continue
        }
        #expect(found.people == brought.count && !found.isMinimum)
        #expect(abs(found.largestShare.lowerBound - (brought.values.max() ?? 0) / total) < 1e-12)
        #expect(found.largestShare.lowerBound == found.largestShare.upperBound)
        // Beside ties the worse of both.
        let tied = LabelSupport(people: 7, isMinimum: true, largestShare: 0.1...0.3)
        let both = declared.support([tied], labels, of: [(place, label, 1)], threads: Self.threads)[0]
        #expect(both.people == 7 && both.largestShare.upperBound == max(0.3, found.largestShare.upperBound))
      }
    }
    #expect(met > 100)
  }

  @Test("where ties say nothing and other values all, the value is found, published and explained")
  func found() throws {
    var town = Self.untied(seed: 5, count: 400)
    var random = SeededGenerator(seed: 9)
    for person in town.people.indices {
      town.people[person].hobbies = ["chess", "sailing", "jazz", "reading", "running", "baking"][person % 6]
      if random.below(4) == 0 { town.people[person].grade = "" }
      else { town.people[person].grade = "grade \(person % 6)" }
    }
    let problem = try Self.problem(try town.dataset())
    let solution = problem.solve()
    #expect(solution.choice.chosen.signs > 0 && solution.choice.accuracy > 0.95)
    #expect(solution.choice.chosen.name.contains("+ other values"))
    let lonely = solution.published.filter { problem.ground.weightings[0].graph.row($0.vertex).isEmpty }
    #expect(!lonely.isEmpty)
    for prediction in lonely {
      #expect(prediction.support?.people ?? 0 >= DeclaredEvidence.leastHolders)
      #expect(prediction.support?.largestShare.upperBound ?? 1 <= 0.2)
    }
    let plain = CrossFit.run(
      problem.ground.weightings, problem.labels, folds: problem.ground.folds, judged: problem.ground.judged,
      threads: Self.threads)
    #expect(plain.accuracy < 0.5, "\(plain.accuracy)")
    let shown = try #require(solution.published.first)
    #expect(problem.explain(shown, solution).counterfactual?.isSame == true, "ties are not why")
    let outcome = problem.evaluate(.leaveOneOut, seeds: [1])
    #expect(outcome.pooled.accuracy > 0.95)
    let masked = problem.evaluate(.share(0.5), seeds: [1, 2])
    #expect(masked.pooled.accuracy > 0.9)
    let shuffled = problem.evaluate(.share(0.5), seeds: [1, 2], shuffled: true)
    #expect(shuffled.predictions.count { $0.prediction.decision == .publish } == 0)
  }

  @Test("one person behind many signs is one person: alone with a value, they never decide it")
  func onePerson() throws {
    // 0 asks, with thirty hobbies; 1 has all of them and is alone with their grade. Each hobby has five more holders.
    var town = Self.town(seed: 1, count: 200)
    town.silent = []
    town.groups = []
    let hobbies = (0..<30).map { "h\($0)" }
    for person in town.people.indices {
      town.people[person].height = ""
      town.people[person].hobbies = person < 2 ? hobbies.joined(separator: ";") : "h\((person - 2) % 30)"
      town.people[person].grade = person == 0 ? "" : person == 1 ? "grade 9" : "grade \(person % 4)"
      town.people[person].born = ""
    }
    let permitted = KindTown.permitted(try town.dataset())
    let ids = permitted.value.graph.people.ids
    func vertex(_ id: String) throws -> Int { try #require((0..<ids.count).first { ids[$0] == id }) }
    let (asker, alone) = (try vertex("p0"), try vertex("p1"))
    let problem = try AttributeProblem(permitted, attribute: "grade", asOf: KindTown.time, threads: Self.threads)
    let grade = problem.labels.labels[alone]
    #expect(problem.labels.labelCounts[Int(grade)] == 1)
    let said = problem.ground.declared.said(problem.labels, of: [asker], threads: Self.threads)
    let flat = OneHopVote.run(
      try WeightedGraphBuilder.build(
        vertexCount: ids.count, sources: [], targets: [], weights: [], symmetric: true), problem.labels,
      threads: Self.threads)
    let answer = MethodAnswer(flat, said, strength: 0.3, vertex: asker)
    #expect(answer.label == grade && answer.confidence > 0.9, "the signs do say so")
    for mass in [0.0, 1] {
      let ties = LabelSupport(people: 9, isMinimum: false, largestShare: 0...0.2)
      let found = problem.ground.declared.support(
        [ties], problem.labels, of: [(asker, grade, mass)], threads: Self.threads)[0]
      #expect(found.largestShare.lowerBound == 1)
      #expect(PublicationRule().decision(found) == (mass == 0 ? .tooFewEvidence : .singlePersonShare))
    }
  }

  @Test("what the silent state of other attributes, and what is sensitive, changes no byte; what others state does")
  func noByteChanges() throws {
    let town = Self.untied(seed: 11, count: 180)
    func words(_ town: KindTown, threads: Int = 2) throws -> String {
      let problem = try Self.problem(try town.dataset(), threads: threads)
      let solution = problem.solve()
      return "\(solution.choice) \(solution.predictions) \(solution.published.first.map { problem.explain($0, solution) }.map { "\($0)" } ?? "")"
    }
    let truth = try words(town)
    #expect(try words(town, threads: 8) == truth)
    var masked = town
    for person in town.silent {
      masked.people[person].hobbies = "chess"
      masked.people[person].height = "1.5"
    }
    masked.groups[0].members = town.groups[0].members.filter { !town.silent.contains($0) }
    #expect(try words(masked) == truth)
    var special = town
    special.groups[1].members = town.people.indices.filter { $0 % 6 == 4 }
    special.groups[2].members = [7, 8, 9, 10, 11]
    #expect(try words(special) == truth, "a church choir, and a group of five")
    var sensitive = town
    sensitive.kinds = "{height: sensitive, grade: categorical, hobbies: sensitive}"
    var empty = sensitive
    for person in empty.people.indices { (empty.people[person].hobbies, empty.people[person].height) = ("", "") }
    #expect(try words(sensitive) == words(empty))
    var other = town
    for person in town.people.indices where person % 6 == 3 && !town.silent.contains(person) {
      other.people[person].hobbies = "running"
    }
    #expect(try words(other) != truth)
  }

  @Test("a candidate that must lead wins by more than the root of the cases in which one of two is right, and never else")
  func lead() throws {
    var (led, held) = (0, 0)
    for seed in UInt64(1)...12 {
      let town =
        seed % 4 == 0 ? Self.untied(seed: seed, count: 150) : Self.town(seed: seed, count: 150, follows: seed % 2 == 0)
      let problem = try Self.problem(try town.dataset())
      let ground = problem.ground
      let choice = CrossFit.run(
        ground.weightings, problem.labels, folds: ground.folds, judged: ground.judged,
        methods: [.oneHopVote, .spreading(alpha: 0.5), .harmonic], declared: ground.declared, threads: Self.threads)
      let plainScores = choice.scores.filter { $0.candidate.signs == 0 && !$0.candidate.method.mustLead }
      let otherScores = choice.scores.filter { $0.candidate.signs > 0 || $0.candidate.method.mustLead }
      let plain = try #require(plainScores.first { $0.correct == plainScores.map(\.correct).max() })
      let other = try #require(otherScores.first { $0.correct == otherScores.map(\.correct).max() })
      func right(_ candidate: CrossFit.Candidate) -> [Bool] {
        var right: [Int: Bool] = [:]
        for fold in 0..<CrossFit.foldCount {
          let shown = problem.labels.hiding { ground.folds[$0] == fold }
          let run = candidate.method.run(
            ground.weightings[candidate.weighting].graph, shown, threads: Self.threads)
          let asked = CrossFit.cases(problem.labels, ground.judged).filter { ground.folds[$0] == fold }
          let signs = ground.declared.said(shown, of: asked, threads: Self.threads)
          for vertex in asked {
            let row = signs.row(run, vertex, strength: candidate.signs)
            right[vertex] = Int32(row.firstIndex(of: row.max() ?? 0) ?? 0) == problem.labels.labels[vertex]
          }
        }
        return right.sorted { $0.key < $1.key }.map(\.value)
      }
      let apart = zip(right(plain.candidate), right(other.candidate)).count { $0 != $1 }
      let leads = Double(other.correct - plain.correct) > Double(apart).squareRoot()
      #expect(choice.chosen == (leads ? other.candidate : plain.candidate))
      if leads { led += 1 } else if other.correct > plain.correct { held += 1 }
    }
    #expect(led > 0 && held > 0, "both happen: \(led), \(held)")
  }
}
