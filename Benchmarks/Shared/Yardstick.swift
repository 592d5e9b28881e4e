import Foundation
import GraphStorage

/// Plain passes over the same data, on one thread, timed beside each measurement of the same run.
public enum Yardstick {
  /// How many newlines a file has.
  public static func newlines(_ file: MappedFile) -> Int {
    file.withBytes(0..<file.count) { bytes in
      var count = 0
      for index in bytes.indices where bytes[index] == 0x0A { count &+= 1 }
      return count
    }
  }

  /// One read of a value of each arc's target: a sweep over the arcs with nothing but its memory traffic.
  public static func gather(_ targets: Column<UInt32>, _ values: [Double]) -> Double {
    var sum = 0.0
    for arc in 0..<targets.count { sum += values[Int(targets[arc])] }
    return sum
  }

  /// Reads a file into memory.
  public static func read(_ path: String) throws -> Int { try Data(contentsOf: URL(fileURLWithPath: path)).count }

  /// Copies a file to the disk: read, write, wait until it is there.
  public static func copy(_ path: String, to other: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    guard FileManager.default.createFile(atPath: other, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: other))
    try file.write(contentsOf: bytes)
    try file.synchronize()
    try file.close()
  }
}
