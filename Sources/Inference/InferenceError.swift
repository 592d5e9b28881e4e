import People
import Ties

/// Why nothing can be inferred.
public enum InferenceError: Error, Equatable, Sendable, CustomStringConvertible {
  case noSuchAttribute(String, known: [String])
  case refused(InferableAttribute.Refusal)
  /// Nobody who allows it has a value, or nobody has a tie.
  case nobodyAllows(attribute: String, people: Int)
  case noLabels(attribute: String)
  case oneValue(attribute: String)
  case noTies
  /// One distribution a person would not fit the memory allowed.
  case tooLarge(attribute: String, people: Int, values: Int, gibibytes: Int, limit: Int)
  case ties(TieError)

  public var description: String {
    switch self {
    case .noSuchAttribute(let name, let known):
      known.isEmpty
        ? "no attribute '\(name)': this graph has none"
        : "no attribute '\(name)'; there are: \(known.joined(separator: ", "))"
    case .refused(let refusal): refusal.description
    case .nobodyAllows(let attribute, let people):
      "'\(attribute)' cannot be inferred: 0 of \(people) people allow their data to serve as evidence"
    case .noLabels(let attribute): "'\(attribute)' cannot be inferred: nobody who allows it states a value"
    case .oneValue(let attribute): "'\(attribute)' cannot be inferred: everybody states the same value"
    case .noTies: "nothing can be inferred: there are no ties among the people who allow it"
    case .tooLarge(let attribute, let people, let values, let gibibytes, let limit):
      "'\(attribute)' has \(values) values for \(people) people: that needs about \(gibibytes) GiB, and \(limit) are allowed"
    case .ties(let error): error.description
    }
  }
}
