extension EvaluationReport: JSONRepresentable {
  /// One object for each share of labels, with exactly these keys; `kind` says which of them there are.
  public var json: JSONValue {
    .array(nameObjects + orderedObjects + setObjects)
  }

  private var nameObjects: [JSONValue] {
    rows.map { row in
      .object([
        "attribute": .string(attribute), "kind": .string("names"), "labels": .string(row.labels),
        "seeds": .integer(row.seeds), "cases": .integer(row.cases), "method": .string(row.method),
        "threshold": .number(threshold), "accuracy": .number(row.accuracy), "macro_f1": .number(row.macroF1),
        "majority": .number(row.majorityAccuracy), "plain_vote": .number(row.plainVote),
        "ece_raw": .number(row.eceRaw), "ece": .number(row.ece), "brier": .number(row.brier), "coverage": .number(row.coverage), "precision": JSONValue(row.precision),
        "reliability": JSONValue(row.reliability), "unpublished": JSONValue(row.unpublished),
      ])
    }
  }

  private var orderedObjects: [JSONValue] {
    orderedRows.map { row in
      .object([
        "attribute": .string(attribute), "kind": .string("ordered"), "labels": .string(row.labels),
        "seeds": .integer(row.seeds), "cases": .integer(row.cases), "method": .string(row.method),
        "threshold": .number(threshold), "mean_error": .number(row.meanError),
        "median_error": .number(row.medianError), "plain_mean_error": .number(row.plainMeanError),
        "plain_median_error": .number(row.plainMedianError), "interval_coverage": JSONValue(row.intervalCoverage),
        "interval_width": JSONValue(row.intervalWidth), "plain_width": .number(row.plainWidth),
        "coverage": .number(row.coverage), "published_coverage": JSONValue(row.publishedCoverage),
        "published_width": JSONValue(row.publishedWidth), "published_mean_error": JSONValue(row.publishedMeanError),
      ])
    }
  }

  private var setObjects: [JSONValue] {
    setRows.map { row in
      .object([
        "attribute": .string(attribute), "kind": .string("sets"), "labels": .string(row.labels),
        "seeds": .integer(row.seeds), "cases": .integer(row.cases), "method": .string(row.method),
        "threshold": .number(threshold), "values": .integer(row.values), "area": .number(row.area),
        "ece": .number(row.ece), "brier": .number(row.brier), "coverage": .number(row.coverage),
        "micro_precision": JSONValue(row.microPrecision), "macro_precision": JSONValue(row.macroPrecision),
        "micro_recall": JSONValue(row.microRecall), "macro_recall": JSONValue(row.macroRecall),
        "reliability": JSONValue(row.reliability),
      ])
    }
  }

  /// Several attributes: `{"evaluations": [ … ]}`, one object for each attribute and share of labels, in order.
  public static func json(_ reports: [EvaluationReport]) -> JSONValue {
    let objects = reports.flatMap { report -> [JSONValue] in
      if case .array(let rows) = report.json { rows } else { [] }
    }
    return .object(["evaluations": .array(objects)])
  }
}

extension EvaluationReport.Bin: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "lower": .number(lower), "upper": .number(upper), "cases": .integer(count),
      "mean_confidence": .number(meanConfidence), "right": .number(accuracy),
    ])
  }
}
