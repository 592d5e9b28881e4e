extension EvaluationReport: JSONRepresentable {
  /// One object for each share of labels, with exactly these keys.
  public var json: JSONValue {
    .array(
      rows.map { row in
        .object([
          "attribute": .string(attribute), "labels": .string(row.labels), "seeds": .integer(row.seeds),
          "cases": .integer(row.cases), "threshold": .number(threshold), "accuracy": .number(row.accuracy),
          "macro_f1": .number(row.macroF1), "ece_raw": .number(row.eceRaw), "ece": .number(row.ece),
          "brier": .number(row.brier), "coverage": .number(row.coverage), "precision": JSONValue(row.precision),
        ])
      })
  }

  /// Several attributes: `{"evaluations": [ … ]}`, one object for each attribute and share of labels, in order.
  public static func json(_ reports: [EvaluationReport]) -> JSONValue {
    let objects = reports.flatMap { report -> [JSONValue] in
      if case .array(let rows) = report.json { rows } else { [] }
    }
    return .object(["evaluations": .array(objects)])
  }
}
