extension ReliabilityReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "name": .string(name), "cases": .integer(cases), "base_rate": .number(baseRate), "ece": .number(ece),
      "brier": .number(brier), "brier_of_base_rate": .number(brierOfBaseRate), "reliability": JSONValue(bins),
    ])
  }
}
