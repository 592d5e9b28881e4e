/// One invented member. Fixed size, so that a million of them stay small.
struct Person: Sendable {
  /// Index into `Places.cities`.
  var city: Int
  /// Days since 1970-01-01.
  var born: Int32
  var joined: Int32
  /// Whole years on the last day of the log.
  var age: UInt8
  var language: UInt8
  var given: UInt8
  var surname: UInt8
  /// One bit for each of `Words.interests`.
  var interests: UInt32
  var colour: UInt8
  /// Filled in by household and employer; -1 is none.
  var religion: UInt8 = 0
  var employer: Int32 = -1
  /// Number of the household among all foci: a circle in which the same outsiders are known.
  var household: Int32 = 0
  /// Slot among the member numbers of the country; -1 is no phone.
  var phone: Int32 = -1
  /// 0 is no e-mail address, otherwise 1 + index into `Addresses.domains`.
  var mail: UInt8
  /// One bit for each attribute that is not stated; see `Missing`.
  var missing: UInt8
  /// Pareto with mean near 1: how many ties a person seeks and draws.
  var sociability: Double
  /// Log-normal with median 1: how much a person writes.
  var activity: Double

  var country: Int { Places.cities[city].country.rawValue }
}

enum Missing {
  static let born: UInt8 = 1
  static let city: UInt8 = 2
  static let employer: UInt8 = 4
  static let ageBand: UInt8 = 8
  static let interests: UInt8 = 16
  static let colour: UInt8 = 32
  static let religion: UInt8 = 64
}

/// E-mail addresses under names that RFC 2606 and RFC 6761 reserve.
enum Addresses {
  static let domains = [
    "example.org", "example.com", "example.net", "post.example", "mail.example", "harbour.example",
  ].map { Array($0.utf8) }

  /// `given.surname17@example.org`: the number makes a member's address unique. Outsiders have `.x` before it.
  static func append(
    language: Int, given: Int, surname: Int, number: Int, domain: Int, outsider: Bool, to row: inout RowBuffer
  ) {
    let names = PersonNames.languages[language]
    row.raw(names.given[given].ascii)
    row.byte(0x2E)
    row.raw(names.surnames[surname].ascii)
    if outsider { row.text(".x") }
    row.number(number)
    row.byte(0x40)
    row.raw(domains[domain])
  }
}
