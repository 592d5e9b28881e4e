extension CirclesReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "person": .string(person), "person_name": JSONValue(personName), "purpose": .string(purpose),
      "basis": .string(basis), "friends": .integer(friends), "partition_density": .number(density),
      "circles": .array(circles.map { JSONValue($0) }), "others": JSONValue(others),
    ])
  }
}

extension CirclesReport.Friend: JSONRepresentable {
  public var json: JSONValue { .object(["id": .string(id), "name": JSONValue(name)]) }
}
