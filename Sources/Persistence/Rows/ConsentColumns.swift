import People
import Privacy

/// Statements of consent as columns; how many there are for each purpose, and what the dataset declares, as rows.
enum ConsentColumns {
  private static let counts = ["purpose", "answer", "statements"]

  static func write(_ register: ConsentRegister, people: Int, _ session: WriteSession) throws {
    let statements = register.statements
    try session.positions("consents.person", statements.count, below: people) { statements[$0].person.rawValue }
    try session.words("consents.purpose", among: Purpose.allCases.map(\.rawValue), statements.count) {
      statements[$0].purpose.position
    }
    let answers = ConsentStatement.Answer.allCases
    try session.words("consents.answer", among: answers.map(\.rawValue), statements.count) {
      statements[$0].answer.position
    }
    try session.times("consents.time", statements.count) { statements[$0].time }
    try session.repeatedTexts("consents.version", statements.lazy.map(\.version))
    var numbers = [Int](repeating: 0, count: Purpose.allCases.count * answers.count)
    for statement in statements { numbers[statement.purpose.position * answers.count + statement.answer.position] += 1 }
    try session.table("consent_counts", counts) { table in
      for purpose in Purpose.allCases {
        for answer in answers {
          let count = numbers[purpose.position * answers.count + answer.position]
          if count == 0 { continue }
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

  static func read(
    people: Int, words: String, _ stored: StoredCounts, _ columns: ColumnReader, _ session: ReadSession
  ) throws -> ConsentRegister {
    let count = try stored.count("consents")
    let persons = try columns.positions("consents.person", count: count, below: people)
    let purposes = try columns.words("consents.purpose", count: count, of: Purpose.self)
    let answers = try columns.words("consents.answer", count: count, of: ConsentStatement.Answer.self)
    let times = try columns.times("consents.time", count: count)
    let versions = try columns.repeatedTexts("consents.version", count: count)
    let statements = (0..<count).map { index in
      ConsentStatement(
        person: PersonIndex(persons[index]), purpose: purposes[index], answer: answers[index], time: times[index],
        version: versions[index])
    }
    let declared = DeclaredBasis(granted: Set(try declaredPurposes(session)), words: words)
    guard let register = ConsentRegister(sorted: statements, declared: declared) else {
      throw columns.damaged("consents.person", "out of order")
    }
    return register
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
      case .granted: found[found.count - 1].granted = count
      case .denied: found[found.count - 1].denied = count
      case .presumed: found[found.count - 1].presumed = count
      }
    }
    return found
  }
}
