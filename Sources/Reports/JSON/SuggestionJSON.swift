extension SuggestionReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "as_of": JSONValue(asOf), "model": .string(model), "provenance": .string(provenance),
      "purpose": .string(purpose), "basis": .string(basis), "people": .integer(people),
      "calibrated": .bool(isCalibrated), "rows": JSONValue(rows),
    ])
  }
}

extension SuggestionReport.Row: JSONRepresentable {
  /// Every key is always there, but `explanation`, which stands where it was asked for.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "person": .string(person), "person_name": JSONValue(personName), "rank": .integer(rank),
      "suggested": .string(suggested), "suggested_name": JSONValue(suggestedName), "probability": JSONValue(probability),
      "mutual_friends": .integer(mutualFriends), "shared_groups": .integer(sharedGroups),
      "in_contacts": .bool(isInBook), "reason": .string(reason),
    ]
    if let explanation { members["explanation"] = JSONValue(explanation) }
    return .object(members)
  }
}

extension SuggestionReport.Part: JSONRepresentable {
  public var json: JSONValue {
    .object(["source": .string(source), "count": .integer(count), "contribution": .integer(contribution)])
  }
}

extension SuggestionEvaluationReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "hidden": .string(protocolWords), "runs": .integer(runs), "hidden_ties": .integer(hidden),
      "ranked_people": .integer(rankedPeople), "models": .array(models.map { .string($0) }),
      "file": JSONValue(file?.name), "file_fitted_to": JSONValue(file?.value), "chance": chance?.json ?? .null,
      "methods": .array(
        rows.map { row in
          .object([
            "method": .string(row.method), "auc": .number(row.auc), "precision_at_10": .number(row.precisionAt10),
            "mean_reciprocal_rank": .number(row.meanReciprocalRank), "recall_at_10": .number(row.recallAt10),
            "ndcg_at_10": .number(row.ndcgAt10),
          ])
        }),
    ])
  }
}
