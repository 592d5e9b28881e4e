import Foundation

/// Where generated inputs stand while benchmarks run.
///
/// `scripts/bench` names a folder in `KITH_BENCHMARK_FOLDER`, which all processes of one run share, and removes it at
/// the end. Without it a process uses a folder of its own and removes that.
public enum InputFolder {
  public static let path: String = {
    if let given = ProcessInfo.processInfo.environment["KITH_BENCHMARK_FOLDER"] { return given }
    let own = NSTemporaryDirectory() + "kith-benchmarks-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: InputFolder.path) }
    return own
  }()

  /// The path of `name`, filled by `make` where nothing stands there yet.
  static func cached(_ name: String, _ make: (String) throws -> Void) throws -> String {
    let place = path + "/" + name
    if FileManager.default.fileExists(atPath: place) { return place }
    let unfinished = place + ".unfinished"
    try? FileManager.default.removeItem(atPath: unfinished)
    try make(unfinished)
    try FileManager.default.moveItem(atPath: unfinished, toPath: place)
    return place
  }
}
