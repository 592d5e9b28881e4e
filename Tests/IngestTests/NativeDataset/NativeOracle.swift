import Contacts
import Foundation
import People

/// The rules of the native dataset, written again with dictionaries and strings, one row at a time.
///
/// It knows no `dataset.yaml`, quotes only around whole cells without line ends, and times as whole seconds or days.
struct NativeOracle {
  private(set) var facts = Set<String>()
  private(set) var rejects: [String] = []
  private var people: [String: [String: String]] = [:]
  private var groups: [String: [String: String]] = [:]
  private var tags = Set<String>()
  private var lastTimes: [String: Int] = [:]
  private var counts: [String: Int] = [:]

  struct Row {
    var line: Int
    var cells: [String: String]
    var columns: [String: Int]
  }

  struct Bad: Error {
    var field: String
    var reason: String
  }

  private var pending: [(line: Int, column: Int, text: String)] = []

  init(_ files: [String: String]) {
    readDefinitions("people.csv", files) { row throws(Bad) in
      if row.cells["id"] == "" { throw Bad(field: "id", reason: "empty") }
    }
    readGroups(files)
    each("friendships.csv", files) { oracle, row throws(Bad) in
      let (a, b) = (try oracle.person(row, "a"), try oracle.person(row, "b"))
      if a == b { throw Bad(field: "b", reason: "nobody is their own friend") }
      let pair = [a, b].sorted()
      oracle.facts.insert("friends \(pair[0]) \(pair[1]) \(try oracle.period(row))")
    }
    each("follows.csv", files) { oracle, row throws(Bad) in
      let (a, b) = (try oracle.person(row, "follower"), try oracle.person(row, "followee"))
      if a == b { throw Bad(field: "followee", reason: "nobody follows themselves") }
      oracle.facts.insert("follows \(a) \(b) \(try oracle.period(row))")
    }
    each("blocks.csv", files) { oracle, row throws(Bad) in
      let (a, b) = (try oracle.person(row, "blocker"), try oracle.person(row, "blocked"))
      if a == b { throw Bad(field: "blocked", reason: "nobody blocks themselves") }
      // Until kind and date are known to be right, the strictest block stands.
      let strictest = "blocks \(a) \(b) block -"
      let isKnown = oracle.facts.contains(strictest)
      oracle.facts.insert(strictest)
      let kind = row.cells["kind"] ?? ""
      if !["", "block", "mute", "report"].contains(kind) {
        throw Bad(field: "kind", reason: "not a kind of block (block, mute, report)")
      }
      let time = try oracle.time(row, "since")
      if !isKnown { oracle.facts.remove(strictest) }
      oracle.facts.insert("blocks \(a) \(b) \(kind.isEmpty ? "block" : kind) \(time)")
    }
    each("memberships.csv", files) { oracle, row throws(Bad) in
      let person = try oracle.person(row, "person")
      let group = try oracle.group(row, "group")
      let period = try oracle.period(row)
      oracle.facts.insert("member \(person) \(group) \(oracle.text(row, "role")) \(period)")
    }
    each("tags.csv", files) { oracle, row throws(Bad) in
      let person = try oracle.person(row, "person")
      var tag = row.cells["tag"] ?? ""
      if tag.hasPrefix("#") { tag.removeFirst() }
      if tag.isEmpty { throw Bad(field: "tag", reason: "empty") }
      let time = try oracle.time(row, "time")
      oracle.tags.insert(tag)
      oracle.facts.insert("tag \(person) \(tag) \(time)")
    }
    contacts(files)
    each("consents.csv", files) { oracle, row throws(Bad) in
      let person = try oracle.person(row, "person")
      let purpose = row.cells["purpose"] ?? ""
      if purpose.isEmpty { throw Bad(field: "purpose", reason: "empty") }
      if !["service", "suggestions", "advertising"].contains(purpose) {
        throw Bad(field: "purpose", reason: "unknown purpose")
      }
      let answers = ["true": "granted", "0": "denied", "Presumed": "presumed"]
      let said = row.cells["granted"] ?? ""
      if said.isEmpty { throw Bad(field: "granted", reason: "empty") }
      guard let answer = answers[said] else {
        throw Bad(field: "granted", reason: "neither yes, no nor presumed")
      }
      let time = try oracle.time(row, "time")
      oracle.facts.insert("consent \(person) \(purpose) \(answer) \(time) \(oracle.text(row, "version"))")
    }
    each("events.csv", files) { oracle, row throws(Bad) in try oracle.event(row) }
    for (key, time) in lastTimes { facts.insert("last \(key) \(time)") }
    for (key, count) in counts { facts.insert("events \(key): \(count)") }
  }

  // Files.

  /// All rows with the right number of cells; the others are rejected.
  private mutating func rows(_ file: String, _ files: [String: String]) -> [Row] {
    guard let text = files[file] else { return [] }
    var header: [String] = []
    var rows: [Row] = []
    for (number, line) in text.components(separatedBy: "\n").enumerated() where !line.isEmpty {
      let (cells, columns) = Self.split(line)
      if header.isEmpty {
        header = cells
      } else if cells.count != header.count {
        reject(number + 1, 1, "\(file):\(number + 1):1 \(cells.count) fields, expected \(header.count)")
      } else {
        rows.append(
          Row(
            line: number + 1, cells: Dictionary(uniqueKeysWithValues: zip(header, cells)),
            columns: Dictionary(uniqueKeysWithValues: zip(header, columns))))
      }
    }
    return rows
  }

  private static func split(_ line: String) -> (cells: [String], columns: [Int]) {
    var cells: [String] = []
    var columns: [Int] = []
    var rest = line
    var place = 1
    while true {
      columns.append(place)
      var raw: String
      if rest.hasPrefix("\"") {
        raw = "\""
        var inside = String(rest.dropFirst())
        while let quote = inside.firstIndex(of: "\"") {
          let after = inside.index(after: quote)
          raw += inside[..<after]
          let isDoubled = after < inside.endIndex && inside[after] == "\""
          if isDoubled { raw += "\"" }
          inside = String(inside[(isDoubled ? inside.index(after: after) : after)...])
          if !isDoubled { break }
        }
        cells.append(raw.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\""))
      } else {
        raw = rest.components(separatedBy: ",")[0]
        cells.append(raw)
      }
      rest = String(rest.dropFirst(raw.count))
      place += raw.utf8.count + 1
      if rest.isEmpty { return (cells, columns) }
      rest.removeFirst()
    }
  }

  private mutating func reject(_ line: Int, _ column: Int, _ text: String) {
    pending.append((line, column, text))
  }

  private mutating func reject(_ file: String, _ row: Row, _ bad: Bad) {
    let column = row.columns[bad.field] ?? 0
    reject(row.line, column, "\(file):\(row.line):\(column) \(bad.field): \(bad.reason)")
  }

  private mutating func endOfFile() {
    rejects += pending.sorted { ($0.line, $0.column) < ($1.line, $1.column) }.map(\.text)
    pending = []
  }

  private mutating func each(
    _ file: String, _ files: [String: String], _ body: (inout NativeOracle, Row) throws(Bad) -> Void
  ) {
    for row in rows(file, files) {
      do throws(Bad) { try body(&self, row) } catch { reject(file, row, error) }
    }
    endOfFile()
  }

  /// People: fields may be dropped one by one.
  private mutating func readDefinitions(
    _ file: String, _ files: [String: String], _ check: (Row) throws(Bad) -> Void
  ) {
    var byID: [String: [Row]] = [:]
    for row in rows(file, files) {
      do throws(Bad) {
        try check(row)
        byID[row.cells["id"] ?? "", default: []].append(row)
        for field in ["born", "joined", "email", "phone"] {
          do throws(Bad) { _ = try personal(row, field) } catch { reject(file, row, error) }
        }
      } catch { reject(file, row, error) }
    }
    for (id, rows) in byID {
      if Set(rows.map(\.cells)).count > 1 {
        for row in rows { reject(file, row, Bad(field: "id", reason: "defined more than once, with different values")) }
        continue
      }
      let row = rows[0]
      people[id] = row.cells
      // A birth date that cannot be read counts as a minor's: the year 9999.
      let born = (try? personal(row, "born")) ?? "9999"
      let joined = (try? personal(row, "joined")) ?? "-"
      facts.insert("person \(id) \(text(row, "name")) \(born) \(joined)")
      for field in ["email", "phone"] {
        if let key = try? personal(row, field), key != "-" { facts.insert("identifier \(id) \(key)") }
      }
      for field in ["city", "religion"] where row.cells[field].map({ !$0.isEmpty }) ?? false {
        facts.insert("attribute \(id) \(field) \(field == "city" ? "categorical" : "sensitive") \(text(row, field))")
      }
    }
    endOfFile()
  }

  private func personal(_ row: Row, _ field: String, region: PhoneNumber.Region? = nil) throws(Bad) -> String {
    let value = row.cells[field] ?? ""
    if value.isEmpty { return "-" }
    switch field {
    case "born":
      if value.count == 4, Int(value) != nil { return value }
      if value.components(separatedBy: "-").count == 3, day(value) != nil { return value }
      throw Bad(field: field, reason: "not a year or a day (YYYY or YYYY-MM-DD)")
    case "joined":
      if value.count <= 4 { throw Bad(field: field, reason: "not a day or a time") }
      return try time(row, field) == "-" ? "-" : value
    case "email":
      guard let address = try? EmailAddress(value) else { throw Bad(field: field, reason: "not an e-mail address") }
      return IdentifierKey(address, pepper: .builtIn).description
    default:
      guard let number = try? PhoneNumber(value, region: region) else {
        let isNational = !value.hasPrefix("+") && value.count >= 3
        throw Bad(
          field: field,
          reason: isNational
            ? "a national phone number, and neither the dataset (contacts: calling_code) nor its owner's number tells a country"
            : "not a phone number")
      }
      return IdentifierKey(number, pepper: .builtIn).description
    }
  }

  private mutating func readGroups(_ files: [String: String]) {
    var byID: [String: [Row]] = [:]
    each("groups.csv", files) { oracle, row throws(Bad) in
      let id = row.cells["id"] ?? ""
      if id.isEmpty { throw Bad(field: "id", reason: "empty") }
      if oracle.people[id] != nil { throw Bad(field: "id", reason: "also the id of a person") }
      if !["", "group", "page", "community"].contains(row.cells["kind"] ?? "") {
        throw Bad(field: "kind", reason: "not a kind of group (group, page, community)")
      }
      byID[id, default: []].append(row)
    }
    let before = rejects.filter { $0.hasPrefix("groups.csv") }
    rejects.removeAll { $0.hasPrefix("groups.csv") }
    for text in before {
      let parts = text.components(separatedBy: ":")
      reject(Int(parts[1]) ?? 0, Int(parts[2].components(separatedBy: " ")[0]) ?? 0, text)
    }
    for (id, rows) in byID {
      if Set(rows.map(\.cells)).count > 1 {
        for row in rows {
          reject("groups.csv", row, Bad(field: "id", reason: "defined more than once, with different values"))
        }
        continue
      }
      groups[id] = rows[0].cells
      let kind = rows[0].cells["kind"] ?? ""
      facts.insert("group \(id) \(text(rows[0], "name")) \(kind.isEmpty ? "group" : kind)")
    }
    endOfFile()
  }

  private mutating func contacts(_ files: [String: String]) {
    each("contacts.csv", files) { oracle, row throws(Bad) in
      let owner = try oracle.person(row, "owner")
      if ["name", "email", "phone", "uid"].allSatisfy({ (row.cells[$0] ?? "").isEmpty }) {
        throw Bad(field: "name", reason: "neither name, e-mail, phone nor uid")
      }
      var keys = 0
      // All numbers of people here that can be read are British.
      let own = oracle.people[owner]?["phone"] ?? ""
      let region = own.hasPrefix("+44") ? PhoneNumber.Region(callingCode: "44", trunkPrefix: "0") : nil
      for field in ["email", "phone"] {
        do throws(Bad) {
          if try oracle.personal(row, field, region: region) != "-" { keys += 1 }
        } catch {
          oracle.reject("contacts.csv", row, error)
        }
      }
      // Without consent nothing is looked up, and no key is kept.
      oracle.facts.insert("contact \(owner) \(oracle.text(row, "uid")) \(oracle.text(row, "name")) 0")
    }
  }

  private mutating func event(_ row: Row) throws(Bad) {
    guard let moment = Int(try time(row, "time", required: true)) else {
      throw Bad(field: "time", reason: "not a time")
    }
    if moment < 0 { throw Bad(field: "time", reason: "time before 1970") }
    let actor = try person(row, "actor")
    let target = row.cells["target"] ?? ""
    let isPerson = people[target] != nil
    if actor == target { throw Bad(field: "target", reason: "the actor is the target") }
    if target.isEmpty { throw Bad(field: "target", reason: "empty") }
    if !isPerson && groups[target] == nil { throw Bad(field: "target", reason: "unknown person or group") }
    let kind = row.cells["kind"] ?? ""
    if kind.isEmpty { throw Bad(field: "kind", reason: "empty") }
    if !["call", "contact", "message"].contains(kind) {
      throw Bad(field: "kind", reason: "unknown kind (declare it under kinds: in dataset.yaml)")
    }
    let duration = try number(row, "duration") ?? 0
    let audience = try number(row, "audience") ?? 1
    if audience == 0 { throw Bad(field: "audience", reason: "out of range") }
    let via = row.cells["via"] ?? ""
    var places = isPerson ? [] : [target]
    if groups[via] != nil && !via.hasPrefix("#") {
      if via != target { places.append(via) }
    } else if !via.isEmpty {
      let tag = via.hasPrefix("#") ? String(via.dropFirst()) : via
      if !tags.contains(tag) { throw Bad(field: "via", reason: "unknown group or tag") }
      places.append("#" + tag)
    }
    var directions = places.map { "place \(actor) \($0)" }
    if isPerson {
      directions.append("person \(actor) \(target)")
      if kind == "contact" { directions.append("person \(target) \(actor)") }
    }
    for ends in directions {
      lastTimes[ends] = max(lastTimes[ends] ?? 0, moment)
      let key =
        "\(ends) hour \(moment / 3_600_000) \(kind) to \(Self.lowerBound(audience)) for \(Self.lowerBound(duration))"
      counts[key, default: 0] += 1
    }
  }

  // Values.

  /// The largest number of at most four significant binary digits that is not above `number`.
  private static func lowerBound(_ number: Int) -> Int {
    var step = 1
    while number / step >= 16 { step *= 2 }
    return number / step * step
  }

  private func person(_ row: Row, _ field: String) throws(Bad) -> String {
    let id = row.cells[field] ?? ""
    if id.isEmpty { throw Bad(field: field, reason: "empty") }
    if people[id] == nil { throw Bad(field: field, reason: "unknown person") }
    return id
  }

  private func group(_ row: Row, _ field: String) throws(Bad) -> String {
    let id = row.cells[field] ?? ""
    if id.isEmpty { throw Bad(field: field, reason: "empty") }
    if groups[id] == nil { throw Bad(field: field, reason: "unknown group") }
    return id
  }

  private func text(_ row: Row, _ field: String) -> String {
    let value = row.cells[field] ?? ""
    return value.isEmpty ? "-" : value
  }

  private func number(_ row: Row, _ field: String) throws(Bad) -> Int? {
    let value = row.cells[field] ?? ""
    if value.isEmpty { return nil }
    guard let number = Int(value) else { throw Bad(field: field, reason: "not an integer") }
    if number < 0 { throw Bad(field: field, reason: "out of range") }
    return number
  }

  private func day(_ text: String) -> Int? {
    let formatter = DateFormatter()
    formatter.calendar = Calendar(identifier: .gregorian)
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "yyyy-MM-dd"
    formatter.isLenient = false
    return formatter.date(from: text).map { Int($0.timeIntervalSince1970) }
  }

  /// Milliseconds as text, `-` for none.
  private func time(_ row: Row, _ field: String, required: Bool = false) throws(Bad) -> String {
    let value = row.cells[field] ?? ""
    if value.isEmpty {
      if required { throw Bad(field: field, reason: "empty") }
      return "-"
    }
    if let seconds = Int(value) { return String(seconds * 1000) }
    if let seconds = day(value) { return String(seconds * 1000) }
    throw Bad(field: field, reason: "not a time")
  }

  private func period(_ row: Row) throws(Bad) -> String {
    let (since, until) = (try time(row, "since"), try time(row, "until"))
    if let start = Int(since), let end = Int(until), end < start {
      throw Bad(field: "until", reason: "until lies before since")
    }
    return "\(since) \(until)"
  }
}
