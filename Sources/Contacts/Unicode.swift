import Foundation

extension String {
  /// Unicode normalisation form C.
  var precomposed: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }
}
