import GraphStorage

extension Dataset {
  func writePeople(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let header =
      "id,name,born,joined,email,phone,city,employer,age_band,interests,favourite_colour,religion"
    let width = width
    let cities = Places.cities.map { Array($0.name.utf8) }
    try write("people.csv", header, each: people.count, to: folder, threads: threads) { index, row in
      let person = people[index]
      row.person(index, width: width)
      row.comma()
      let names = PersonNames.languages[Int(person.language)]
      row.raw(names.given[Int(person.given)].bytes)
      row.byte(0x20)
      row.raw(names.surnames[Int(person.surname)].bytes)
      row.comma()
      if person.missing & Missing.born == 0 { row.date(Int(person.born)) }
      row.comma()
      row.date(Int(person.joined))
      row.comma()
      if person.mail > 0 { appendMail(index, to: &row) }
      row.comma()
      if person.phone >= 0 {
        PhoneNumbers.append(country: person.country, slot: Int(person.phone), as: .international, to: &row)
      }
      row.comma()
      if person.missing & Missing.city == 0 { row.cell(cities[person.city]) }
      row.comma()
      if person.missing & Missing.employer == 0, person.employer >= 0 {
        row.cell(Array(Words.employer(city: person.city, index: Int(person.employer)).utf8))
      }
      row.comma()
      if person.missing & Missing.ageBand == 0 { row.text(Words.ageBands[Words.ageBand(Int(person.age))]) }
      row.comma()
      if person.missing & Missing.interests == 0 {
        var isFirst = true
        for interest in Words.interests.indices where person.interests & (1 << UInt32(interest)) != 0 {
          if !isFirst { row.byte(0x3B) }
          isFirst = false
          row.text(Words.interests[interest])
        }
      }
      row.comma()
      if person.missing & Missing.colour == 0 { row.text(Words.colours[Int(person.colour)]) }
      row.comma()
      if person.missing & Missing.religion == 0 { row.text(Words.religions[Int(person.religion)]) }
      row.endRow()
      return 1
    }
  }

  /// The address of a member. - Precondition: the member has one.
  func appendMail(_ index: Int, to row: inout RowBuffer) {
    let person = people[index]
    Addresses.append(
      language: Int(person.language), given: Int(person.given), surname: Int(person.surname), number: index + 1,
      domain: Int(person.mail) - 1, outsider: false, to: &row)
  }
}
