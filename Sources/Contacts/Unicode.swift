import Foundation

extension String {
  /// Unicode normalisation form C.
  var precomposed: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }

  /// Lower case in Unicode's composed form, so that two spellings of é agree.
  var precomposedLowercase: String {
    lowercased().precomposed
  }

  /// The text of some UTF-8 bytes.
  init(copying bytes: Span<UInt8>) {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for place in bytes.indices { copy.append(bytes[place]) }
    self.init(decoding: copy, as: UTF8.self)
  }
}
