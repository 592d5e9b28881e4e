import Generation
import GraphStorage

/// Writes synthetic dataset folders.
public enum GenerateJob {
  public static func run(
    _ parameters: GeneratorParameters, to folder: String, overwrite: Bool, _ context: RunContext
  ) throws(Failure) -> GenerationSummary {
    do throws(GenerationError) {
      return try DatasetGenerator.write(parameters, to: folder, overwrite: overwrite, threads: context.threads)
    } catch {
      throw Failure(error)
    }
  }
}

extension Failure {
  public init(_ error: GenerationError) {
    switch error {
    case .badParameter: self.init(.usage, error.description)
    case .folderNotEmpty, .foreignFolder, .notAFolder:
      self.init(.io, error.description, hint: "name a folder that is empty or absent")
    case .fileSystem: self.init(.io, error.description)
    }
  }
}
