/// How many rejected rows a run puts up with.
public enum RejectPolicy: Hashable, Sendable {
  /// Any number: they are counted and listed.
  case tolerate
  /// The first one is an error.
  case strict
  /// The N-th one, N at least 1, is an error.
  case atMost(Int)
}
