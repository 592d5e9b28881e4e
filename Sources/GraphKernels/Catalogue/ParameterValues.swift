/// The settings of one run, complete and inside their ranges.
public struct ParameterValues: Codable, Hashable, Sendable {
  public private(set) var values: [String: ParameterValue]

  /// - Parameter given: values by name; what is missing takes its default.
  /// - Throws: `KernelError` for an unknown name, a value outside its range or a missing one without default.
  public init(
    _ given: [String: ParameterValue] = [:], for parameters: [KernelParameter], vertexCount: Int
  ) throws(KernelError) {
    values = [:]
    for name in given.keys.sorted() where !parameters.contains(where: { $0.name == name }) {
      throw .unknownParameter(name: name, known: parameters.map(\.name))
    }
    for parameter in parameters {
      guard let value = given[parameter.name] ?? parameter.standard else {
        throw .missingParameter(name: parameter.name)
      }
      guard parameter.allows(value, vertexCount: vertexCount) else {
        throw .badParameter(name: parameter.name, expected: parameter.range)
      }
      values[parameter.name] = value
    }
  }

  /// From text, as on a command line.
  /// - Parameter vertex: the vertex that a name in the text stands for; nil where there is none.
  public init(
    text: [(name: String, value: String)], for parameters: [KernelParameter], vertexCount: Int,
    vertex: (String) -> UInt32?
  ) throws(KernelError) {
    var given: [String: ParameterValue] = [:]
    for (name, text) in text {
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        throw .unknownParameter(name: name, known: parameters.map(\.name))
      }
      guard given[name] == nil else { throw .repeatedParameter(name: name) }
      guard let value = parameter.parsed(text, vertex: vertex) else {
        throw .badParameter(name: name, expected: parameter.range)
      }
      given[name] = value
    }
    try self.init(given, for: parameters, vertexCount: vertexCount)
  }

  /// - Precondition: the kernel declares an integer parameter of this name (the same for the others below).
  public func integer(_ name: String) -> Int {
    guard case .integer(let value) = values[name] else { preconditionFailure("no integer parameter \(name)") }
    return value
  }

  public func real(_ name: String) -> Double {
    guard case .real(let value) = values[name] else { preconditionFailure("no real parameter \(name)") }
    return value
  }

  public func choice(_ name: String) -> String {
    guard case .text(let value) = values[name] else { preconditionFailure("no choice parameter \(name)") }
    return value
  }

  public func flag(_ name: String) -> Bool {
    guard case .flag(let value) = values[name] else { preconditionFailure("no flag parameter \(name)") }
    return value
  }

  public func vertices(_ name: String) -> [UInt32] {
    guard case .vertices(let value) = values[name] else { preconditionFailure("no vertex parameter \(name)") }
    return value
  }

  public func vertex(_ name: String) -> Int {
    let all = vertices(name)
    precondition(all.count == 1, "\(name) is one vertex")
    return Int(all[0])
  }

  /// The number of a numeric parameter, the length of a vertex list; for cost formulas.
  func number(_ name: String) -> Double {
    switch values[name] {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .vertices(let value): Double(value.count)
    case .flag(let value): value ? 1 : 0
    case .text, nil: preconditionFailure("no number in parameter \(name)")
    }
  }
}

extension KernelParameter {
  func allows(_ value: ParameterValue, vertexCount: Int) -> Bool {
    switch (kind, value) {
    case (.integer(let range), .integer(let value)): range.contains(value)
    case (.real(let range), .real(let value)): range.contains(value)
    case (.choice(let choices), .text(let value)): choices.contains(value)
    case (.flag, .flag): true
    case (.vertex, .vertices(let value)): value.count == 1 && value.allSatisfy { Int($0) < vertexCount }
    case (.vertices, .vertices(let value)): !value.isEmpty && value.allSatisfy { Int($0) < vertexCount }
    default: false
    }
  }

  func parsed(_ text: String, vertex: (String) -> UInt32?) -> ParameterValue? {
    switch kind {
    case .integer: return Int(text).map { .integer($0) }
    case .real: return Double(text).map { .real($0) }
    case .choice: return .text(text)
    case .flag: return Bool(text).map { .flag($0) }
    case .vertex: return vertex(text).map { .vertices([$0]) }
    case .vertices:
      let found = text.split(separator: ",", omittingEmptySubsequences: false).map { vertex(String($0)) }
      let known = found.compactMap(\.self)
      return known.count == found.count ? .vertices(known) : nil
    }
  }
}
