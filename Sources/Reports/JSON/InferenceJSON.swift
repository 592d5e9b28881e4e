extension InferenceReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "attribute": .string(attribute), "method": .string(method), "candidates": JSONValue(candidates),
      "labelled": .integer(labelled), "subjects": .integer(subjects), "published": .integer(published),
      "unknown": .integer(unknown), "reasons": JSONValue(reasons), "threshold": .number(threshold),
      "tested": .integer(tested), "cross_fit_accuracy": .number(crossFitAccuracy),
      "best_candidate_accuracy": .number(bestAccuracy), "majority_share": .number(majorityShare),
      "homophily_passed": .bool(homophilyPassed), "calibration": calibration.json, "purpose": .string(purpose),
      "rows": JSONValue(rows),
    ])
  }
}

extension InferenceReport.MethodScore: JSONRepresentable {
  public var json: JSONValue {
    .object(["name": .string(name), "accuracy": .number(accuracy), "chosen": .bool(chosen)])
  }
}

extension InferenceReport.ReasonCount: JSONRepresentable {
  public var json: JSONValue { .object(["reason": .string(reason), "count": .integer(count)]) }
}

extension InferenceReport.CalibrationFigures: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "ece_raw": .number(eceRaw), "ece": .number(ece), "brier": .number(brier), "blocks": JSONValue(blocks),
    ])
  }
}

extension InferenceReport.Block: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "lower": .number(lower), "upper": .number(upper), "cases": .integer(cases), "accuracy": .number(accuracy),
      "wilson": .number(wilson),
    ])
  }
}

extension InferenceReport.Row: JSONRepresentable {
  /// `value` is null where it is unknown; `reason` says why, and is null where it is known. `evidence_count` and
  /// `largest_share` are null where nobody asked who stands behind the answer.
  public var json: JSONValue {
    .object([
      "person": .string(person), "name": JSONValue(name), "value": JSONValue(value),
      "confidence": .number(confidence), "lower_bound": .number(lowerBound),
      "evidence_count": JSONValue(evidenceCount), "evidence_is_minimum": .bool(evidenceIsMinimum),
      "largest_share": JSONValue(largestShare), "reason": JSONValue(reason),
    ])
  }
}
