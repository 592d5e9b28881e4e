import Foundation
import GraphStorage

/// What a job needs, told before it starts.
public struct JobEstimate: Sendable, Equatable {
  /// Bytes of the input files, as stored.
  public let inputBytes: Int
  /// Memory at most, in bytes.
  public let memoryBytes: Int
  /// One line a step.
  public let lines: [String]

  /// Compressed input counts eightfold; each byte of text becomes at most six in memory while it is read (a row of 30
  /// bytes is one event record of 24 bytes, held three times while the ledger is sorted), and the base is what the
  /// process needs for nothing.
  init(inputPaths: [String], steps: [String]) {
    let bytes = inputPaths.flatMap(Self.files)
    inputBytes = bytes.reduce(0) { $0 + $1.size }
    let text = bytes.reduce(0) { $0 + ($1.isCompressed ? $1.size * 8 : $1.size) }
    memoryBytes = (128 << 20) + text * 6
    let size = "\(Self.mebibytes(inputBytes)) MiB of input"
    let memory = "at most \(Self.mebibytes(memoryBytes)) MiB of memory"
    lines = ["\(steps.count) steps over \(size): \(memory)"] + steps.map { "  \($0)" }
  }

  static func mebibytes(_ bytes: Int) -> Int { max(1, (bytes + (1 << 19)) >> 20) }

  /// Of a pattern all that its folder has.
  private static func files(_ path: String) -> [(size: Int, isCompressed: Bool)] {
    if path.contains(where: { "*?[".contains($0) }), let slash = path.lastIndex(of: "/") {
      return files(String(path[..<slash]))
    }
    guard let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType else {
      return []
    }
    let names = type == .typeDirectory ? (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] : [""]
    return names.map { name in
      let full = name.isEmpty ? path : path + "/" + name
      let attributes = try? FileManager.default.attributesOfItem(atPath: full)
      let isRegular = attributes?[.type] as? FileAttributeType == .typeRegular
      let isCompressed = full.hasSuffix(".gz") || full.hasSuffix(".zip")
      return (isRegular ? attributes?[.size] as? Int ?? 0 : 0, isCompressed)
    }
  }
}
