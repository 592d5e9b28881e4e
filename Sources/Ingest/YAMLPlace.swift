import Yams

/// Where something stands in a YAML document that was read.
public struct YAMLPlace: Equatable, Sendable, CustomStringConvertible {
  /// Both count from 1.
  public let line: Int
  public let column: Int

  /// The place of the value that `path` leads to; of the deepest one on the way where it is not there.
  /// - Parameters:
  ///   - path: keys of mappings, and positions in lists as numbers from 0.
  ///   - bytes: the document; nil results where it is not YAML.
  /// - Complexity: O(document): for errors, not for every value.
  public init?(of path: [String], in bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), var node = try? Yams.compose(yaml: text) else {
      return nil
    }
    for step in path {
      if let list = node.sequence, let index = Int(step), list.indices.contains(index) {
        node = list[index]
      } else if let value = node.mapping?[step] {
        node = value
      } else {
        break
      }
    }
    guard let mark = node.mark else { return nil }
    (line, column) = (mark.line, mark.column)
  }

  public var description: String { "\(line):\(column)" }
}
