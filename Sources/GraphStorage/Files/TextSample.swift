/// What a few stretches of a text of edges tell of the whole, without reading it: about how many edges it lists, and whether
/// they have a third field.
///
/// Comments are taken for edges, and a field behind several separators for several; so this is for telling what has no room
/// in memory from what has, not for counting.
public struct TextSample: Equatable, Sendable {
  public let edges: Int
  /// Of an edge list: lines have three fields on the average rather than two.
  public let hasThirdField: Bool

  private static let stretches = 16
  private static let stretchBytes = 1 << 16

  /// - Parameter format: an edge list, an adjacency list, or an LDBC pair, of which `text` is the edges.
  /// - Complexity: O(1).
  public init(_ text: MappedFile, _ format: GraphFormat) {
    var (read, lines, separators) = (0, 0, 0)
    let stride = max(Self.stretchBytes, text.count / Self.stretches)
    var start = 0
    while start < text.count {
      let end = min(start + Self.stretchBytes, text.count)
      read += end - start
      text.withBytes(start..<end) { bytes in
        for place in 0..<bytes.count {
          switch bytes[place] {
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
    hasThirdField = format != .adjacencyList && 2 * separators > 3 * lines
  }
}
