/// What a picture is written as.
public enum PictureFormat: String, Sendable, Codable, CaseIterable {
  case svg
  /// At 150 dots per inch.
  case png
  /// The DOT language with positions, for other programs.
  case dot
}
