/// How a text table is cut into fields.
public struct Dialect: Hashable, Sendable {
  public enum Separator: Hashable, Sendable {
    /// One ASCII byte, such as a comma; neither a quote nor a line end.
    case byte(UInt8)
    /// Runs of spaces and tabs; those at either end of a line separate nothing.
    case blanks
  }

  public var separator: Separator
  /// Whether `"` at the start of a field opens a quoted one (RFC 4180); otherwise quotes are text.
  public var quoting: Bool
  /// Lines that begin with this byte are skipped.
  public var comment: UInt8?
  /// And those that begin with this one.
  public var otherComment: UInt8?

  public init(separator: Separator, quoting: Bool, comment: UInt8? = nil, otherComment: UInt8? = nil) {
    if case .byte(let byte) = separator {
      precondition(byte < 0x80 && ![0, 0x0A, 0x0D, 0x22].contains(byte), "not a separator")
    }
    self.separator = separator
    self.quoting = quoting
    self.comment = comment
    self.otherComment = otherComment
  }

  public static let csv = Dialect(separator: .byte(0x2C), quoting: true)
  public static let semicolon = Dialect(separator: .byte(0x3B), quoting: true)
  public static let tab = Dialect(separator: .byte(0x09), quoting: true)
  public static let pipe = Dialect(separator: .byte(0x7C), quoting: true)
  /// SNAP and SocioPatterns text: blanks, no quotes, `#` for remarks.
  public static let blanks = Dialect(separator: .blanks, quoting: false, comment: 0x23)
}
