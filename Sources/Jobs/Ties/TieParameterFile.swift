import Foundation
import GraphStorage
import Inference
import Ingest
import People
import Reports
import Ties

/// Parameters of tie strength in a file of their own (YAML, and so JSON too): what `kith fit-decay` writes and `kith rank
/// --parameters` reads.
///
/// ```yaml
/// kernel: [{amplitude: 10, half_life_days: 1}, {amplitude: 1, half_life_days: 15}]
/// reciprocity: 0.5
/// group_discount: 0.5
/// burst_cap: 4                                 # an hour
/// kinds: {message: 1, call: 3}                 # in place of what the dataset says
/// probability: {window_hours: 168, steps: [{strength: 0, probability: 0.01}, {strength: 2, probability: 0.4}]}
/// ```
/// What is left out has its default.
public struct TieParameterFile: Equatable, Sendable {
  public var parameters: TieParameters
  /// P(contact in the window) by strength under these parameters.
  public var probability: ContactProbability?

  public init(_ parameters: TieParameters, probability: ContactProbability? = nil) {
    (self.parameters, self.probability) = (parameters, probability)
  }

  /// - Throws: `Failure` with file, line and column for what cannot be read, and for a value outside its range.
  public static func read(_ path: String) throws(Failure) -> TieParameterFile {
    let name = URL(fileURLWithPath: path).lastPathComponent
    let bytes: [UInt8]
    do throws(FileError) {
      let file = try MappedFile(path: path)
      bytes = file.bytes(0..<file.count)
    } catch {
      throw Failure(error)
    }
    let form: Form
    do throws(IngestError) {
      form = try decodeYAML(Form.self, from: bytes, file: name, shape: Self.shape)
    } catch {
      throw Failure(error)
    }
    let file = TieParameterFile(form.parameters, probability: try form.contactProbability(name))
    do throws(TieError) {
      try file.parameters.validate()
    } catch {
      throw Failure(.data, "\(name): \(error)")
    }
    return file
  }

  /// As `read`, with the name of the file, for a report that says what it judged.
  public static func named(at path: String) throws(Failure) -> (name: String, file: TieParameterFile) {
    (URL(fileURLWithPath: path).lastPathComponent, try read(path))
  }

  /// - Parameter comments: lines to stand first, for people.
  public func text(comments: [String] = []) -> String {
    func number(_ value: Double) -> String { String(JSONValue.number(value).text.dropLast()) }
    var lines = comments.map { "# " + $0 }
    lines.append("kernel:")
    lines += parameters.kernel.map {
      "  - {amplitude: \(number($0.amplitude)), half_life_days: \(number($0.halfLifeDays))}"
    }
    lines += [
      "reciprocity: \(number(parameters.reciprocity))", "group_discount: \(number(parameters.groupDiscount))",
      "duration_cap: \(number(parameters.durationCap))", "parted_days: \(parameters.partedDays)",
      "friend_prior: \(number(parameters.friendPrior))",
      "mutual_contact_prior: \(number(parameters.mutualContactPrior))",
    ]
    if let cap = parameters.burstCap { lines.append("burst_cap: \(cap)") }
    if !parameters.kindWeights.isEmpty {
      lines.append("kinds:")
      lines += parameters.kindWeights.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "  \(Self.key($0.key)): \(number($0.value))" }
    }
    if let probability {
      lines += ["probability:", "  window_hours: \(probability.windowHours)", "  steps:"]
      lines += probability.steps.map {
        "    - {strength: \(number($0.strength)), probability: \(number($0.probability))}"
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Plain where that can be, because the reader looks keys up as they would stand plain: a quoted `no` is not found.
  private static func key(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    return isPlain ? text : String(JSONValue.string(text).text.dropLast())
  }

  private static let shape: YAMLShape = .keys([
    "kernel": .list(.keys(["amplitude": .any, "half_life_days": .any])), "reciprocity": .any, "group_discount": .any,
    "duration_cap": .any, "parted_days": .any, "friend_prior": .any, "mutual_contact_prior": .any, "burst_cap": .any, "kinds": .dictionary(.any),
    "probability": .keys([
      "window_hours": .any, "steps": .list(.keys(["strength": .any, "probability": .any])),
    ]),
  ])

  private struct Form: Decodable {
    struct Term: Decodable {
      let amplitude: Double
      let half_life_days: Double
    }
    struct Probability: Decodable {
      let window_hours: Int
      let steps: [ContactProbability.Step]
    }

    let kernel: [Term]?
    let reciprocity: Double?
    let group_discount: Double?
    let duration_cap: Double?
    let parted_days: Int?
    let friend_prior: Double?
    let mutual_contact_prior: Double?
    let burst_cap: Int?
    let kinds: [String: Double]?
    let probability: Probability?

    var parameters: TieParameters {
      let standard = TieParameters.standard
      return TieParameters(
        kernel: kernel?.map { .init(amplitude: $0.amplitude, halfLifeDays: $0.half_life_days) } ?? standard.kernel,
        reciprocity: reciprocity ?? standard.reciprocity, groupDiscount: group_discount ?? standard.groupDiscount,
        durationCap: duration_cap ?? standard.durationCap, partedDays: parted_days ?? standard.partedDays,
        friendPrior: friend_prior ?? standard.friendPrior,
        mutualContactPrior: mutual_contact_prior ?? standard.mutualContactPrior, burstCap: burst_cap, kindWeights: kinds ?? [:])
    }

    func contactProbability(_ name: String) throws(Failure) -> ContactProbability? {
      guard let probability else { return nil }
      guard probability.window_hours >= 1, !probability.steps.isEmpty, ContactProbability.isMonotone(probability.steps)
      else {
        throw Failure(
          .data, "\(name): probability: has a window of 1 hour or more, and steps that ascend in strength and in probability")
      }
      return ContactProbability(windowHours: probability.window_hours, steps: probability.steps)
    }
  }
}
