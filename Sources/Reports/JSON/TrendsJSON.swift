extension TrendsReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "since": .string(since), "as_of": .string(asOf), "kernel": .string(kernel), "purpose": .string(purpose),
      "basis": .string(basis), "people": .integer(people), "rows": JSONValue(rows),
    ])
  }
}

extension TrendsReport.Row: JSONRepresentable {
  /// Every key is always there, but `sentence`, which stands where it was asked for.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "person": .string(person), "person_name": JSONValue(personName), "trend": .string(trend.rawValue),
      "rank": .integer(rank), "neighbour": .string(neighbour), "neighbour_name": JSONValue(neighbourName),
      "earlier_strength": .number(earlierStrength), "strength": .number(strength),
      "earlier_share": .number(earlierShare), "share": .number(share), "change": .number(change),
      "last_contact": JSONValue(lastContact),
    ]
    if let sentence { members["sentence"] = .string(sentence) }
    return .object(members)
  }
}
