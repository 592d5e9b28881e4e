/// What a few stretches of a text of edges tell of the whole, without reading it: about how many edges it lists, and how wide
/// they are.
///
/// Comments are taken for edges, and in an adjacency list a field behind several separators for several; so this is for telling
/// what has no room in memory from what has, not for counting.
public struct TextSample: Equatable, Sendable {
  public let edges: Int
  /// Of an edge list: the first edge has a weight, so all are read with one.
  public let hasThirdField: Bool
  /// Some number has ten digits or more in a row, so ids may not fit 32 bits.
  public let hasWideIDs: Bool

  private static let stretches = 16
  private static let stretchBytes = 1 << 16

  /// - Parameter format: an edge list, an adjacency list, or an LDBC pair, of which `text` is the edges.
  /// - Complexity: O(1).
  public init(_ text: MappedFile, _ format: GraphFormat) {
    var (read, lines, separators, digits, mostDigits) = (0, 0, 0, 0, 0)
    let stride = max(Self.stretchBytes, text.count / Self.stretches)
    var start = 0
    while start < text.count {
      let end = min(start + Self.stretchBytes, text.count)
      read += end - start
      text.withBytes(start..<end) { bytes in
        for place in 0..<bytes.count {
          let byte = bytes[place]
          digits = byte >= 0x30 && byte <= 0x39 ? digits + 1 : 0
          mostDigits = max(mostDigits, digits)
          switch byte {
          case 0x0A: lines += 1
          case 0x20, 0x09, 0x2C, 0x3B: separators += 1
          default: break
          }
        }
      }
      start += stride
    }
    if read > 0 { lines = max(lines, 1) }
    let found = format == .adjacencyList ? separators : lines
    edges = read == 0 ? 0 : Int(Double(found) / Double(read) * Double(text.count))
    hasThirdField = format != .adjacencyList && TextGraphReader.hasThirdField(TextPieces(text))
    hasWideIDs = mostDigits >= 10
  }
}
