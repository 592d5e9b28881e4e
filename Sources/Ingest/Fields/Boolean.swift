extension FieldParsing {
  /// `true`, `yes`, `1`, `granted` or `false`, `no`, `0`, `denied`, in any case.
  /// - Throws: `emptyValue`, `notABoolean`.
  public static func boolean(_ bytes: Span<UInt8>) throws(RejectReason) -> Bool {
    guard bytes.count > 0 else { throw .emptyValue }
    if equalsIgnoringCase(bytes, "true") || equalsIgnoringCase(bytes, "yes") || equalsIgnoringCase(bytes, "1")
      || equalsIgnoringCase(bytes, "granted")
    {
      return true
    }
    if equalsIgnoringCase(bytes, "false") || equalsIgnoringCase(bytes, "no") || equalsIgnoringCase(bytes, "0")
      || equalsIgnoringCase(bytes, "denied")
    {
      return false
    }
    throw .notABoolean
  }

  /// - Parameter word: lower-case ASCII letters or digits.
  private static func equalsIgnoringCase(_ bytes: Span<UInt8>, _ word: String) -> Bool {
    guard bytes.count == word.utf8.count else { return false }
    var place = 0
    for byte in word.utf8 {
      let isLetter = byte >= 0x61
      guard (isLetter ? bytes[place] | 0x20 : bytes[place]) == byte else { return false }
      place += 1
    }
    return true
  }
}
