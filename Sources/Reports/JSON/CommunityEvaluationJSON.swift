extension CommunityEvaluationReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "edges": .string(edges), "purpose": .string(purpose), "basis": .string(basis), "people": .integer(people),
      "quality": .string(quality), "resolution": .number(resolution),
      "attributes": .array(
        attributes.map { .object(["name": .string($0.name), "people": .integer($0.people)]) }),
      "rows": .array(
        rows.map { row in
          .object([
            "method": .string(row.method), "seeds": .integer(row.seeds), "communities": .number(row.communities),
            "largest_share": .number(row.largest), "modularity": .number(row.modularity),
            "least_modularity": .number(row.leastModularity), "disconnected": .integer(row.disconnected),
            "agreements": .array(
              row.agreements.map {
                .object([
                  "attribute": .string($0.attribute), "nmi": .number($0.mutualInformation),
                  "adjusted_rand": .number($0.randIndex),
                ])
              }),
          ])
        }),
    ])
  }
}
