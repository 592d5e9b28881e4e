import GraphKernels
import GraphStorage
import Ingest
import People
import Privacy
import Reports

/// Communities of the people who allow a purpose, told as aggregates.
///
/// What leaves: rows of communities of at least k people, without a member's name. Where the people outside of the rows
/// would be fewer than k, the smallest row is withheld too, so that a total minus the rows tells of nobody. One person
/// may see their own place. Who belongs where, row by row, is the kernel's result (`KernelJob`), not this one's.
public enum CommunitiesJob {
  public enum Method: String, CaseIterable, Sendable {
    case leiden
    case louvain
    case labelPropagation = "label-propagation"
  }

  public enum Quality: String, CaseIterable, Sendable {
    case modularity
    case constantPotts = "cpm"

    fileprivate var kernel: CommunityQuality { self == .modularity ? .modularity : .constantPotts }
  }

  public struct Request: Sendable {
    public var projection: SocialProjection
    public var method = Method.leiden
    public var quality = Quality.modularity
    /// γ, above 0.
    public var resolution = 1.0
    public var seed: UInt64 = 1
    /// k of the rows and of the names (DOMAIN C.6: totals 30, demographic breakdowns 100); at least `leastMinimum`.
    public var minimum = 30
    public var nameMinimum = 100
    /// External id of the one who asks about their own place.
    public var person: String?

    public init(_ projection: SocialProjection) { self.projection = projection }

    /// As people name edges and purpose; friends for statistics where nothing is said.
    /// - Throws: `Failure`, usage.
    public init(edges: String?, purpose: String?, asOf: Timestamp?) throws(Failure) {
      self.init(
        SocialProjection(
          purpose: try SocialProjection.purpose(named: purpose ?? Purpose.statistics.rawValue),
          edges: try SocialProjection.edges(named: edges ?? SocialProjection.Edges.friends.rawValue), asOf: asOf))
    }
  }

  /// Below this k protects nobody.
  public static let leastMinimum = 5

  /// - Throws: `Failure`: directed edges or memberships, fewer than k people allow the purpose, a person who does not,
  ///   a community of Leiden that is not connected (a bug).
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> CommunityReport {
    let loaded = try load(dataset, request, context)
    let origin = try loaded.requireOrigin()
    let own = try request.person.map { id throws(Failure) in try vertex(of: id, dataset, origin) }
    let control = context.control(named: request.method.rawValue)
    let found = try find(loaded.graph, request, control)
    let figures = found.figures
    let connected = figures.communities.allSatisfy { $0.parts == 1 }
    guard connected || request.method != .leiden else {
      throw Failure(.bug, "Leiden found a community that is not connected: a bug in Kith")
    }
    try context.checkCancellation()
    let shown = shownCount(figures.communities.map(\.size), minimum: request.minimum)
    let names = CommunityNames.suggest(
      dataset, origin, positions: figures.positions, shown: shown, minimum: request.nameMinimum)
    let rows = (0..<shown).map { rank in
      let community = figures.communities[rank]
      return CommunityReport.Row(
        number: rank + 1, size: community.size, density: community.density, conductance: community.conductance,
        insideShare: community.insideShare, names: names[rank])
    }
    let roles = figures.roles(in: loaded.graph)
    let withheld = origin.people.count - rows.reduce(0) { $0 + $1.size }
    var report = CommunityReport(
      method: words(request), edges: origin.projection.edges.rawValue, purpose: origin.projection.purpose.rawValue,
      basis: origin.basis, minimum: request.minimum, nameMinimum: request.nameMinimum, modularity: found.modularity,
      allConnected: connected, rows: rows, withheldPeople: withheld > 0 ? withheld : nil,
      own: own.map { vertex in
        let role = roles[vertex]
        let rank = figures.positions[vertex]
        return CommunityReport.Own(
          community: rank < shown ? rank + 1 : nil, participation: role.participation,
          withinModule: rank < shown ? role.withinModule : nil, role: rank < shown ? role.kind.rawValue : nil)
      })
    report.sizes = sizeBands(figures.communities.map(\.size), minimum: request.minimum)
    report.roles = roleCounts(roles, minimum: request.minimum)
    return report
  }

  /// The graph of those who allow the purpose.
  /// - Throws: `Failure`, refused, where they are fewer than k.
  static func load(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    try check(request)
    let loaded = try GraphSource.loaded(dataset, request.projection, context)
    guard loaded.graph.vertexCount >= request.minimum else {
      throw Failure(
        .refused, "fewer than \(request.minimum) people allow \(request.projection.purpose.rawValue)",
        hint: "nothing is told of fewer people than --minimum-people")
    }
    return loaded
  }

  /// What can be told before a snapshot is read.
  public static func check(_ request: Request) throws(Failure) {
    let edges = request.projection.edges
    guard !edges.areDirected, edges != .memberships else {
      throw Failure(.usage, "communities are not found over \(edges.rawValue)", hint: "take the edges friends or ties")
    }
    guard request.resolution > 0, request.resolution.isFinite else {
      throw Failure(.usage, "--resolution takes a number above 0")
    }
    guard min(request.minimum, request.nameMinimum) >= leastMinimum else {
      throw Failure(.usage, "--minimum-people and --minimum-names take a number from \(leastMinimum)")
    }
    guard request.method != .labelPropagation || (request.quality == .modularity && request.resolution == 1) else {
      throw Failure(.usage, "label propagation has no --quality and no --resolution")
    }
  }

  /// How many of the sizes, the largest first, are told: those of k or more, less the smallest of them where fewer than
  /// k people would be left over.
  static func shownCount(_ sizes: [Int], minimum: Int) -> Int {
    let shown = sizes.prefix { $0 >= minimum }.count
    let left = sizes.dropFirst(shown).reduce(0, +)
    return left > 0 && left < minimum ? max(0, shown - 1) : shown
  }

  /// Sizes by powers of two, bands joined from the smallest until each holds k people.
  static func sizeBands(_ sizes: [Int], minimum: Int) -> [CommunityReport.SizeBand] {
    var bands: [CommunityReport.SizeBand] = []
    for size in sizes.reversed() {
      let from = 1 << (Int.bitWidth - 1 - size.leadingZeroBitCount)
      if let last = bands.last, size <= last.to || last.people < minimum {
        bands[bands.count - 1].to = max(last.to, 2 * from - 1)
        bands[bands.count - 1].communities += 1
        bands[bands.count - 1].people += size
      } else {
        bands.append(.init(from: from, to: 2 * from - 1, communities: 1, people: size))
      }
    }
    // What is left over at the upper end is told with the band before it, or not at all.
    if let last = bands.last, last.people < minimum {
      bands.removeLast()
      guard !bands.isEmpty else { return [] }
      bands[bands.count - 1].to = last.to
      bands[bands.count - 1].communities += last.communities
      bands[bands.count - 1].people += last.people
    }
    return bands
  }

  /// Roles of k people or more; the smallest of them is withheld too where the rest would be fewer than k.
  static func roleCounts(_ roles: [CommunityFigures.Role], minimum: Int) -> [CommunityReport.RoleCount] {
    var counts: [CommunityFigures.Role.Kind: Int] = [:]
    for role in roles { counts[role.kind, default: 0] += 1 }
    let sorted = CommunityFigures.Role.Kind.allCases.filter { counts[$0] != nil }
      .sorted { counts[$0, default: 0] > counts[$1, default: 0] }
    let shown = Set(sorted.prefix(shownCount(sorted.map { counts[$0, default: 0] }, minimum: minimum)))
    return CommunityFigures.Role.Kind.allCases.filter(shown.contains).map {
      CommunityReport.RoleCount(role: $0.rawValue, people: counts[$0, default: 0])
    }
  }

  private static func vertex(
    of id: String, _ dataset: Dataset, _ origin: LoadedGraph.Origin
  ) throws(Failure) -> Int {
    let person = try dataset.graph.people.require(id)
    guard let vertex = origin.people.firstIndex(of: person) else {
      throw Failure(.refused, "person '\(id)' does not allow \(origin.projection.purpose.rawValue)")
    }
    return vertex
  }

  /// Communities, and what is reckoned of them from the graph and the classes alone.
  struct Found {
    let classes: Column<UInt32>
    let figures: CommunityFigures
    let modularity: Double
  }

  static func find(_ graph: Graph, _ request: Request, _ control: RunControl) throws(Failure) -> Found {
    do throws(KernelError) {
      let classes = try partition(graph, request, control)
      return Found(
        classes: classes, figures: try CommunityFigures(graph, classes: classes, control),
        modularity: try Modularity.value(graph, classes: classes, control))
    } catch {
      throw Failure(error)
    }
  }

  private static func partition(
    _ graph: Graph, _ request: Request, _ control: RunControl
  ) throws(KernelError) -> Column<UInt32> {
    switch request.method {
    case .leiden:
      // Finer than the kernel's defaults: worth 0.0002 to 0.0006 of modularity, mean of three seeds on two graphs.
      let parameters = Leiden.Parameters(
        resolution: request.resolution, quality: request.quality.kernel, tolerance: 1e-6, iterations: 10,
        seed: request.seed)
      return try Leiden.run(graph, parameters: parameters, control).communities
    case .louvain:
      let parameters = Louvain.Parameters(
        resolution: request.resolution, quality: request.quality.kernel, seed: request.seed)
      return try Louvain.run(graph, parameters: parameters, control).communities
    case .labelPropagation: return try LabelPropagation.run(graph, rounds: 10, control)
    }
  }

  private static func words(_ request: Request) -> String {
    if request.method == .labelPropagation { return request.method.rawValue }
    return "\(request.method.rawValue) (\(request.quality.rawValue), resolution \(request.resolution), "
      + "seed \(request.seed))"
  }
}
