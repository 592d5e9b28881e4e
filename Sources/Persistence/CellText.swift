import Foundation
import GRDB

/// Text as SQLite keeps it whole: SQL text ends at a zero byte and must be UTF-8, so everything else is a blob.
func cell(text bytes: some Collection<UInt8>) -> DatabaseValue {
  if !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) { return text.databaseValue }
  return Data(bytes).databaseValue
}
