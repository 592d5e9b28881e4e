import GraphStorage
import People

/// The people of an LDBC folder, with their places, interests and organisations. Network addresses, browsers and e-mail
/// addresses are not read.
struct LDBCPeople {
  let table: PersonTable
  let index: [Int64: PersonIndex]
  let attributes: [AttributeColumn]

  private struct Row: Sendable, Equatable {
    let id: Int64
    let name: String
    let gender: String
    let born: CivilDate
    let joined: CivilDate
    let languages: [String]
  }

  init(_ tables: LDBCTables, tagNames: [Int64: String], _ reading: inout ForeignReading) throws(IngestError) {
    let columns = ["id", "firstName", "lastName", "gender", "birthday", "creationDate"]
    let languages = try tables.hasLanguage()
    let rows = try tables.rows("person", columns + (languages ? ["language"] : []), &reading) {
      bytes, record, cells throws(FieldFault) in
      let spoken = languages ? record.text(cells[6], in: bytes).split(separator: ";").map(String.init) : []
      return Row(
        id: try number(bytes, record, cells[0]),
        name: "\(record.text(cells[1], in: bytes)) \(record.text(cells[2], in: bytes))",
        gender: record.text(cells[3], in: bytes), born: try moment(bytes, record, cells[4]).date,
        joined: try moment(bytes, record, cells[5]).date, languages: spoken)
    }
    // Somebody who is defined in two ways is nobody.
    var defined: [Int64: Row] = [:]
    var contested = Set<Int64>()
    for row in rows where defined.updateValue(row, forKey: row.id).map({ $0 != row }) == true {
      contested.insert(row.id)
    }
    if !contested.isEmpty { reading.notes.append("\(contested.count) people are defined in several ways and left out") }
    let ids = defined.keys.filter { !contested.contains($0) }.sorted()
    var builder = IDTable.Builder()
    for id in ids { _ = builder.insert(String(id)) }
    // Ascending integers: the order of a table of ids.
    let (idTable, _) = builder.finish()
    let people = ids.compactMap { defined[$0] }
    var index: [Int64: PersonIndex] = [:]
    for (position, id) in ids.enumerated() { index[id] = PersonIndex(position) }
    table = PersonTable(
      ids: idTable, names: people.map { Sensitive($0.name) }, born: people.map { .day($0.born) },
      joined: people.map { $0.joined })
    self.index = index

    var columnsFound = [
      AttributeColumn(name: "gender", values: people.map { $0.gender.isEmpty ? nil : $0.gender }),
      AttributeColumn(name: "language", kind: .set, rows: people.map(\.languages)),
    ]
    let places = try tables.rows("place", ["id", "name", "type"], &reading) { bytes, record, cells throws(FieldFault) in
      (try number(bytes, record, cells[0]), record.text(cells[1], in: bytes), record.text(cells[2], in: bytes))
    }
    var place: [Int64: (id: Int64, name: String, type: String)] = [:]
    for (id, name, type) in places { place[id] = (id, name, type) }
    var parent: [Int64: Int64] = [:]
    for link in try tables.links("place_isPartOf_place", ["Place.id", "Place.id"], &reading, place, place) {
      parent[link.first.id] = link.second.id
    }
    var cities = [String?](repeating: nil, count: people.count)
    var countries = cities
    for link in try tables.links("person_isLocatedIn_place", ["Person.id", "Place.id"], &reading, index, place) {
      cities[link.first.position] = link.second.type == "city" ? link.second.name : nil
      var above: Int64? = link.second.id
      for _ in 0..<8 {
        guard let id = above, let found = place[id] else { break }
        if found.type == "country" { countries[link.first.position] = found.name }
        above = parent[id]
      }
    }
    columnsFound.append(AttributeColumn(name: "city", values: cities))
    columnsFound.append(AttributeColumn(name: "country", values: countries))

    let organisations = try tables.names("organisation", &reading)
    func sets(_ table: String, _ column: String, _ names: [Int64: String]) throws(IngestError) -> [[String]] {
      var sets = [[String]](repeating: [], count: people.count)
      for link in try tables.links(table, ["Person.id", column], &reading, index, names) {
        sets[link.first.position].append(link.second)
      }
      return sets
    }
    let employers = try sets("person_workAt_organisation", "Organisation.id", organisations)
    columnsFound.append(AttributeColumn(name: "employer", kind: .set, rows: employers))
    let universities = try sets("person_studyAt_organisation", "Organisation.id", organisations)
    columnsFound.append(
      AttributeColumn(name: "university", values: universities.map { Set($0).count == 1 ? $0.first : nil }))
    let interests = try sets("person_hasInterest_tag", "Tag.id", tagNames)
    columnsFound.append(AttributeColumn(name: "interests", kind: .set, rows: interests))
    attributes = columnsFound
  }
}

extension LDBCTables {
  /// `id` and `name` of a table.
  func names(_ table: String, _ reading: inout ForeignReading) throws(IngestError) -> [Int64: String] {
    let rows = try rows(table, ["id", "name"], &reading) { bytes, record, cells throws(FieldFault) in
      (try number(bytes, record, cells[0]), record.text(cells[1], in: bytes))
    }
    var names: [Int64: String] = [:]
    for (id, name) in rows { names[id] = name }
    return names
  }

  /// Whether the table of people tells languages.
  func hasLanguage() throws(IngestError) -> Bool {
    guard let file = files.first else { return false }
    return try TextSample(file, remarks: []).lines.first?.cells(.byte(0x7C)).contains("language") == true
  }
}
