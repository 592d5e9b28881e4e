extension RankingReport: JSONRepresentable {
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "as_of": .string(asOf), "kernel": .string(kernel), "purpose": .string(purpose), "basis": .string(basis),
      "people": .integer(people), "rows": JSONValue(rows),
    ]
    if let kind { members["kind"] = .string(kind) }
    if let probabilityHours { members["probability_window_hours"] = .integer(probabilityHours) }
    return .object(members)
  }
}

extension RankingReport.Row: JSONRepresentable {
  /// Every key is always there, but `probability`, `measures`, `explanation` and `sentence`, which stand where they were asked for.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "person": .string(person), "person_name": JSONValue(personName), "rank": .integer(rank),
      "neighbour": .string(neighbour), "neighbour_name": JSONValue(neighbourName), "strength": .number(strength),
      "share": .number(share), "last_contact": JSONValue(lastContact), "tier": JSONValue(tier),
    ]
    if let probability { members["probability"] = .number(probability) }
    if let measures { members["measures"] = measures.json }
    if let explanation { members["explanation"] = JSONValue(explanation) }
    if let sentence { members["sentence"] = .string(sentence) }
    return .object(members)
  }
}

extension RankingReport.Measures: JSONRepresentable {
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "reciprocity": reciprocity.map { .number($0) } ?? .null, "embeddedness": .integer(embeddedness),
      "overlap": .number(overlap), "adamic_adar": .number(adamicAdar),
    ]
    if let dispersion { members["dispersion"] = .number(dispersion) }
    return .object(members)
  }
}

extension RankingReport.Part: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "kind": .string(kind), "direction": .string(direction), "count": .integer(count),
      "contribution": .number(contribution), "last_hour": JSONValue(lastHour),
    ])
  }
}
