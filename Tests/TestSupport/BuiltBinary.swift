import Foundation

/// The `kith` that was built with these tests, run the way a person runs it: in a shell, in a folder.
public enum BuiltBinary {
  /// What a finished command left behind.
  public struct Outcome: Sendable {
    public let output: [UInt8]
    public let errors: [UInt8]
    /// The exit code, or 128 and the signal's number, as shells count.
    public let code: Int32

    public var text: String { String(decoding: output, as: UTF8.self) }
    public var messages: String { String(decoding: errors, as: UTF8.self) }
    /// Killed by a signal: a trap, a segmentation fault, a broken pipe. 130 is Kith's own way to say "cancelled".
    public var crashed: Bool { code > 128 && code != 130 }
  }

  /// The folder that holds the test bundle, and `kith` beside it.
  public static let folder: String = {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().path
  }()

  public static var exists: Bool { FileManager.default.isExecutableFile(atPath: folder + "/kith") }

  /// Runs one line of bash in `folder`, with the built `kith` first on the path, and waits for its end.
  ///
  /// Both outputs go to files, so a long one cannot block. What Kith reads of the environment is taken away.
  public static func shell(
    _ line: String, in folder: String, environment: [String: String] = [:]
  ) throws -> Outcome {
    try withTemporaryFolder { scratch in
      let process = try launched(line, in: folder, scratch: scratch, environment: environment)
      process.waitUntilExit()
      return try outcome(of: process, scratch)
    }
  }

  /// Starts `kith` itself (no shell between), lets `during` act on its process id, and waits for its end.
  public static func kith(
    _ arguments: [String], in folder: String, during: (Process) throws -> Void
  ) throws -> Outcome {
    try withTemporaryFolder { scratch in
      let quoted = arguments.map { "'" + $0 + "'" }.joined(separator: " ")
      let process = try launched("exec kith " + quoted, in: folder, scratch: scratch, environment: [:])
      try during(process)
      process.waitUntilExit()
      return try outcome(of: process, scratch)
    }
  }

  private static func launched(
    _ line: String, in folder: String, scratch: String, environment: [String: String]
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var variables = ProcessInfo.processInfo.environment
    for name in ["KITH_PEPPER_FILE", "KITH_DATASETS", "COLUMNS"] { variables[name] = nil }
    variables["PATH"] = Self.folder + ":" + (variables["PATH"] ?? "/usr/bin:/bin")
    variables["LC_ALL"] = "C.UTF-8"
    variables["TZ"] = "UTC"
    process.environment = variables.merging(environment) { $1 }
    for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: scratch + "/" + name, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch + "/out"))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch + "/err"))
    try process.run()
    return process
  }

  private static func outcome(of process: Process, _ scratch: String) throws -> Outcome {
    let code = process.terminationStatus
    return Outcome(
      output: try bytes(scratch + "/out"), errors: try bytes(scratch + "/err"),
      code: process.terminationReason == .uncaughtSignal && code < 128 ? 128 + code : code)
  }

  public static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
