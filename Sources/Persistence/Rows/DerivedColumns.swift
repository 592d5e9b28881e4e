import People
import Privacy

/// What kernels found: which ran, with what and for whom as rows, the values as columns.
enum DerivedColumns {
  private static let tables = ["position", "kernel", "edges", "purpose", "basis", "as_of", "people"]
  private static let facts = ["derived", "part", "name", "kind", "value"]
  private static let columns = ["derived", "name", "kind"]

  private enum Part: String { case parameter, figure }
  private enum FactKind: String { case integer, real, flag, text, people }
  enum Kind: String { case integers, reals, people, classes }

  /// - Precondition: the purposes are those of `Purpose`, and every person lies in the graph.
  static func write(_ graph: SocialGraph, _ session: WriteSession) throws {
    let derived = graph.derived
    try session.table("derived", tables) { table in
      for (position, entry) in derived.enumerated() {
        precondition(Purpose(rawValue: entry.purpose) != nil, "values are derived for a purpose")
        table.put(Int64(position))
        table.put(entry.kernel)
        table.put(entry.edges)
        table.put(entry.purpose)
        table.put(entry.basis)
        table.put(entry.asOf?.milliseconds)
        table.put(Int64(entry.people.count))
        try table.endRow()
      }
    }
    try session.table("derived_facts", facts) { table in
      for (position, entry) in derived.enumerated() {
        let parts = [(Part.parameter, entry.parameters), (.figure, entry.figures)]
        for (part, fact) in parts.flatMap({ part, facts in facts.map { (part, $0) } }) {
          table.put(Int64(position))
          table.put(part.rawValue)
          table.put(fact.name)
          table.put(kind(fact.value).rawValue)
          table.put(fact.value.words { String($0.rawValue) })
          try table.endRow()
        }
      }
    }
    try session.table("derived_columns", columns) { table in
      for (position, entry) in derived.enumerated() {
        for column in entry.columns {
          table.put(Int64(position))
          table.put(column.name)
          table.put(kind(column.values).rawValue)
          try table.endRow()
        }
      }
    }
    for (position, entry) in derived.enumerated() {
      let people = entry.people
      try session.positions("derived.\(position).people", people.count, below: graph.people.count) {
        people[$0].rawValue
      }
      for (number, column) in entry.columns.enumerated() {
        let name = "derived.\(position).\(number)"
        switch column.values {
        case .integers(let values): try session.column(name, values)
        case .reals(let values): try session.column(name, values.map(\.bitPattern))
        case .people(let values), .classes(let values): try session.column(name, values)
        }
      }
    }
  }

  /// A table without the values.
  struct Table {
    let kernel: String
    let edges: String
    let purpose: Purpose
    let basis: String
    let asOf: Timestamp?
    let people: Int
    var parameters: [DerivedFact] = []
    var figures: [DerivedFact] = []
    var columns: [(name: String, kind: Kind)] = []
  }

  static func tables(_ session: ReadSession) throws -> [Table] {
    var found: [Table] = []
    try session.table("derived", tables) { row in
      try row.position(found.count)
      let (kernel, edges) = (try row.text(), try row.text())
      let (purpose, basis): (Purpose, String) = (try row.word(), try row.text())
      let (asOf, people) = (try row.optionalTime(), try row.count())
      guard people <= session.fileBytes else { throw row.damaged("more than the file holds") }
      found.append(Table(kernel: kernel, edges: edges, purpose: purpose, basis: basis, asOf: asOf, people: people))
    }
    try session.table("derived_facts", facts) { row in
      let position = Int(try row.position(below: found.count))
      let (part, name): (Part, String) = (try row.word(), try row.text())
      let (kind, text): (FactKind, String) = (try row.word(), try row.text())
      guard let value = value(kind, text) else { throw row.damaged("not a value of its kind") }
      switch part {
      case .parameter: found[position].parameters.append(DerivedFact(name: name, value: value))
      case .figure: found[position].figures.append(DerivedFact(name: name, value: value))
      }
    }
    try session.table("derived_columns", columns) { row in
      let position = Int(try row.position(below: found.count))
      found[position].columns.append((name: try row.text(), kind: try row.word()))
    }
    return found
  }

  /// - Parameter graph: whose people are there already.
  static func read(into graph: inout SocialGraph, _ columns: ColumnReader, _ session: ReadSession) throws {
    let universe = graph.people.count
    for (position, entry) in try tables(session).enumerated() {
      let name = "derived.\(position)"
      let people = try columns.positions("\(name).people", count: entry.people, below: universe)
      let found = try entry.columns.enumerated().map { number, column -> DerivedColumn in
        let values: DerivedColumn.Values =
          switch column.kind {
          case .integers: .integers(try columns.int64("\(name).\(number)"))
          case .reals: .reals(try columns.uint64("\(name).\(number)").map(Double.init(bitPattern:)))
          case .people: .people(try columns.uint32("\(name).\(number)"))
          case .classes: .classes(try columns.uint32("\(name).\(number)"))
          }
        return DerivedColumn(name: column.name, values: values)
      }
      guard
        let table = DerivedTable(
          kernel: entry.kernel, parameters: entry.parameters, edges: entry.edges, purpose: entry.purpose.rawValue,
          basis: entry.basis, asOf: entry.asOf, figures: entry.figures, people: people.map { PersonIndex($0) },
          columns: found, universe: universe)
      else { throw columns.damaged(name, "not derived values") }
      if let last = graph.derived.last, !DerivedTable.precedes(last, table) {
        throw columns.damaged(name, "out of order")
      }
      graph.keep(table)
    }
  }

  private static func kind(_ value: DerivedFact.Value) -> FactKind {
    switch value {
    case .integer: .integer
    case .real: .real
    case .flag: .flag
    case .text: .text
    case .people: .people
    }
  }

  private static func kind(_ values: DerivedColumn.Values) -> Kind {
    switch values {
    case .integers: .integers
    case .reals: .reals
    case .people: .people
    case .classes: .classes
    }
  }

  /// The value that a text stands for; nil where it is not the one text that is written for a value.
  private static func value(_ kind: FactKind, _ text: String) -> DerivedFact.Value? {
    let value: DerivedFact.Value?
    switch kind {
    case .integer: value = Int(text).map { .integer($0) }
    case .real: value = Double(text).map { .real($0) }
    case .flag: value = Bool(text).map { .flag($0) }
    case .text: value = .text(text)
    case .people:
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { UInt32($0) }
      let known = numbers.compactMap(\.self)
      value = known.count == numbers.count ? .people(known.map { PersonIndex($0) }) : nil
    }
    guard let value, value.words({ String($0.rawValue) }) == text else { return nil }
    return value
  }
}
