import FoundationEssentials

/// A path with `*` (any characters but `/`) and `?` (one of them).
struct FilePattern {
  private let components: [String]
  private let isAbsolute: Bool

  init(_ text: String) {
    isAbsolute = text.hasPrefix("/")
    components = text.split(separator: "/").map(String.init)
  }

  /// The paths of files, not folders, that fit, written as the pattern is. Hidden ones fit only a pattern that begins so.
  /// - Parameter folder: what a relative pattern begins at; nil for the working directory.
  func matches(in folder: String?) throws(IngestError) -> [String] {
    var found = [isAbsolute ? "/" : ""]
    for (depth, component) in components.enumerated() {
      var next: [String] = []
      for start in found {
        let path = isAbsolute || folder == nil ? (start.isEmpty ? "." : start) : "\(folder ?? ".")/\(start)"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { continue }
        for name in names where Self.fits(Array(name.utf8), Array(component.utf8)) {
          if name.hasPrefix(".") && !component.hasPrefix(".") { continue }
          let isFolder = TableParts.isFolder("\(path)/\(name)")
          if isFolder != (depth < components.count - 1) { continue }
          next.append(start.isEmpty || start == "/" ? start + name : "\(start)/\(name)")
        }
      }
      found = next
    }
    return found
  }

  /// Greedy with one way back, which is enough for `*`: O(name · pattern) at most.
  static func fits(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
    var (place, at) = (0, 0)
    var back: (place: Int, at: Int)?
    while place < name.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        at += 1
        back = (place, at)
      } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == name[place] {
        // One character, not one byte.
        let isAny = pattern[at] == UInt8(ascii: "?")
        place += 1
        while isAny && place < name.count && name[place] & 0xC0 == 0x80 { place += 1 }
        at += 1
      } else if let last = back {
        back = (last.place + 1, last.at)
        (place, at) = (last.place + 1, last.at)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
