import People

/// Attributes, and what their values are. Who has which stands in columns.
enum AttributeRows {
  private static let attributes = ["position", "name", "kind", "people"]
  private static let values = ["attribute", "code", "value"]

  static func write(_ graph: SocialGraph, _ session: WriteSession) throws {
    try session.table("attributes", attributes) { table in
      for (position, column) in graph.attributes.enumerated() {
        table.put(Int64(position))
        table.put(column.name)
        table.put(column.kind.rawValue)
        table.put(Int64(column.peopleWithValue))
        try table.endRow()
      }
    }
    try session.table("attribute_values", values) { table in
      for (attribute, column) in graph.attributes.enumerated() {
        for (code, value) in column.values.enumerated() {
          table.put(Int64(attribute))
          table.put(Int64(code))
          table.put(value)
          try table.endRow()
        }
      }
    }
  }

  /// An attribute without the codes of its people.
  struct Attribute {
    let name: String
    let kind: AttributeKind
    let people: Int
    var values: [String] = []
  }

  static func attributes(_ session: ReadSession) throws -> [Attribute] {
    var found: [Attribute] = []
    try session.table("attributes", attributes) { row in
      try row.position(found.count)
      found.append(Attribute(name: try row.text(), kind: try row.word(), people: try row.count()))
    }
    return found
  }

  static func attributesWithValues(_ session: ReadSession) throws -> [Attribute] {
    var found = try attributes(session)
    try session.table("attribute_values", values) { row in
      let attribute = Int(try row.position(below: found.count))
      try row.position(found[attribute].values.count)
      found[attribute].values.append(try row.text())
    }
    return found
  }
}

extension AttributeColumn {
  /// How many people have at least one value.
  var peopleWithValue: Int {
    var count = 0
    var start: UInt32 = 0
    for end in ends {
      if end > start { count += 1 }
      start = end
    }
    return count
  }
}
