extension InferenceReport: JSONRepresentable {
  /// `cross_fit_accuracy`, `best_candidate_accuracy`, `majority_share` and `calibration` stand for attributes of names;
  /// `ordered` in their place for ordinal and numeric ones, `sets` for sets.
  public var json: JSONValue {
    let score = ordered != nil ? "mean_error" : sets != nil ? "mean_area" : "accuracy"
    var members: [String: JSONValue] = [
      "attribute": .string(attribute), "method": .string(method),
      "candidates": .array(
        candidates.map {
          .object(["name": .string($0.name), score: .number($0.accuracy), "chosen": .bool($0.chosen)])
        }),
      "labelled": .integer(labelled), "subjects": .integer(subjects), "published": .integer(published),
      "unknown": .integer(unknown), "reasons": JSONValue(reasons), "threshold": .number(threshold),
      "tested": .integer(tested), "homophily_passed": .bool(homophilyPassed),
      "homophily": homophily?.json ?? .null, "restriction": .string(Self.restriction), "notes": JSONValue(notes),
      "purpose": .string(purpose), "rows": .array(rows.map { $0.json(isOrdered: ordered != nil) }),
    ]
    if let ordered {
      members["ordered"] = ordered.json
    } else if let sets {
      members["sets"] = sets.json
    } else {
      members["cross_fit_accuracy"] = .number(crossFitAccuracy)
      members["best_candidate_accuracy"] = .number(bestAccuracy)
      members["majority_share"] = .number(majorityShare)
      members["calibration"] = calibration.json
    }
    return .object(members)
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

extension InferenceReport.Row {
  /// `value` is null where it is unknown; `reason` says why, and is null where it is known. `evidence_count` and
  /// `largest_share` are null where nobody asked who stands behind the answer. Of ordered attributes `interval` is there,
  /// null where unknown; `explanation` is there where it was asked for.
  func json(isOrdered: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "person": .string(person), "name": JSONValue(name), "value": JSONValue(value),
      "confidence": .number(confidence), "lower_bound": .number(lowerBound),
      "evidence_count": JSONValue(evidenceCount), "evidence_is_minimum": .bool(evidenceIsMinimum),
      "largest_share": JSONValue(largestShare), "reason": JSONValue(reason),
    ]
    if isOrdered { members["interval"] = interval?.json ?? .null }
    if let explanation { members["explanation"] = explanation.json }
    return .object(members)
  }
}

extension InferenceReport.Interval: JSONRepresentable {
  public var json: JSONValue {
    .object(["estimate": .string(estimate), "low": .string(low), "high": .string(high), "band": JSONValue(band)])
  }
}

extension InferenceReport.HomophilyFigures: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "ties": .integer(ties), "edge": .number(edge), "adjusted": .number(adjusted),
      "assortativity": JSONValue(assortativity), "majority": .number(majority),
    ])
  }
}

extension InferenceReport.OrderedFigures: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "level": .number(level), "mean_error": .number(meanError), "median_mean_error": .number(plainError),
      "tested_coverage": JSONValue(testedCoverage), "in_steps": .bool(isOrdinal),
      "follows_distribution": .bool(followsDistribution), "plain_interval": .string(plainInterval),
      "maximum_width": .number(maximumWidth),
      "groups": .array(
        groups.map {
          .object([
            "cases": .integer($0.cases), "coverage": .number($0.coverage), "wilson": .number($0.wilson),
            "margin": JSONValue($0.margin),
          ])
        }),
    ])
  }
}

extension InferenceReport.SetFigures: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "left_out": .integer(leftOut), "floor": .integer(floor),
      "values": .array(
        values.map {
          .object([
            "value": .string($0.value), "holders": .integer($0.holders), "area": .number($0.area),
            "ece": .number($0.ece), "brier": .number($0.brier), "plain_brier": .number($0.plainBrier),
            "homophily_passed": .bool($0.homophilyPassed), "adjusted_homophily": JSONValue($0.adjustedHomophily),
            "published": .integer($0.published),
          ])
        }),
    ])
  }
}

extension InferenceReport.Explanation: JSONRepresentable {
  /// A contributor's `person` is null where nobody is named; `names_withheld` says why.
  public var json: JSONValue {
    .object([
      "people": .integer(people), "method": .string(method), "names_withheld": JSONValue(withheld),
      "contributors": .array(
        contributors.map {
          .object(["person": JSONValue($0.person), "share": .number($0.share), "steps": .integer($0.steps)])
        }),
      "counterfactual": counterfactual.map {
        .object([
          "ties": .integer($0.ties), "confidence": .number($0.confidence), "lower_bound": .number($0.lowerBound),
          "published": .bool($0.published), "same": .bool($0.same),
        ])
      } ?? .null,
    ])
  }
}
