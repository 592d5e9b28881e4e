import GraphKernels
import GraphStorage
import Ingest
import People
import Privacy
import Reports

/// The circles of one person's friends: overlapping groups of friends who are each other's friends.
///
/// For the person themselves: it tells of their own friends, and of friendships among these. Ties are not asked, because
/// how much others are in touch with one another is theirs.
public enum CirclesJob {
  public struct Request: Sendable {
    /// External id.
    public var person: String
    public var asOf: Timestamp?

    public init(person: String, asOf: Timestamp? = nil) { (self.person, self.asOf) = (person, asOf) }
  }

  /// - Throws: `Failure`: an unknown person, one who objects, a network too large for circles.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> CirclesReport {
    let projection = SocialProjection(purpose: .service, edges: .friends, asOf: request.asOf)
    let loaded = try GraphSource.loaded(dataset, projection, context)
    let origin = try loaded.requireOrigin()
    let person = try dataset.graph.people.require(request.person)
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    try gate.require(
      person, request.person, among: gate.allowing(projection.purpose),
      else: "does not allow \(projection.purpose.rawValue)")
    guard let vertex = origin.people.firstIndex(of: person) else {
      preconditionFailure("whoever allows the purpose is a vertex")
    }
    let found: LinkCircles.Circles
    do throws(KernelError) {
      found = try LinkCircles.run(loaded.graph, of: vertex, context.control(named: "circles"))
    } catch {
      throw Failure(error)
    }
    let people = dataset.graph.people
    func friend(_ vertex: UInt32) -> CirclesReport.Friend {
      let person = origin.people[Int(vertex)]
      return CirclesReport.Friend(id: people.id(person), name: people.names[person.position]?.value)
    }
    let placed = Set(found.circles.joined())
    let friends = loaded.graph.row(vertex).map { loaded.graph.targets[$0] }
    return CirclesReport(
      person: request.person, personName: people.names[person.position]?.value, purpose: projection.purpose.rawValue,
      basis: origin.basis, friends: friends.count, density: found.density,
      circles: found.circles.map { $0.map(friend) },
      others: friends.filter { !placed.contains($0) }.map(friend))
  }
}
