/// A name and what stands beside it, in an order that the maker of a list chose.
public struct Entry: Codable, Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}
