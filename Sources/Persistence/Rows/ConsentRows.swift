import People
import Privacy

/// Statements of consent, how many there are for each purpose, and what the dataset declares.
enum ConsentRows {
  private static let consents = ["person", "purpose", "answer", "time", "version"]
  private static let counts = ["purpose", "answer", "statements"]

  static func write(_ register: ConsentRegister, people: Int, _ session: WriteSession) throws {
    try session.table("consents", consents) { table in
      for statement in register.statements {
        table.put(statement.person.rawValue, below: people)
        table.put(statement.purpose.rawValue)
        table.put(statement.answer.rawValue)
        table.put(statement.time?.milliseconds)
        table.put(statement.version)
        try table.endRow()
      }
    }
    var number: [Purpose: [ConsentStatement.Answer: Int]] = [:]
    for statement in register.statements { number[statement.purpose, default: [:]][statement.answer, default: 0] += 1 }
    try session.table("consent_counts", counts) { table in
      for purpose in Purpose.allCases {
        for answer in answers {
          guard let count = number[purpose]?[answer] else { continue }
          table.put(purpose.rawValue)
          table.put(answer.rawValue)
          table.put(Int64(count))
          try table.endRow()
        }
      }
    }
    try session.table("declared_purposes", ["purpose"]) { table in
      for purpose in register.declared.grantedInOrder {
        table.put(purpose.rawValue)
        try table.endRow()
      }
    }
  }

  private static let answers: [ConsentStatement.Answer] = [.granted, .denied, .presumed]

  static func read(people: Int, words: String, _ session: ReadSession) throws -> ConsentRegister {
    var statements: [ConsentStatement] = []
    statements.reserveCapacity(try session.rows(of: "consents"))
    try session.table("consents", consents) { row in
      let person = PersonIndex(try row.position(below: people))
      let purpose: Purpose = try row.word()
      let answer: ConsentStatement.Answer = try row.word()
      let time = try row.optionalTime()
      statements.append(
        ConsentStatement(person: person, purpose: purpose, answer: answer, time: time, version: try row.optionalText()))
    }
    let granted = Set(try declaredPurposes(session))
    return ConsentRegister(statements, declared: DeclaredBasis(granted: granted, words: words))
  }

  static func declaredPurposes(_ session: ReadSession) throws -> [Purpose] {
    var purposes: [Purpose] = []
    try session.table("declared_purposes", ["purpose"]) { row in purposes.append(try row.word()) }
    return purposes
  }

  static func summary(_ session: ReadSession) throws -> [SnapshotSummary.Consent] {
    var found: [SnapshotSummary.Consent] = []
    try session.table("consent_counts", counts) { row in
      let purpose: Purpose = try row.word()
      let answer: ConsentStatement.Answer = try row.word()
      let count = try row.count()
      if found.last?.purpose != purpose.rawValue { found.append(.init(purpose: purpose.rawValue)) }
      switch answer {
      case .granted: found[found.count - 1].granted += count
      case .denied: found[found.count - 1].denied += count
      case .presumed: found[found.count - 1].presumed += count
      }
    }
    return found
  }
}
