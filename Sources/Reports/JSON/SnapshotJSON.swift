extension SnapshotReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "counts": .array(counts.map { .object(["name": .string($0.name), "value": .integer($0.value)]) }),
      "newest_event": JSONValue(newestEvent), "attributes": JSONValue(attributes), "kinds": JSONValue(kinds),
      "basis": JSONValue(basis), "derived": JSONValue(derived), "format": .string(format), "files": JSONValue(files), "notes": JSONValue(notes),
    ])
  }
}

extension SnapshotReport.Attribute: JSONRepresentable {
  public var json: JSONValue {
    .object(["name": .string(name), "kind": .string(kind), "people": .integer(people)])
  }
}

extension SnapshotReport.Kind: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "name": .string(name), "weight": .number(weight), "symmetric": .bool(isSymmetric), "events": .integer(events),
    ])
  }
}

extension SnapshotReport.Derived: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "name": .string(name), "columns": JSONValue(columns), "people": .integer(people), "as_of": JSONValue(asOf),
    ])
  }
}

extension InputFile: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "file": .string(file), "bytes": .integer(bytes), "sha256": .string(sha256), "rows": .integer(rows),
      "rejected": .integer(rejected),
    ])
  }
}
