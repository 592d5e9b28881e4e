/// What a kernel found about people of a graph, kept with the graph: a value or more for each person who took part.
///
/// A projection takes out the values of whoever it leaves out, their name wherever it is a value, and, because they
/// counted everybody, the figures; a table that was computed from the place of one person goes with that person. The
/// numbers of the others stay as they were computed.
public struct DerivedTable: Sendable, Equatable {
  public let kernel: String
  /// All parameters, those left at their defaults too.
  public let parameters: [DerivedFact]
  /// The edges that the kernel ran on, as `friends`.
  public let edges: String
  /// The one purpose for which the values may be read, as `statistics`.
  public let purpose: String
  /// The basis of that use when the kernel ran, in words.
  public let basis: String
  /// The time for which the edges were taken; nil where nothing in the graph is dated.
  public let asOf: Timestamp?
  public private(set) var figures: [DerivedFact]
  /// Who has values, in ascending order.
  public private(set) var people: [PersonIndex]
  public private(set) var columns: [DerivedColumn]

  /// - Parameter universe: how many people the graph has.
  /// - Returns: nil where the parts do not fit together: people out of order or beyond the graph, columns of another
  ///   length, values that are not of their kind, a person named who has no values.
  /// - Complexity: O(values).
  public init?(
    kernel: String, parameters: [DerivedFact], edges: String, purpose: String, basis: String, asOf: Timestamp?,
    figures: [DerivedFact], people: [PersonIndex], columns: [DerivedColumn], universe: Int
  ) {
    for index in people.indices.dropFirst() where people[index - 1].rawValue >= people[index].rawValue { return nil }
    guard (people.last?.position ?? -1) < universe else { return nil }
    var members = PersonSet(universe: universe)
    for person in people { members.insert(person) }
    for case .people(let named) in (parameters + figures).map(\.value) {
      guard named.allSatisfy({ $0.position < universe && members.contains($0) }) else { return nil }
    }
    for case .real(let value) in (parameters + figures).map(\.value) where !value.isFinite { return nil }
    guard columns.allSatisfy({ $0.isValid(people, members: members) }) else { return nil }
    (self.kernel, self.parameters, self.edges, self.purpose) = (kernel, parameters, edges, purpose)
    (self.basis, self.asOf, self.figures, self.people, self.columns) = (basis, asOf, figures, people, columns)
  }

  /// What tells one table of a graph from another: the kernel, the edges, the purpose and every parameter, as words
  /// with a blank between them.
  /// - Parameter id: what to call the people whom parameters name.
  public func name(_ id: (PersonIndex) -> String) -> String {
    ([kernel, edges, purpose] + parameters.map { "\($0.name)=\($0.value.words(id))" }).joined(separator: " ")
  }

  /// `name` with positions for people: what tables are sorted by.
  private var key: String { name { String($0.rawValue) } }

  public static func precedes(_ left: DerivedTable, _ right: DerivedTable) -> Bool {
    left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
  }

  /// Nil where nothing is left, or where a parameter names somebody outside `kept`.
  func projected(_ kept: PersonSet) -> DerivedTable? {
    for case .people(let named) in parameters.map(\.value) where !named.allSatisfy(kept.contains) { return nil }
    let rows = people.indices.filter { kept.contains(people[$0]) }
    if rows.count == people.count { return self }
    if rows.isEmpty { return nil }
    var table = self
    table.figures = []
    table.columns = columns.map { $0.projected(people, rows: rows, kept: kept) }
    table.people = rows.map { people[$0] }
    return table
  }
}
