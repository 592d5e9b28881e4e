import Foundation

/// The folder of real data that tests may read, named by the environment.
public enum Datasets {
  public static let skipReason = "KITH_DATASETS does not name a folder that holds this dataset"

  /// The path of one dataset, or nil where it is not there.
  public static func path(_ name: String) -> String? {
    guard let root = ProcessInfo.processInfo.environment["KITH_DATASETS"] else { return nil }
    let path = root + "/" + name
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  public static func has(_ name: String) -> Bool { path(name) != nil }

  /// Whether the long set runs too.
  public static let runsLongTests = ProcessInfo.processInfo.environment["KITH_LONG_TESTS"] != nil

  /// How many cases of a repeated test: the long set has more of the same.
  public static func cases(quick: Int, long: Int) -> Int { runsLongTests ? long : quick }

  /// The root of the project, found from this file.
  public static let projectRoot: String = {
    var parts = #filePath.split(separator: "/").map(String.init)
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }()
}

/// Runs `body` with a fresh folder that is removed afterwards.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("kith-test-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}
