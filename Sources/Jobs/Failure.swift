import GraphStorage
import Ingest
import People
import Persistence
import Pictures
import Ties

/// An expected failure on its way to a person: one line, perhaps a hint, and the exit code it means.
public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The exit codes of the command line (those of sysexits.h, and two of Kith's own).
  public enum Category: Int32, Sendable {
    case usage = 64
    case data = 65
    case noInput = 66
    case bug = 70
    case io = 74
    case refused = 77
    case cancelled = 130
  }

  public let category: Category
  /// One line, without `error:` before it.
  public let message: String
  public let hint: String?

  public init(_ category: Category, _ message: String, hint: String? = nil) {
    (self.category, self.message, self.hint) = (category, message, hint)
  }

  public var description: String { message }

  /// The same, with where it happened before it.
  func at(_ place: String) -> Failure { Failure(category, "\(place): \(message)", hint: hint) }
}

extension Failure {
  public init(_ error: FileError) {
    var category = Category.io
    // ENOENT, ENOTDIR
    if case .system(_, _, let code) = error, code == 2 || code == 20 { category = .noInput }
    self.init(category, error.description)
  }

  /// An output that cannot be written is never "no input", even where its folder is missing.
  public init(writing error: FileError) {
    var hint: String?
    if case .system(_, _, let code) = error, code == 2 { hint = "the folder must exist" }
    self.init(.io, error.description, hint: hint)
  }

  public init(_ error: IngestError) {
    let category: Category =
      switch error.category {
      case .data: .data
      case .noInput: .noInput
      case .io: .io
      }
    self.init(category, error.description, hint: error.hint)
  }

  public init(_ error: TieError) {
    switch error {
    case .parameter: self.init(.usage, error.description)
    case .overflow, .noKind: self.init(.data, error.description)
    case .noContacts:
      self.init(.data, error.description, hint: "import events; friendships alone are no log")
    case .tooShort, .tooFewCuts:
      self.init(.data, error.description, hint: "a shorter --window, or --cuts, makes more of a short log")
    case .stopped: self.init(.cancelled, "cancelled; nothing was left half-written")
    case .noTime: self.init(.data, error.description, hint: "give --as-of TIME, for example 2026-11-23")
    }
  }

  public init(_ error: InferableAttribute.Refusal) {
    self.init(.refused, error.description)
  }
}
