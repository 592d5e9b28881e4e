/// Says what is wrong with a value of a YAML document, in a fixed phrase: how a `Decodable` type explains itself.
public struct DocumentProblem: Error {
  let text: String

  public static func error(_ path: [any CodingKey], _ text: String) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: path, debugDescription: text, underlyingError: DocumentProblem(text: text)))
  }
}
