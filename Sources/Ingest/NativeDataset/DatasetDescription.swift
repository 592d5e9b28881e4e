import Contacts
import People
import Privacy

/// What `dataset.yaml` says: the kinds of attributes and events, consents, names of files and columns. All optional.
struct DatasetDescription: Decodable, Sendable {
  static let fileName = "dataset.yaml"

  private(set) var attributes: [String: AttributeKind] = [:]
  private(set) var kinds: [String: KindDeclaration] = [:]
  private(set) var consents: DeclaredBasis = .none
  /// For each file's standard name: standard column names and the file's own.
  private(set) var columns: [String: [String: String]] = [:]
  /// Standard file names and where the folder has them: files, folders or patterns.
  private(set) var files: [String: [String]] = [:]
  /// Standard file names and the unit of their times, where it is stated.
  private(set) var times: [String: TimeUnit] = [:]
  /// Later events are rejected.
  private(set) var eventsUntil: Timestamp?
  private(set) var region: PhoneNumber.Region?

  init() {}

  /// Enough of a description to read events as they were read before.
  init(_ events: EventReading) {
    columns[NativeTable.events.fileName] = events.columns
    times[NativeTable.events.fileName] = events.times
    eventsUntil = events.until
  }

  /// What a snapshot remembers of how events are read.
  var eventReading: EventReading {
    EventReading(
      columns: columns[NativeTable.events.fileName] ?? [:], times: times[NativeTable.events.fileName] ?? .bySize,
      until: eventsUntil, keepDays: kinds.compactMapValues(\.keepDays))
  }

  /// - Throws: `document`, with the place, for an unknown key or an impossible value.
  init(bytes: [UInt8]) throws(IngestError) {
    self = try decodeYAML(DatasetDescription.self, from: bytes, file: Self.fileName, shape: Self.shape)
  }

  /// The kinds of event: the standard ones, changed and added to as declared.
  var eventKinds: EventKinds {
    var all: [String: EventKind] = [:]
    for kind in EventKinds.defaults { all[kind.name] = kind }
    for (name, declared) in kinds {
      let standard = all[name]
      all[name] = EventKind(
        name: name, weight: declared.weight ?? standard?.weight ?? 1,
        isSymmetric: declared.symmetric ?? standard?.isSymmetric ?? false)
    }
    return EventKinds(all.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
  }

  private static let shape: YAMLShape = {
    var columns: [String: YAMLShape] = [:]
    var files: [String: YAMLShape] = [:]
    var times: [String: YAMLShape] = [:]
    for table in NativeTable.allCases {
      let known = Dictionary(uniqueKeysWithValues: table.columns.map { ($0, YAMLShape.any) })
      columns[table.fileName] = table == .people ? .dictionary(.any) : .keys(known)
      files[table.fileName] = .any
      times[table.fileName] = .any
    }
    return .keys([
      "attributes": .dictionary(.any),
      "kinds": .dictionary(.keys(["weight": .any, "symmetric": .any, "keep_days": .any])),
      "consents": .keys(["default": .any, "basis": .any]),
      "columns": .keys(columns),
      "files": .keys(files),
      "times": .keys(times),
      "events_until": .any,
      "contacts": .keys(["calling_code": .any, "trunk_prefix": .any]),
    ])
  }()

  private enum CodingKeys: String, CodingKey {
    case attributes, kinds, consents, columns, files, times, contacts
    case eventsUntil = "events_until"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    attributes =
      try container.decodeIfPresent([String: DeclaredAttribute].self, forKey: .attributes)?
      .mapValues(\.kind) ?? [:]
    kinds = try container.decodeIfPresent([String: KindDeclaration].self, forKey: .kinds) ?? [:]
    let names = Set(kinds.keys).union(EventKinds.defaults.map(\.name))
    if names.count > 256 {
      throw DocumentProblem.error(decoder.codingPath + [CodingKeys.kinds], "more than 256 kinds of event")
    }
    if names.contains("") {
      throw DocumentProblem.error(decoder.codingPath + [CodingKeys.kinds], "a kind without name")
    }
    consents = try container.decodeIfPresent(ConsentDeclaration.self, forKey: .consents)?.basis ?? .none
    columns = try container.decodeIfPresent([String: [String: String]].self, forKey: .columns) ?? [:]
    for table in NativeTable.allCases {
      let actual = columns[table.fileName]?.values.sorted() ?? []
      if zip(actual, actual.dropFirst()).contains(where: { $0 == $1 }) {
        throw DocumentProblem.error(decoder.codingPath + [CodingKeys.columns], "one column of a file under two names")
      }
    }
    files = try container.decodeIfPresent([String: FilePlaces].self, forKey: .files)?.mapValues(\.places) ?? [:]
    for place in files.values.joined() {
      if place.isEmpty || place.hasPrefix("/") || place.split(separator: "/").contains("..") {
        throw DocumentProblem.error(decoder.codingPath + [CodingKeys.files], "files lie in the folder itself")
      }
    }
    if files.values.joined().count(where: { $0 == "-" }) > 1 {
      throw DocumentProblem.error(decoder.codingPath + [CodingKeys.files], "standard input can be one table only")
    }
    for (name, unit) in try container.decodeIfPresent([String: String].self, forKey: .times) ?? [:] {
      guard let unit = TimeUnit(rawValue: unit), unit != .bySize else {
        throw DocumentProblem.error(
          decoder.codingPath + [CodingKeys.times], "not a unit of times; known: seconds, milliseconds, iso8601")
      }
      times[name] = unit
    }
    if let text = try container.decodeIfPresent(String.self, forKey: .eventsUntil) {
      do throws(RejectReason) {
        eventsUntil = Timestamp(milliseconds: try FieldParsing.timestamp(Array(text.utf8).span))
      } catch {
        throw DocumentProblem.error(
          decoder.codingPath + [CodingKeys.eventsUntil], "\(error) (a day, or a time with its zone)")
      }
    }
    region = try container.decodeIfPresent(RegionDeclaration.self, forKey: .contacts)?.region
  }
}

/// One place or a list of them.
private struct FilePlaces: Decodable {
  let places: [String]

  init(from decoder: any Decoder) throws {
    if let list = try? [String](from: decoder) {
      if list.isEmpty { throw DocumentProblem.error(decoder.codingPath, "an empty list of files") }
      places = list
    } else {
      places = [try decoder.singleValueContainer().decode(String.self)]
    }
  }
}

private struct DeclaredAttribute: Decodable {
  let kind: AttributeKind

  init(from decoder: any Decoder) throws {
    guard let kind = AttributeKind(rawValue: try decoder.singleValueContainer().decode(String.self)) else {
      let known = AttributeKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw DocumentProblem.error(decoder.codingPath, "not a kind of attribute; known: \(known)")
    }
    self.kind = kind
  }
}

struct KindDeclaration: Decodable, Sendable {
  let weight: Double?
  let symmetric: Bool?
  /// How long its events are kept, where that is stated.
  let keepDays: Int?

  private enum CodingKeys: String, CodingKey {
    case weight, symmetric
    case keepDays = "keep_days"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    weight = try container.decodeIfPresent(Double.self, forKey: .weight)
    symmetric = try container.decodeIfPresent(Bool.self, forKey: .symmetric)
    keepDays = try container.decodeIfPresent(Int.self, forKey: .keepDays)
    if let keepDays, !EventReading.keepRange.contains(keepDays) {
      throw DocumentProblem.error(
        decoder.codingPath + [CodingKeys.keepDays], "events of a kind are kept for 1 to 36500 days")
    }
    if let weight, !EventKind.weightRange.contains(weight) {
      throw DocumentProblem.error(decoder.codingPath + [CodingKeys.weight], "the weight of a kind lies in 0 to 16")
    }
  }
}

private struct ConsentDeclaration: Decodable {
  let basis: DeclaredBasis

  private enum CodingKeys: String, CodingKey {
    case standard = "default"
    case basis
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let words = try container.decodeIfPresent(String.self, forKey: .basis) ?? ""
    let granted = try container.decodeIfPresent(GrantedPurposes.self, forKey: .standard)?.purposes ?? []
    let hasWords = words.contains { $0.isLetter }
    if !granted.isEmpty && !hasWords {
      throw DocumentProblem.error(
        decoder.codingPath, "state the basis of the default in words, for example basis: \"public research data\"")
    }
    basis = DeclaredBasis(granted: granted, words: hasWords ? words : DeclaredBasis.none.words)
  }
}

private struct GrantedPurposes: Decodable {
  let purposes: Set<Purpose>

  init(from decoder: any Decoder) throws {
    if var list = try? decoder.unkeyedContainer() {
      var purposes = Set<Purpose>()
      while !list.isAtEnd {
        let path = list.codingPath
        guard let purpose = Purpose(rawValue: try list.decode(String.self)) else {
          let known = Purpose.allCases.map(\.rawValue).joined(separator: ", ")
          throw DocumentProblem.error(path, "not a purpose; known: \(known)")
        }
        purposes.insert(purpose)
      }
      self.purposes = purposes
      return
    }
    switch try decoder.singleValueContainer().decode(String.self) {
    case "granted":
      // As for public research data: advertising only where it is named.
      purposes = DeclaredBasis.researchDataset.granted
    case "denied": purposes = []
    default: throw DocumentProblem.error(decoder.codingPath, "neither granted nor denied nor a list of purposes")
    }
  }
}

private struct RegionDeclaration: Decodable {
  let region: PhoneNumber.Region

  private enum CodingKeys: String, CodingKey {
    case callingCode = "calling_code"
    case trunkPrefix = "trunk_prefix"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let callingCode = try container.decode(String.self, forKey: .callingCode)
    let trunkPrefix = try container.decodeIfPresent(String.self, forKey: .trunkPrefix) ?? ""
    guard let region = PhoneNumber.Region(callingCode: callingCode, trunkPrefix: trunkPrefix) else {
      throw DocumentProblem.error(
        decoder.codingPath, "calling_code is 1 to 3 digits, such as \"44\"; trunk_prefix at most 2, such as \"0\"")
    }
    self.region = region
  }
}
