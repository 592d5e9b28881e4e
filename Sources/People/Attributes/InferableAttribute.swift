/// An attribute of names that may be inferred: the only form in which inference accepts one. There is no way to make it
/// of a sensitive attribute, nor of `InferableOrder` and `InferableSet`.
public struct InferableAttribute: Sendable {
  public let column: AttributeColumn

  public enum Refusal: Error, Equatable, Sendable, CustomStringConvertible {
    case sensitive(String)
    case setValued(String)
    /// Numbers where names are asked for.
    case numeric(String)
    /// Names without order where an order is asked for.
    case unordered(String)
    /// One value a person where sets are asked for.
    case singleValued(String)

    public var description: String {
      switch self {
      case .sensitive(let name): "attribute '\(name)' is sensitive and is never inferred"
      case .setValued(let name): "attribute '\(name)' holds a set of values, not one"
      case .numeric(let name): "attribute '\(name)' holds numbers, not names"
      case .unordered(let name): "attribute '\(name)' has no order"
      case .singleValued(let name): "attribute '\(name)' holds one value, not a set"
      }
    }
  }

  public init(_ column: AttributeColumn) throws(Refusal) {
    switch column.kind {
    case .sensitive: throw .sensitive(column.name)
    case .set: throw .setValued(column.name)
    case .numeric: throw .numeric(column.name)
    case .categorical, .ordinal: self.column = column
    }
  }
}

/// An ordinal or numeric attribute that may be inferred.
public struct InferableOrder: Sendable {
  public let column: AttributeColumn

  public init(_ column: AttributeColumn) throws(InferableAttribute.Refusal) {
    switch column.kind {
    case .sensitive: throw .sensitive(column.name)
    case .set: throw .setValued(column.name)
    case .categorical: throw .unordered(column.name)
    case .ordinal, .numeric: self.column = column
    }
  }
}

/// A set-valued attribute that may be inferred, value by value.
public struct InferableSet: Sendable {
  public let column: AttributeColumn

  public init(_ column: AttributeColumn) throws(InferableAttribute.Refusal) {
    switch column.kind {
    case .sensitive: throw .sensitive(column.name)
    case .categorical, .ordinal, .numeric: throw .singleValued(column.name)
    case .set: self.column = column
    }
  }
}
