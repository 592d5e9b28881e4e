/// What the values of an attribute are.
public enum AttributeKind: String, Codable, Sendable, CaseIterable {
  /// One of several names without order: city, department.
  case categorical
  /// One of several names with an order (that of their text, digits in it counting as numbers): age band.
  case ordinal
  /// A decimal number (`ExactDecimal`): height, number of children.
  case numeric
  /// Any number of names, separated by `;`: interests.
  case set
  /// Special categories of GDPR Art. 9 and whatever else the operator declares so. Never inferred.
  case sensitive

  /// Names of attributes that are special categories (GDPR Art. 9) whatever a dataset declares.
  static let specialCategories: Set<String> = ["party", "race", "sex_life", "caste", "denomination"]

  /// Parts of names that tell the same: `hiv_status`, `religious_affiliation`.
  static let specialStems = [
    "religi", "belief", "faith", "church", "politic", "ethnic", "racial", "sexual", "orientation", "health", "medical",
    "illness", "disease", "hiv", "disab", "diagnos", "pregnan", "union", "genetic", "biometric",
  ]

  private static let stemBytes = specialStems.map { Array($0.utf8) }

  private static func hasStem(_ name: [UInt8]) -> Bool {
    name.indices.contains { start in
      stemBytes.contains { $0[0] == name[start] && name[start...].starts(with: $0) }
    }
  }

  /// The kind that holds for a column: a special category stays sensitive, whatever was declared.
  public static func effective(name: String, declared: AttributeKind?) -> AttributeKind {
    let plain = name.lowercased().filter { !$0.isWhitespace }
    let isSpecial = specialCategories.contains(plain) || hasStem(Array(plain.utf8))
    return isSpecial ? .sensitive : declared ?? .categorical
  }
}
