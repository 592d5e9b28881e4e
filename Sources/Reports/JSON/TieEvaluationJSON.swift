extension TieEvaluationReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "purpose": .string(purpose), "basis": .string(basis), "window_hours": .integer(windowHours),
      "cuts": .array(cuts.map { .string($0) }), "judged": .integer(judged), "candidates": .integer(candidates),
      "share": .number(share), "files": .array(files.map { .string($0) }), "probabilities": JSONValue(probabilities),
      "rows": .array(
        rows.map { row in
          .object([
            "name": .string(row.name), "parameters": JSONValue(row.parameters), "ndcg_at_10": .number(row.ndcg),
            "auc": JSONValue(row.auc),
          ])
        }),
    ])
  }
}

extension DecayFitReport: JSONRepresentable {
  public var json: JSONValue {
    func scores(_ scores: Scores) -> JSONValue {
      .object([
        "fit": .number(scores.fit), "guard": .number(scores.guarding), "held_out": .number(scores.heldOut),
      ])
    }
    return .object([
      "purpose": .string(purpose), "basis": .string(basis), "window_hours": .integer(windowHours),
      "cuts": .array(cuts.map { .string($0) }), "fit_cuts": .integer(fitCuts), "guard_cuts": .integer(guardCuts),
      "held_out_cuts": .integer(heldOutCuts), "tried": .integer(tried), "parameters": .string(parameters),
      "is_default": .bool(isDefault), "default_ndcg_at_10": scores(standard), "chosen_ndcg_at_10": scores(chosen),
      "probability": probability.map { fit in
        .object([
          "steps": .integer(fit.steps), "cases": .integer(fit.cases), "base_rate": .number(fit.baseRate),
          "ece": .number(fit.ece), "brier": .number(fit.brier), "brier_of_base_rate": .number(fit.brierOfBaseRate),
        ])
      } ?? .null,
      "file": .string(file),
    ])
  }
}
