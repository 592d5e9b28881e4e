/// Why a line is not an object that can be a row.
enum JSONProblem: UInt8, Sendable {
  case notAnObject
  case malformed
  case textNotClosed
  case controlCharacter
  case escape
  case surrogate
  case nul
  case number
  case tooDeep
  case nameTwice
  case nestedValue
  case semicolonInList

  var reason: RejectReason {
    switch self {
    case .notAnObject: .phrase("not a JSON object")
    case .malformed: .phrase("not valid JSON")
    case .textNotClosed: .phrase("a text that is never closed")
    case .controlCharacter: .phrase("a control character inside a text")
    case .escape: .phrase("no such escape in JSON")
    case .surrogate: .phrase("half of a surrogate pair")
    case .nul: .nulByte
    case .number: .phrase("not a JSON number")
    case .tooDeep: .phrase("nested deeper than \(JSONScanner.deepest)")
    case .nameTwice: .phrase("the same name twice")
    case .nestedValue: .phrase("a nested value where a single one is expected")
    case .semicolonInList: .phrase("a value of a list holds a semicolon")
    }
  }
}
