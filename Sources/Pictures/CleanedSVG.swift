/// An SVG of Graphviz without comments and document type: the first would name the version of Graphviz, and without
/// the second the drawing can stand inside an HTML page.
///
/// Graphviz escapes `<` in every text, so the marks searched for occur only where they are meant.
/// - Complexity: O(bytes).
func cleanedSVG(_ bytes: [UInt8]) -> [UInt8] {
  let (commentStart, commentEnd) = (Array("<!--".utf8), Array("-->".utf8))
  let (typeStart, typeEnd) = (Array("<!DOCTYPE".utf8), Array(">".utf8))
  let newline = UInt8(ascii: "\n")
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var index = 0
  func stands(_ mark: [UInt8]) -> Bool {
    index + mark.count <= bytes.count && bytes[index..<index + mark.count].elementsEqual(mark)
  }
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "<"), stands(commentStart) || stands(typeStart) {
      let end = stands(commentStart) ? commentEnd : typeEnd
      while index < bytes.count, !stands(end) { index += 1 }
      index = min(bytes.count, index + end.count)
      if index < bytes.count, bytes[index] == newline { index += 1 }
    } else {
      result.append(bytes[index])
      index += 1
    }
  }
  return result
}
