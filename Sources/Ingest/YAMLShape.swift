/// The keys a YAML document may have: what makes an unknown one an error.
public indirect enum YAMLShape: Sendable {
  /// Whatever the decoded type takes.
  case any
  /// A mapping with these keys and no others.
  case keys([String: YAMLShape])
  /// A mapping with keys of the user's choice.
  case dictionary(YAMLShape)
  case list(YAMLShape)
}
