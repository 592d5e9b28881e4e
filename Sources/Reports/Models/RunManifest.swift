/// What a run did with what: the same input, parameters, seed and version give the same manifest, byte for byte.
///
/// What varies from run to run stands in `RunTimings`, in a file of its own.
public struct RunManifest: Codable, Equatable, Sendable {
  public var kithVersion: String
  public var job: String
  public var seed: UInt64
  /// On what basis personal data was used, in whole sentences.
  public var basis: [String]
  public var inputs: [InputFile]
  public var steps: [Step]
  public var outputs: [OutputFile]

  public init(
    kithVersion: String, job: String, seed: UInt64, basis: [String] = [], inputs: [InputFile] = [],
    steps: [Step] = [], outputs: [OutputFile] = []
  ) {
    (self.kithVersion, self.job, self.seed, self.basis) = (kithVersion, job, seed, basis)
    (self.inputs, self.steps, self.outputs) = (inputs, steps, outputs)
  }

  public struct Step: Codable, Equatable, Sendable {
    public var name: String
    public var parameters: [Entry]
    public var figures: [Entry]

    public init(name: String, parameters: [Entry] = [], figures: [Entry] = []) {
      (self.name, self.parameters, self.figures) = (name, parameters, figures)
    }
  }

  public struct OutputFile: Codable, Equatable, Sendable {
    public var file: String
    public var bytes: Int
    /// In hexadecimal.
    public var sha256: String

    public init(file: String, bytes: Int, sha256: String) {
      (self.file, self.bytes, self.sha256) = (file, bytes, sha256)
    }
  }
}

/// What varies from run to run; never part of a compared output.
public struct RunTimings: Codable, Equatable, Sendable {
  public var runID: String
  /// ISO 8601 in UTC.
  public var started: String
  public var threads: Int
  public var seconds: Double
  /// Of the whole process; nil where the system does not say.
  public var peakMemoryBytes: Int?
  public var steps: [Step]

  public init(
    runID: String, started: String, threads: Int, seconds: Double, peakMemoryBytes: Int? = nil, steps: [Step] = []
  ) {
    (self.runID, self.started, self.threads, self.seconds) = (runID, started, threads, seconds)
    (self.peakMemoryBytes, self.steps) = (peakMemoryBytes, steps)
  }

  public struct Step: Codable, Equatable, Sendable {
    public var name: String
    public var seconds: Double

    public init(name: String, seconds: Double) { (self.name, self.seconds) = (name, seconds) }
  }
}
