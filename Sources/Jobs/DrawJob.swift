import GraphKernels
import GraphStorage
import Ingest
import People
import Pictures
import Privacy
import Ties

/// A person's network as a picture (DOMAIN E).
public enum DrawJob {
  public enum Colouring: Equatable, Sendable {
    /// Communities of the drawn people, by Leiden on the ties among them.
    case community
    /// The group that most of the drawn people share, and so on.
    case group
    /// What people state of one attribute, never a sensitive one.
    case attribute(String)

    /// `community`, `group`, or an attribute's name.
    public init(_ text: String) {
      self = text == "community" ? .community : text == "group" ? .group : .attribute(text)
    }
  }

  public struct Request: Sendable {
    /// External id.
    public var person: String
    /// Neighbours drawn at most: 1 … 149.
    public var top: Int
    public var asOf: Timestamp?
    public var colouring: Colouring
    public var redaction: EgoPicture.Redaction
    public var parameters: TieParameters
    /// Values inferred elsewhere for the colouring attribute, by external id; drawn apart from stated ones.
    public var inferred: [String: String]
    public var format: PictureFormat
    /// In seconds.
    public var deadline: Double
    /// The path of Kith's own binary, which lays out in a child process.
    public var executable: String

    public init(
      person: String, top: Int = 40, asOf: Timestamp? = nil, colouring: Colouring = .community,
      redaction: EgoPicture.Redaction = .labels, parameters: TieParameters = .standard,
      inferred: [String: String] = [:],
      format: PictureFormat = .svg, deadline: Double = 60, executable: String
    ) {
      self.person = person
      self.top = top
      self.asOf = asOf
      self.colouring = colouring
      self.redaction = redaction
      self.parameters = parameters
      self.inferred = inferred
      self.format = format
      self.deadline = deadline
      self.executable = executable
    }
  }

  public struct Outcome: Sendable {
    public let bytes: [UInt8]
    /// What the picture shows and leaves out, in words.
    public let note: String
  }

  /// - Throws: `Failure`: unknown person or attribute, sensitive attribute, layout too slow, cancelled.
  public static func run(_ dataset: Dataset, _ request: Request, _ context: RunContext) throws(Failure) -> Outcome {
    let picture = try picture(dataset, request, context)
    do throws(PictureError) {
      let bytes = try picture.drawn(as: request.format, kith: request.executable, deadlineSeconds: request.deadline) {
        context.cancellation.isRequested
      }
      return Outcome(bytes: bytes, note: picture.omission.note)
    } catch {
      throw Failure(error)
    }
  }

  /// The picture as a value: the ego, its strongest ties and the strongest ties among them.
  static func picture(_ dataset: Dataset, _ request: Request, _ context: RunContext) throws(Failure) -> EgoPicture {
    guard (1...149).contains(request.top) else { throw Failure(.usage, "top: draws 1 to 149 neighbours") }
    let ego = try dataset.graph.people.require(request.person)
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    try gate.require(
      ego, request.person, among: gate.allowing(.service),
      else: "has objected to rankings, so there is no picture of them")
    let permitted = gate.graph(for: .service)
    let graph = permitted.value
    let scorer = try RankJob.scorer(dataset, permitted, request.asOf, request.parameters, context)
    let table = try failing { () throws(TieError) in try scorer.allTies() }
    let all = table.strongest(nil, of: ego)
    let shown = Array(all.prefix(request.top))
    let order = [ego] + shown.map(\.neighbour)
    let among = edges(table, order, limit: Self.edgeLimit(nodes: order.count))
    let colours = try colours(graph, order, among, request, asOf: scorer.asOf)

    func label(_ person: PersonIndex) -> String {
      graph.people.names[person.position]?.value ?? graph.people.id(person)
    }
    var nodes = [
      EgoPicture.Node(
        id: graph.people.id(ego), label: label(ego), kind: .ego, group: colours.group[0], share: 0, strength: 0,
        reason: "the person whose network this is", inferred: colours.inferred[0])
    ]
    for (index, tie) in shown.enumerated() {
      nodes.append(
        EgoPicture.Node(
          id: graph.people.id(tie.neighbour), label: label(tie.neighbour), kind: .person,
          group: colours.group[index + 1], share: tie.share, strength: tie.strength.value,
          lastContact: tie.lastContact?.date.description, reason: "rank \(tie.rank) of \(all.count)",
          inferred: colours.inferred[index + 1]))
    }
    let drawn = shown.reduce(0) { $0 + $1.share }
    return EgoPicture(
      title:
        "The network of \(request.redaction == .labels ? label(ego) : request.redaction == .ids ? graph.people.id(ego) : "one person")",
      subtitle: "\(request.parameters.summary) · as of \(scorer.asOf.date)", nodes: nodes, edges: among,
      groups: colours.groups, groupingName: colours.name,
      omission: Omission(
        shown: shown.count, total: all.count, strengthShown: min(drawn, 1),
        hidden: hiddenCount(dataset.graph, ego, all, gate)), redaction: request.redaction)
  }

  /// At most 600 edges are drawn with 150 nodes; the ego's own ties come first.
  private static func edgeLimit(nodes: Int) -> Int { min(600, max(0, nodes - 1) + 2 * nodes) }

  private static func edges(_ table: TieTable, _ order: [PersonIndex], limit: Int) -> [EgoPicture.Edge] {
    var place: [UInt32: Int] = [:]
    for (index, person) in order.enumerated() { place[person.rawValue] = index }
    var strengths: [Int: Int64] = [:]
    for (index, person) in order.enumerated() {
      for tie in table.ties(of: person) {
        guard let other = place[table.neighbours[tie]] else { continue }
        let (low, high) = (min(index, other), max(index, other))
        // The ego's ties are drawn as the ego ranks them; others by the sum of both directions.
        if low == 0 && index != 0 { continue }
        strengths[low * order.count + high, default: 0] += table.strengths[tie]
      }
    }
    let sorted = strengths.sorted { left, right in
      let (leftOwn, rightOwn) = (left.key < order.count, right.key < order.count)
      if leftOwn != rightOwn { return leftOwn }
      return left.value != right.value ? left.value > right.value : left.key < right.key
    }
    return sorted.prefix(limit).sorted { $0.key < $1.key }.map { entry in
      EgoPicture.Edge(
        from: entry.key / order.count, to: entry.key % order.count, strength: Strength(rawValue: entry.value).value)
    }
  }

  /// People with whom the ego has interactions and who are in no ranking because of what they said.
  private static func hiddenCount(_ graph: SocialGraph, _ ego: PersonIndex, _ shown: [Tie], _ gate: PolicyGate) -> Int {
    // Restricted people are not hidden by their own wish: nothing at all is told of them.
    let allowed = gate.allowing(.service).union(gate.restricted)
    var hidden = Set<UInt32>()
    for pair in graph.interactions.pairs(of: ego.position) {
      let target = graph.interactions.pairTargets[pair]
      if !allowed.contains(PersonIndex(target)) { hidden.insert(target) }
    }
    for source in 0..<graph.interactions.sourceCount where !allowed.contains(PersonIndex(source)) {
      if graph.interactions.pair(from: source, to: ego.rawValue) != nil { hidden.insert(UInt32(source)) }
    }
    return hidden.count
  }

  // MARK: - Colours

  private struct Colours {
    var name: String
    var groups: [EgoPicture.Group]
    /// One a node.
    var group: [Int?]
    var inferred: [Bool]
  }

  private static func colours(
    _ graph: SocialGraph, _ order: [PersonIndex], _ edges: [EgoPicture.Edge], _ request: Request, asOf: Timestamp
  ) throws(Failure) -> Colours {
    switch request.colouring {
    case .attribute(let name):
      guard let column = graph.attribute(name) else {
        let known = graph.attributes.filter { $0.kind != .sensitive }.map(\.name).joined(separator: ", ")
        throw Failure(.data, "no attribute '\(name)' to colour by", hint: "community, group, or one of: \(known)")
      }
      guard column.kind != .sensitive else {
        throw Failure(.refused, "attribute '\(name)' is sensitive and is never drawn")
      }
      let stated = order.map { person in column.code(of: person).map { column.values[Int($0)] } }
      let values = zip(order, stated).map { person, value in value ?? request.inferred[graph.people.id(person)] }
      return colours(named: name, values, inferred: zip(values, stated).map { $0 != nil && $1 == nil })
    case .group:
      var members: [GroupIndex: [Int]] = [:]
      for (index, person) in order.enumerated() {
        for membership in graph.memberships where membership.person == person && membership.period.holds(at: asOf) {
          members[membership.group, default: []].append(index)
        }
      }
      // Each person shows the largest of their groups, as counted among the people drawn.
      let sorted = members.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      var values = [String?](repeating: nil, count: order.count)
      for entry in sorted {
        for index in entry.value where values[index] == nil { values[index] = graph.groups.label(entry.key) }
      }
      return colours(named: "group", values, inferred: [Bool](repeating: false, count: order.count))
    case .community:
      let inner = edges.filter { $0.from != 0 && $0.to != 0 && $0.strength > 0 }
      guard
        let ties = try? Graph(
          vertexCount: order.count, sources: inner.map { UInt32($0.from) }, targets: inner.map { UInt32($0.to) },
          weights: inner.map(\.strength), directed: false),
        let partition = try? Leiden.run(ties)
      else { preconditionFailure("edges of a picture join its nodes with positive strength, and nobody cancels") }
      var sizes: [UInt32: Int] = [:]
      for index in 1..<max(order.count, 1) { sizes[partition.communities[index], default: 0] += 1 }
      // Communities of one are no communities.
      let ranked = sizes.filter { $0.value > 1 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      var number: [UInt32: Int] = [:]
      for (rank, entry) in ranked.enumerated() { number[entry.key] = rank + 1 }
      let values = order.indices.map { index in
        index == 0 ? nil : number[partition.communities[index]].map { "community \($0)" }
      }
      return colours(named: "community", values, inferred: [Bool](repeating: false, count: order.count))
    }
  }

  /// Groups by number of people, then by name.
  private static func colours(named name: String, _ values: [String?], inferred: [Bool]) -> Colours {
    var counts: [String: Int] = [:]
    for value in values { if let value { counts[value, default: 0] += 1 } }
    let sorted = counts.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
    var place: [String: Int] = [:]
    for (index, entry) in sorted.enumerated() { place[entry.key] = index }
    return Colours(
      name: name, groups: sorted.map { EgoPicture.Group(name: $0.key, count: $0.value) },
      group: values.map { $0.flatMap { place[$0] } }, inferred: inferred)
  }
}

extension Failure {
  public init(_ error: PictureError) {
    switch error {
    case .cancelled: self.init(.cancelled, error.description)
    case .tooLarge: self.init(.refused, error.description, hint: "draw fewer people with --top")
    case .timedOut: self.init(.refused, error.description, hint: "draw fewer people with --top, or allow more time")
    case .invalidPicture: self.init(.bug, error.description)
    case .layoutFailed, .childFailed: self.init(.io, error.description)
    }
  }
}
