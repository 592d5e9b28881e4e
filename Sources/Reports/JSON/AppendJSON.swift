extension AppendReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "files": JSONValue(files), "known_files": .array(known.map { .string($0) }), "rows": .integer(rows),
      "rejected": .integer(rejected), "pairs": .integer(pairs), "newest_event": JSONValue(newestEvent),
      "changed": .bool(!files.isEmpty),
    ])
  }
}

extension ExpiryReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "as_of": JSONValue(asOf), "kinds": JSONValue(kinds), "dropped_values": .array(droppedValues.map { .string($0) }),
      "expired": .integer(kinds.reduce(0) { $0 + $1.expired }),
    ])
  }
}

extension ExpiryReport.Kind: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "name": .string(name), "keep_days": .integer(days), "expired": .integer(expired), "kept": .integer(kept),
    ])
  }
}
