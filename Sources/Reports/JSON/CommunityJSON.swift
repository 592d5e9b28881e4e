extension CommunityReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "method": .string(method), "edges": .string(edges), "purpose": .string(purpose), "basis": .string(basis),
      "minimum_people": .integer(minimum), "minimum_people_names": .integer(nameMinimum), "noise": .bool(false),
      "modularity": .number(modularity), "all_connected": .bool(allConnected),
      "withheld_people": withheldPeople.map { .integer($0) } ?? .null,
      "own": own.map { own in
        .object([
          "community": own.community.map { .integer($0) } ?? .null, "participation": .number(own.participation),
          "within_module_z": JSONValue(own.withinModule), "role": JSONValue(own.role),
        ])
      } ?? .null,
      "sizes": .array(
        sizes.map { band in
          .object([
            "from": .integer(band.from), "to": .integer(band.to), "communities": .integer(band.communities),
            "people": .integer(band.people),
          ])
        }),
      "roles": .array(
        roles.map { .object(["role": .string($0.role), "people": .integer($0.people)]) }),
      "communities": .array(
        rows.map { row in
          .object([
            "community": .integer(row.number), "people": .integer(row.size), "density": JSONValue(row.density),
            "conductance": JSONValue(row.conductance), "inside_share": JSONValue(row.insideShare),
            "names": .array(row.names.map { .string($0) }),
          ])
        }),
    ])
  }
}
