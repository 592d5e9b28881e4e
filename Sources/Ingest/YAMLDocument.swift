import Yams

/// Decodes a YAML document: the only place in Kith that reads YAML.
///
/// - Parameters:
///   - bytes: the document, UTF-8, at most 16 MiB; an empty one decodes as an empty mapping.
///   - file: its name, for errors.
///   - shape: the keys that are known; another key is an error that lists them.
/// - Throws: `document` with line and column where Yams knows them.
public func decodeYAML<Value: Decodable>(
  _ type: Value.Type, from bytes: [UInt8], file: String, shape: YAMLShape
) throws(IngestError) -> Value {
  guard bytes.count <= 16 << 20 else {
    throw .document(file: file, line: 0, column: 0, problem: "longer than 16 MiB")
  }
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw .document(file: file, line: 0, column: 0, problem: "not valid UTF-8")
  }
  let root: Node
  do {
    root = try Yams.compose(yaml: text) ?? Node([:])
  } catch {
    throw .yaml(error, file: file)
  }
  if let stray = strayKey(root, shape, path: []) {
    throw .document(
      file: file, line: stray.mark?.line ?? 0, column: stray.mark?.column ?? 0,
      problem: "unknown key '\(stray.path.joined(separator: "."))'; known here: \(stray.known.joined(separator: ", "))")
  }
  do {
    return try YAMLDecoder().decode(type, from: root)
  } catch {
    throw .yaml(error, file: file, root: root)
  }
}

private struct StrayKey {
  let path: [String]
  let known: [String]
  let mark: Mark?
}

private func strayKey(_ node: Node, _ shape: YAMLShape, path: [String]) -> StrayKey? {
  switch (shape, node) {
  case (.keys(let known), .mapping(let mapping)):
    for (key, value) in mapping {
      let name = key.string ?? ""
      guard let inner = known[name] else {
        return StrayKey(path: path + [name], known: known.keys.sorted(), mark: key.mark)
      }
      if let stray = strayKey(value, inner, path: path + [name]) { return stray }
    }
  case (.dictionary(let inner), .mapping(let mapping)):
    for (key, value) in mapping {
      if let stray = strayKey(value, inner, path: path + [key.string ?? ""]) { return stray }
    }
  case (.list(let inner), .sequence(let sequence)):
    for value in sequence {
      if let stray = strayKey(value, inner, path: path) { return stray }
    }
  default: break
  }
  return nil
}

extension IngestError {
  /// The place and a fixed text; the document's values are not repeated.
  fileprivate static func yaml(_ error: any Error, file: String, root: Node? = nil) -> IngestError {
    switch error {
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      return .document(file: file, line: mark.line, column: mark.column, problem: problem)
    case YamlError.duplicatedKeysInMapping(_, let context):
      return .document(file: file, line: context.mark.line, column: context.mark.column, problem: "a key stands twice")
    case DecodingError.keyNotFound(let key, let context):
      let path = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
      return decoding(context, file: file, root: root, problem: "missing key '\(path)'")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      let problem = (context.underlyingError as? DocumentProblem)?.text ?? "not a valid value"
      return decoding(context, file: file, root: root, problem: path.isEmpty ? problem : "\(path): \(problem)")
    default:
      return .document(file: file, line: 0, column: 0, problem: "not a valid YAML document")
    }
  }

  private static func decoding(
    _ context: DecodingError.Context, file: String, root: Node?, problem: String
  ) -> IngestError {
    var node = root
    for key in context.codingPath {
      if let index = key.intValue, let list = node?.sequence, list.indices.contains(index) {
        node = list[index]
      } else {
        node = node?.mapping?[key.stringValue] ?? node
      }
    }
    return .document(file: file, line: node?.mark?.line ?? 0, column: node?.mark?.column ?? 0, problem: problem)
  }
}
