extension InsightsReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "from": .string(from), "to": .string(to), "measure": .string(measure), "total_axes": JSONValue(totalAxes),
      "breakdown_axes": JSONValue(breakdownAxes), "guarantee": .string(guarantee), "notes": JSONValue(notes),
      "places": JSONValue(places),
    ])
  }
}

extension InsightsReport.Place: JSONRepresentable {
  /// Every key is always there; null stands for a hidden number.
  public var json: JSONValue {
    .object([
      "id": .string(id), "name": JSONValue(name), "kind": .string(kind), "epsilon": JSONValue(exact: epsilon),
      "members": JSONValue(members), "joined": JSONValue(joined), "left": JSONValue(left),
      "growth": JSONValue(growth), "reach": JSONValue(reach), "totals": JSONValue(totals),
      "breakdown": JSONValue(breakdown), "tables": JSONValue(tables),
    ])
  }
}

extension InsightsReport.Table: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "name": .string(name), "cells": .integer(cells), "gate": .integer(gate), "margin": JSONValue(margin),
    ])
  }
}

extension InsightsReport.Cell: JSONRepresentable {
  public var json: JSONValue { .object(["values": JSONValue(values), "count": .integer(count)]) }
}

extension GraphStatisticsReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "statistic": .string(statistic), "privacy": .string(privacy), "relation": .string(relation),
      "epsilon": JSONValue(exact: epsilon), "delta": JSONValue(exact: delta), "as_of": .string(asOf),
      "figures": JSONValue(figures), "note": JSONValue(note),
    ])
  }
}

extension GraphStatisticsReport.Figure: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "name": .string(name), "value": JSONValue(value), "count": .integer(count), "sensitivity": .integer(sensitivity),
      "epsilon": JSONValue(exact: epsilon), "margin": JSONValue(margin),
    ])
  }
}

extension ReleaseLedgerReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "budget": JSONValue(exact: budget), "rows": JSONValue(rows), "everything": JSONValue(exact: everything),
    ])
  }
}

extension ReleaseLedgerReport.Row: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "place": JSONValue(place), "from": .string(from), "to": .string(to), "question": .string(question),
      "epsilon": JSONValue(exact: epsilon), "spent": JSONValue(exact: spent),
    ])
  }
}

extension JSONValue {
  /// A decimal number given in words; few digits, so that a double prints the same ones.
  fileprivate init(exact text: String?) { self.init(text.flatMap { Double($0) }) }
}
