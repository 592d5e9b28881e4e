/// Why a graph file could not be read or written. Never holds what stands in the file.
public enum GraphFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong with a line of text.
  public enum LineFault: Error, Hashable, Sendable, CustomStringConvertible {
    case notAWholeNumber
    /// Ids go up to 2^64 - 2.
    case idTooGreat
    case notANumber
    case weightNotPositive
    case missingField
    case tooManyFields
    /// The `.v` file has no such vertex.
    case vertexNotListed

    public var description: String {
      switch self {
      case .notAWholeNumber: "not a whole number"
      case .idTooGreat: "an id above 2^64 - 2"
      case .notANumber: "not a number"
      case .weightNotPositive: "a weight that is not positive and finite"
      case .missingField: "a field is missing"
      case .tooManyFields: "more fields than the first line has"
      case .vertexNotListed: "not a vertex of the .v file"
      }
    }
  }

  /// What is wrong with a binary file.
  public enum BinaryFault: Error, Hashable, Sendable, CustomStringConvertible {
    case notAGraphFile
    /// Written by a later version of Kith.
    case version(Int)
    case truncated
    case damagedHeader
    /// The bytes of a column are not those that were written.
    case damagedColumn(String)

    public var description: String {
      switch self {
      case .notAGraphFile: "not a Kith graph file"
      case .version(let version): "graph file version \(version), newer than this program reads"
      case .truncated: "truncated: shorter than its header says"
      case .damagedHeader: "damaged header"
      case .damagedColumn(let name): "damaged column '\(name)'"
      }
    }
  }

  case file(FileError)
  /// Line and field count from 1.
  case line(file: String, line: Int, field: Int, fault: LineFault)
  case binary(file: String, fault: BinaryFault)
  /// What was read makes no graph.
  case graph(file: String, error: GraphError)
  case cancelled

  init(_ error: GraphError, file: String) {
    self = error == .cancelled ? .cancelled : .graph(file: file, error: error)
  }

  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .line(let file, let line, let field, let fault): "\(file):\(line): field \(field): \(fault)"
    case .binary(let file, let fault): "\(file): \(fault)"
    case .graph(let file, let error): "\(file): \(error)"
    case .cancelled: "cancelled"
    }
  }
}

/// The last part of a path: what errors show.
func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
