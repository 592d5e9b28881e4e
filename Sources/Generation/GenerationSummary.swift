/// How many rows (header not counted) and bytes each file of a generated dataset has.
public struct GenerationSummary: Codable, Equatable, Sendable {
  public struct File: Codable, Equatable, Sendable {
    public let name: String
    public let rows: Int
    public let bytes: Int
  }

  public let folder: String
  /// In the order of writing; `README.md` and `dataset.yaml` count no rows.
  public let files: [File]

  /// Rows of the file of this name; 0 when there is none.
  public func rows(_ name: String) -> Int {
    files.first { $0.name == name }?.rows ?? 0
  }
}
