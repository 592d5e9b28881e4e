import Foundation
import GRDB
import People

/// Text as SQLite keeps it whole: SQL text ends at a zero byte and must be UTF-8, so everything else is a blob.
func cell(text bytes: some Collection<UInt8>) -> DatabaseValue {
  if !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) { return text.databaseValue }
  return Data(bytes).databaseValue
}

/// A day of the years 0 … 9999 as `2026-11-23`; any other as `day:` and its number counted from 1970-01-01.
func cellText(_ date: CivilDate) -> String {
  (0...9999).contains(date.year) ? date.description : "day:\(date.daysSince1970)"
}

/// The inverse of `cellText`; nil where the text is no day.
func civilDate(cellText text: String) -> CivilDate? {
  if text.hasPrefix("day:") {
    return Int(text.dropFirst(4)).flatMap { abs($0 / 1_000_000_000_000) > 0 ? nil : CivilDate(daysSince1970: $0) }
  }
  let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  guard parts.count == 3, text.utf8.count == 10,
    let year = Int(Substring(parts[0])), let month = Int(Substring(parts[1])), let day = Int(Substring(parts[2]))
  else { return nil }
  return CivilDate(year: year, month: month, day: day)
}
