import GraphKernels
import GraphStorage

/// The declared numbers of an ordered attribute, as numbers and as classes.
struct OrderedEvidence: Sendable {
  let numbers: NumberEvidence
  let classes: LabelEvidence
  let scale: OrderedScale

  init(_ numbers: NumberEvidence) {
    self.numbers = numbers
    scale = OrderedScale(numbers.numbers.filter { !$0.isNaN })
    let scale = scale
    classes = LabelEvidence(
      labels: numbers.numbers.map { $0.isNaN ? -1 : scale.bin(of: $0) },
      classCount: max(scale.representatives.count, 1), evidence: numbers.evidence)
  }

  /// The bins are those of what is left, so that nothing hidden shows in them.
  func hiding(_ hidden: (Int) -> Bool) -> OrderedEvidence { OrderedEvidence(numbers.hiding(hidden)) }
}

/// A way to guess a number from the numbers around a vertex.
public enum OrderedMethod: Hashable, Sendable {
  /// `NeighbourMedian`.
  case neighbourMedian
  /// The median of what a method for classes says of the steps of an `OrderedScale`, with what people state of other
  /// attributes counting `signs` beside it (`DeclaredEvidence`).
  case distribution(InferenceMethod, signs: Double = 0)

  public var name: String {
    switch self {
    case .neighbourMedian: "neighbours' median"
    case .distribution(let method, let signs):
      "median of \(method.name)" + (signs > 0 ? " + other values" : "")
    }
  }

  /// - Parameter level: the central share of the distribution that `low` and `high` leave inside.
  func answers(
    _ graph: WeightedGraph, _ evidence: OrderedEvidence, _ declared: DeclaredEvidence, of vertices: [Int],
    level: Double, isWhole: Bool, threads: ThreadCount
  ) -> [OrderedAnswer] {
    func rounded(_ number: Double) -> Double { isWhole ? (number + 0.5).rounded(.down) : number }
    switch self {
    case .neighbourMedian:
      let found = NeighbourMedian.run(graph, evidence.numbers, of: vertices, threads: threads)
      return zip(vertices, found).map { vertex, estimate in
        let number = rounded(estimate.number)
        return OrderedAnswer(
          vertex: vertex, number: number, low: number, high: number, doubt: estimate.deviation,
          mass: estimate.mass, said: nil)
      }
    case .distribution(let method, let strength):
      let said = method.run(graph, evidence.classes, only: vertices, threads: threads)
      let signs = declared.said(evidence.classes, of: strength > 0 ? vertices : [], threads: threads)
      return vertices.map { vertex in
        let row = signs.row(said, vertex, strength: strength)[...]
        let answer = MethodAnswer(said, vertex: vertex)
        func at(_ share: Double) -> Double { rounded(evidence.scale.quantile(share, row)) }
        return OrderedAnswer(
          vertex: vertex, number: at(0.5), low: at((1 - level) / 2), high: at((1 + level) / 2),
          doubt: evidence.scale.deviation(from: at(0.5), row), mass: answer.mass, said: answer)
      }
    }
  }

  func support(
    _ graph: WeightedGraph, _ evidence: OrderedEvidence, _ declared: DeclaredEvidence, of answers: [OrderedAnswer],
    rule: PublicationRule, threads: ThreadCount
  ) -> [LabelSupport] {
    switch self {
    case .neighbourMedian:
      return OneHopVote.support(graph, evidence.classes, of: answers.map(\.vertex), threads: threads)
    case .distribution(let method, let strength):
      let found = method.support(graph, evidence.classes, of: answers.compactMap(\.said), rule: rule, threads: threads)
      guard strength > 0 else { return found }
      return declared.support(
        found, evidence.classes, of: answers.map { ($0.vertex, evidence.scale.bin(of: $0.number), $0.mass) },
        threads: threads)
    }
  }
}

/// What a method says of one vertex.
public struct OrderedAnswer: Equatable, Sendable {
  public let vertex: Int
  public let number: Double
  /// Where the method's own distribution has its outer shares; both `number` where it has none.
  let low: Double
  let high: Double
  /// How far off the method itself expects to be: by how much what was heard differs.
  let doubt: Double
  /// The mass of numbers heard, in the kernel's unit; 0 where none came.
  let mass: Double
  /// Of a method for classes.
  let said: MethodAnswer?
}
