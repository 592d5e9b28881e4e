/// Why a dataset was not generated. Nothing was changed on disk when one of these is thrown.
public enum GenerationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A parameter outside its range; `allowed` states the range in words.
  case badParameter(name: String, allowed: String)
  /// The folder holds files and `overwrite` was not asked for.
  case folderNotEmpty(path: String)
  /// The folder holds files that `kith generate` did not write, so it is not replaced even when asked.
  case foreignFolder(path: String)
  case notAFolder(path: String)
  /// A call of the file system failed; `reason` is the system's text.
  case fileSystem(path: String, reason: String)

  public var description: String {
    switch self {
    case .badParameter(let name, let allowed): "\(name): must be \(allowed)"
    case .folderNotEmpty(let path): "\(path): the folder is not empty (overwriting was not asked for)"
    case .foreignFolder(let path): "\(path): not a folder made by `kith generate`, so it is not overwritten"
    case .notAFolder(let path): "\(path): not a folder"
    case .fileSystem(let path, let reason): "\(path): \(reason)"
    }
  }
}
