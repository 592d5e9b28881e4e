import GraphStorage
import Inference
import Ingest
import Privacy

/// The public grid as a YAML file declares it.
///
/// ```yaml
/// age_band: [18, 30, 45, 60]              # lower ends
/// attributes:
///   city: [Saltmere, Lannevec, Port Alder]
/// ```
public enum InsightGridFile {
  private struct Declared: Decodable {
    let ages: [Int]?
    let attributes: [String: [String]]?

    enum CodingKeys: String, CodingKey {
      case ages = "age_band"
      case attributes
    }
  }

  /// - Throws: `Failure`: unreadable, not such a file, impossible values.
  public static func read(_ path: String) throws(Failure) -> InsightGrid {
    let bytes: [UInt8]
    do throws(FileError) {
      let file = try MappedFile(path: path)
      bytes = file.bytes(0..<file.count)
    } catch {
      throw Failure(error)
    }
    let declared: Declared
    do throws(IngestError) {
      declared = try decodeYAML(
        Declared.self, from: bytes, file: path,
        shape: .keys(["age_band": .any, "attributes": .dictionary(.any)]))
    } catch {
      throw Failure(error)
    }
    let attributes = (declared.attributes ?? [:]).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    do throws(InsightError) {
      return try InsightGrid(
        ages: declared.ages, attributes: attributes.map { .init(name: $0.key, values: $0.value) })
    } catch {
      throw Failure(.data, "\(path): \(error)")
    }
  }
}

/// What a person writes about releases.
public enum ReleaseArgument {
  public static func loss(_ text: String?) throws(Failure) -> PrivacyLoss? {
    guard let text else { return nil }
    guard let loss = PrivacyLoss(text: text) else {
      throw Failure(
        .usage, "epsilon: '\(text)' is not a decimal number from \(PrivacyLoss.least) to \(PrivacyLoss.most)",
        hint: "at most six places, such as 0.5")
    }
    return loss
  }

  public static func measure(_ text: String?) throws(Failure) -> InsightMeasure {
    guard let text else { return .people }
    guard let measure = InsightMeasure(rawValue: text) else {
      throw Failure(.usage, "measure: '\(text)' is neither people nor events")
    }
    return measure
  }

  /// Nil leaves a gate where it is.
  public static func levels(total: Int?, breakdown: Int?) throws(Failure) -> GateLevels {
    guard let levels = GateLevels(total: total ?? KGate.total, breakdown: breakdown ?? KGate.breakdown) else {
      throw Failure(
        .usage, "k: a gate is only raised: \(KGate.total) or more for totals, \(KGate.breakdown) or more for breakdowns")
    }
    return levels
  }

  public static func dimensions(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { part in
      var part = part
      while part.first == " " { part.removeFirst() }
      while part.last == " " { part.removeLast() }
      return String(part)
    }
  }
}
