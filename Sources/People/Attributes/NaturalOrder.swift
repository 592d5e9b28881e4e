/// The order of ordinal values: by text, where digits count as the number they write (`9-12` before `10-14`).
///
/// Total: values that compare equal piece by piece (`07`, `7`) go by their bytes.
/// - Complexity: O(length).
public func precedesNaturally(_ left: String, _ right: String) -> Bool {
  let (one, other) = (Array(left.utf8), Array(right.utf8))
  var (i, j) = (0, 0)
  func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  func number(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
    while place < bytes.count, bytes[place] == UInt8(ascii: "0") { place += 1 }
    let start = place
    while place < bytes.count, isDigit(bytes[place]) { place += 1 }
    return bytes[start..<place]
  }
  while i < one.count, j < other.count {
    if isDigit(one[i]), isDigit(other[j]) {
      let (a, b) = (number(one, &i), number(other, &j))
      if a.count != b.count { return a.count < b.count }
      if !a.elementsEqual(b) { return a.lexicographicallyPrecedes(b) }
    } else {
      if one[i] != other[j] { return one[i] < other[j] }
      i += 1
      j += 1
    }
  }
  let (restOne, restOther) = (one.count - i, other.count - j)
  if restOne != restOther, restOne == 0 || restOther == 0 { return restOne == 0 }
  return one.lexicographicallyPrecedes(other)
}
