import People

/// Derived values as a summary lists them: nobody is named in it.
enum DerivedSummary {
  static func name(_ table: DerivedTable) -> String {
    ([table.kernel, table.edges, table.purpose]
      + table.parameters.map { fact in
        if case .people(let people) = fact.value {
          "\(fact.name)=(\(people.count) \(people.count == 1 ? "person" : "people"))"
        } else {
          "\(fact.name)=\(fact.value.words { _ in "" })"
        }
      }).joined(separator: " ")
  }
}
