/// How far a reading is, in one line for a person: share, rates and time left.
public enum ProgressText {
  /// - Parameters:
  ///   - bytes: read so far, as stored.
  ///   - total: bytes there are; nil where that is not known: then neither share nor time left is told.
  ///   - seconds: since the reading began; no rates are told for less than a tenth of one.
  public static func line(table: String, bytes: Int, total: Int?, rows: Int, seconds: Double) -> String {
    var parts = [table]
    if let total, total > 0 {
      parts.append("\(megabytes(bytes)) of \(megabytes(total)) MB")
      parts.append("\(min(100, bytes * 100 / total)) %")
    } else {
      parts.append("\(megabytes(bytes)) MB")
    }
    if seconds >= 0.1 {
      parts.append("\(decimal(Double(bytes) / seconds / 1e6)) MB/s")
      parts.append(rate(Double(rows) / seconds))
      if let total, bytes > 0 {
        if bytes >= total {
          parts.append("building and writing")
        } else {
          parts.append("\(duration(seconds * Double(total - bytes) / Double(bytes))) left")
        }
      }
    }
    return parts.joined(separator: "  ")
  }

  private static func rate(_ rows: Double) -> String {
    switch rows {
    case 1e6...: "\(decimal(rows / 1e6)) M rows/s"
    case 1e3...: "\(decimal(rows / 1e3)) k rows/s"
    default: "\(Int(rows)) rows/s"
    }
  }

  private static func megabytes(_ bytes: Int) -> String { decimal(Double(bytes) / 1e6) }

  /// One digit behind the point below a hundred.
  private static func decimal(_ value: Double) -> String {
    if value >= 99.95 { return "\(Int(value.rounded()))" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
  }
}
