extension PairReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "as_of": .string(asOf), "kernel": .string(kernel), "purpose": .string(purpose), "basis": .string(basis),
      "people": .integer(people), "kind": JSONValue(kind), "rows": JSONValue(rows),
    ])
  }
}

extension PairReport.Row: JSONRepresentable {
  /// Every key is always there, but `sentence`, which stands where it was asked for.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "rank": .integer(rank), "first": .string(first), "first_name": JSONValue(firstName), "second": .string(second),
      "second_name": JSONValue(secondName), "strength": .number(strength), "first_share": .number(firstShare),
      "second_share": .number(secondShare), "reciprocity": reciprocity.map { .number($0) } ?? .null,
      "last_contact": JSONValue(lastContact),
    ]
    if let sentence { members["sentence"] = .string(sentence) }
    return .object(members)
  }
}
