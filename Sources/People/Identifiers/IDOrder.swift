/// The total order of external ids: 64-bit integers in canonical decimal form first, by value; then all other ids, by
/// their UTF-8 bytes. `7` and `07` are different ids: the second is text.
enum IDOrder {
  /// The value of an id in canonical decimal form: no sign but `-`, no leading zero, in the range of `Int64`.
  static func integer(_ id: Span<UInt8>) -> Int64? {
    guard id.count > 0 && id.count <= 20 else { return nil }
    let negative = id[0] == UInt8(ascii: "-")
    let start = negative ? 1 : 0
    guard start < id.count else { return nil }
    if id[start] == UInt8(ascii: "0") && (negative || id.count > 1) { return nil }
    var value: Int64 = 0
    for index in start..<id.count {
      let digit = id[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      let (scaled, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, past) =
        negative
        ? scaled.subtractingReportingOverflow(Int64(digit)) : scaled.addingReportingOverflow(Int64(digit))
      if tooLarge || past { return nil }
      value = sum
    }
    return value
  }

  /// A key whose order agrees with the order of ids as far as it goes: the class, then the value (integers) or the
  /// first eight bytes (text).
  static func key(_ id: Span<UInt8>) -> (isText: Bool, prefix: UInt64) {
    if let value = integer(id) {
      return (false, UInt64(bitPattern: value) ^ (1 << 63))
    }
    var prefix: UInt64 = 0
    for index in 0..<8 {
      prefix = prefix << 8 | (index < id.count ? UInt64(id[index]) : 0)
    }
    return (true, prefix)
  }

  /// Byte order of two texts.
  static func textPrecedes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let shared = min(left.count, right.count)
    for index in 0..<shared where left[index] != right[index] {
      return left[index] < right[index]
    }
    return left.count < right.count
  }
}
