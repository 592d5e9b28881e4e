/// Names that somebody who typed another one may have meant.
enum NearestNames {
  /// The most alike first, at most four; those equally alike as listed.
  ///
  /// Alike are names of the same letters, of these initials, that differ in few letters, or that share a word.
  /// - Parameter known: other common names, each with what it is called here.
  /// - Complexity: O(names times the product of the lengths).
  static func of(_ typed: String, among names: [String], known: [String: String] = [:]) -> [String] {
    let plain = letters(typed)
    if let name = known[plain] { return [name] }
    let words = typed.lowercased().split(separator: "-").filter { $0.utf8.count >= 3 }
    func difference(_ name: String) -> Int? {
      let other = letters(name)
      if other == plain { return 0 }
      if plain.count > 1, plain == String(name.split(separator: "-").compactMap(\.first)) { return 1 }
      let changes = changes(Array(plain.utf8), Array(other.utf8))
      if changes <= max(1, plain.utf8.count / 3), changes < other.utf8.count { return 1 + changes }
      return words.contains { name.contains($0) } ? 1000 : nil
    }
    var found: [(difference: Int, place: Int, name: String)] = []
    for (place, name) in names.enumerated() {
      if let difference = difference(name) { found.append((difference, place, name)) }
    }
    found.sort { ($0.difference, $0.place) < ($1.difference, $1.place) }
    // What is meant by its letters is not drowned in what shares a word.
    if let first = found.first, first.difference <= 1 { return [first.name] }
    return found.prefix(4).map(\.name)
  }

  private static func letters(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// Letters to put in, take away, replace or swap with the next one (optimal string alignment).
  private static func changes(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...other.count)
    for (row, byte) in one.enumerated() {
      var line = [row + 1]
      for (column, second) in other.enumerated() {
        var least = min(last[column] + (byte == second ? 0 : 1), last[column + 1] + 1, line[column] + 1)
        if row > 0, column > 0, byte == other[column - 1], one[row - 1] == second {
          least = min(least, before[column - 1] + 1)
        }
        line.append(least)
      }
      (before, last) = (last, line)
    }
    return last[other.count]
  }
}
