import People

/// What one person said about one purpose, at one time.
public struct ConsentStatement: Hashable, Sendable {
  public enum Answer: String, Codable, Sendable, CaseIterable {
    case granted
    /// "Presumed by the use of the website": kept as it is, and counted as no consent (DOMAIN B.2, R3).
    case presumed
    case denied

    /// The place among all cases: the less permissive, the later.
    public var position: Int {
      switch self {
      case .granted: 0
      case .presumed: 1
      case .denied: 2
      }
    }
  }

  public let person: PersonIndex
  public let purpose: Purpose
  public let answer: Answer
  public let time: Timestamp?
  public let version: String?

  public init(person: PersonIndex, purpose: Purpose, answer: Answer, time: Timestamp? = nil, version: String? = nil) {
    (self.person, self.purpose, self.answer, self.time, self.version) = (person, purpose, answer, time, version)
  }

  /// The total order of statements; versions by their bytes, because `==` of text is canonical equivalence.
  fileprivate static func precedes(_ left: ConsentStatement, _ right: ConsentStatement) -> Bool {
    if left.person != right.person { return left.person < right.person }
    if left.purpose != right.purpose { return left.purpose.position < right.purpose.position }
    if left.time != right.time { return absentFirst(left.time, right.time) }
    if left.answer != right.answer { return left.answer.position < right.answer.position }
    return precedesInBytes(left.version, right.version)
  }
}

/// Every statement of consent, and what the dataset declares for those who made none.
public struct ConsentRegister: Sendable, Equatable {
  /// Sorted by person, purpose, time (undated first), and with the less permissive answer last among equal times.
  public let statements: [ConsentStatement]
  public let declared: DeclaredBasis

  public init(_ statements: [ConsentStatement], declared: DeclaredBasis) {
    let sorted = statements.sorted(by: ConsentStatement.precedes)
    var distinct: [ConsentStatement] = []
    distinct.reserveCapacity(sorted.count)
    for statement in sorted where distinct.last.map({ ConsentStatement.precedes($0, statement) }) ?? true {
      distinct.append(statement)
    }
    (self.statements, self.declared) = (distinct, declared)
  }

  /// The register of statements that are sorted and distinct already; nil where they are not.
  /// - Complexity: O(statements).
  public init?(sorted statements: [ConsentStatement], declared: DeclaredBasis) {
    for place in statements.indices.dropFirst()
    where !ConsentStatement.precedes(statements[place - 1], statements[place]) { return nil }
    (self.statements, self.declared) = (statements, declared)
  }

  /// Who allows `purpose`: an undated denial holds whatever else was said; otherwise the latest statement of a person holds, and of two at the same time the less permissive
  /// one; then what the dataset declares; then the legal basis of the purpose (contract and legitimate interest hold
  /// until somebody objects).
  /// - Parameter people: how many people the graph has.
  public func allowing(_ purpose: Purpose, people: Int) -> PersonSet {
    let byDefault = declared.granted.contains(purpose) || purpose.legalBasis != .consent
    var allowed = PersonSet(universe: people, all: byDefault)
    var deniedAlways = PersonSet(universe: people)
    for statement in statements where statement.purpose == purpose {
      if statement.time == nil, statement.answer == .denied { deniedAlways.insert(statement.person) }
      switch statement.answer {
      case .granted: allowed.insert(statement.person)
      case .denied: allowed.remove(statement.person)
      case .presumed: if purpose.legalBasis == .consent { allowed.remove(statement.person) }
      }
    }
    return allowed.subtracting(deniedAlways)
  }
}
