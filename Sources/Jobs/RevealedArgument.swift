import Inference
import Pictures

/// How much of the labels an evaluation reveals, as a person writes it: a share between 0 and 1, or `loo`.
public enum RevealedArgument {
  public static func parse(_ text: String) throws(Failure) -> AttributeProblem.Revealed {
    if text == "loo" { return .leaveOneOut }
    guard let share = Double(text), share > 0, share < 1 else {
      throw Failure(.usage, "labels: '\(text)' is neither a share between 0 and 1 nor 'loo'")
    }
    return .share(share)
  }
}

extension PublicationRule {
  /// - Throws: `Failure` unless the threshold lies in 0.5 … 1; nil takes the default.
  public static func checked(threshold: Double?) throws(Failure) -> PublicationRule {
    guard let threshold else { return PublicationRule() }
    guard (0.5...1).contains(threshold) else { throw Failure(.usage, "threshold: lies in 0.5 … 1") }
    return PublicationRule(threshold: threshold)
  }
}

extension PictureFormat {
  /// The format that a file's name asks for.
  public static func of(file: String) throws(Failure) -> PictureFormat {
    guard let ending = file.split(separator: ".").last, let format = PictureFormat(rawValue: String(ending)) else {
      throw Failure(.usage, "'\(file)' should end in .svg, .png or .dot")
    }
    return format
  }
}
