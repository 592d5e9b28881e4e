/// One attribute of everybody: the distinct values, sorted by their UTF-8 bytes, and for each person a code into
/// them.
public struct AttributeColumn: Sendable, Equatable {
  public let name: String
  public let kind: AttributeKind
  public let values: [String]
  /// For each person where their codes end in `codes`; nobody has more than one code but in a `set`.
  public let ends: [UInt32]
  /// Ascending within a person.
  public let codes: [UInt32]

  /// - Parameters:
  ///   - rows: for each person their values; duplicates count once, empty texts not at all.
  /// - Precondition: at most one value a person unless `kind` is `.set`; numbers in their shortest form where `kind` is
  ///   `.numeric`.
  public init(name: String, kind: AttributeKind, rows: [[String]]) {
    var distinct = Set<String>()
    for row in rows { distinct.formUnion(row) }
    distinct.remove("")
    values = distinct.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var code: [String: UInt32] = [:]
    for (index, value) in values.enumerated() { code[value] = UInt32(index) }
    var ends: [UInt32] = []
    var codes: [UInt32] = []
    ends.reserveCapacity(rows.count)
    for row in rows {
      let own = Set(row.compactMap { code[$0] }).sorted()
      precondition(own.count <= 1 || kind == .set || kind == .sensitive, "one value a person, unless it is a set")
      codes.append(contentsOf: own)
      ends.append(UInt32(codes.count))
    }
    (self.name, self.kind, self.ends, self.codes) = (name, kind, ends, codes)
  }

  /// The column of stored parts; nil where they do not fit together.
  public init?(name: String, kind: AttributeKind, values: [String], ends: [UInt32], codes: [UInt32]) {
    guard ends.last.map({ Int($0) == codes.count }) ?? codes.isEmpty,
      codes.allSatisfy({ Int($0) < values.count }),
      zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }),
      kind != .numeric || values.allSatisfy({ ExactDecimal($0)?.description == $0 })
    else { return nil }
    (self.name, self.kind, self.values, self.ends, self.codes) = (name, kind, values, ends, codes)
  }

  public func codes(of person: PersonIndex) -> ArraySlice<UInt32> {
    let start = person.position == 0 ? 0 : Int(ends[person.position - 1])
    return codes[start..<Int(ends[person.position])]
  }

  /// The single value of a person, nil where they state none (or several).
  public func code(of person: PersonIndex) -> UInt32? {
    let own = codes(of: person)
    return own.count == 1 ? own.first : nil
  }

  /// The same column with nothing said about people outside `kept`: values that nobody else states are gone from the
  /// list, and the codes count what is left, in the same order.
  public func projected(_ kept: PersonSet) -> AttributeColumn {
    var isUsed = [Bool](repeating: false, count: values.count)
    for position in ends.indices where kept.contains(PersonIndex(position)) {
      for code in self.codes(of: PersonIndex(position)) { isUsed[Int(code)] = true }
    }
    if kept.isAll, isUsed.allSatisfy({ $0 }) { return self }
    var newCodes = [UInt32](repeating: 0, count: values.count)
    var values: [String] = []
    for (code, value) in self.values.enumerated() where isUsed[code] {
      newCodes[code] = UInt32(values.count)
      values.append(value)
    }
    var ends: [UInt32] = []
    var codes: [UInt32] = []
    for position in self.ends.indices {
      let person = PersonIndex(position)
      if kept.contains(person) { codes.append(contentsOf: self.codes(of: person).map { newCodes[Int($0)] }) }
      ends.append(UInt32(codes.count))
    }
    return AttributeColumn(name: name, kind: kind, unchecked: (values, ends, codes))
  }

  private init(name: String, kind: AttributeKind, unchecked parts: ([String], [UInt32], [UInt32])) {
    (self.name, self.kind) = (name, kind)
    (values, ends, codes) = parts
  }
}
