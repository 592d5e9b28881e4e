import GraphStorage

extension Dataset {
  /// Address books of about six in ten people: entries for friends, with the spellings that books hold, and for
  /// outsiders, who are no members. People of one household know the same outsiders.
  func writeContacts(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let friends = friendships.neighbours(people: people.count)
    let book = AddressBook(dataset: self)
    let width = width
    try write("contacts.csv", "owner,name,email,phone,uid", each: people.count, to: folder, threads: threads) {
      owner, row in
      var generator = SeededGenerator(parameters.seed, .books, owner)
      guard generator.chance(0.6) else { return 0 }
      var rows = 0
      func append(_ entry: (inout SeededGenerator, inout RowBuffer) -> Void) {
        row.person(owner, width: width)
        row.comma()
        entry(&generator, &row)
        row.comma()
        row.text("c")
        row.number(rows + 1)
        row.byte(0x2D)
        row.number(Int(generator.next() >> 34), width: 10)
        row.endRow()
        rows += 1
      }
      for place in 0..<friends.degree(owner) where generator.chance(0.5) {
        append { book.appendMember(friends.at(owner, place), owner: owner, &$0, &$1) }
        // Now and then a person stands twice in a book.
        if generator.chance(0.03) { append { book.appendMember(friends.at(owner, place), owner: owner, &$0, &$1) } }
      }
      for _ in 0..<generator.poisson(2) {
        let outsider = Int(people[owner].household) * 3 + generator.below(3)
        append { book.appendOutsider(outsider, owner: owner, &$0, &$1) }
      }
      return rows
    }
  }
}

/// How people write one another down.
struct AddressBook: Sendable {
  let dataset: Dataset

  /// `name,email,phone` of a member, of whom at least one identifier is given if there is one.
  func appendMember(_ member: Int, owner: Int, _ generator: inout SeededGenerator, _ row: inout RowBuffer) {
    let person = dataset.people[member]
    appendName(
      PersonNames.languages[Int(person.language)], given: Int(person.given), surname: Int(person.surname), &generator,
      &row)
    row.comma()
    let hasPhone = person.phone >= 0
    if person.mail > 0, generator.chance(hasPhone ? 0.45 : 0.95) {
      var mail = RowBuffer(capacity: 48)
      dataset.appendMail(member, to: &mail)
      appendMail(mail.bytes, &generator, &row)
    }
    row.comma()
    if hasPhone, generator.chance(0.8) {
      appendPhone(person.country, Int(person.phone), owner: owner, &generator, &row)
    }
  }

  /// `name,email,phone` of somebody who is no member, the same person for the same number.
  func appendOutsider(_ outsider: Int, owner: Int, _ generator: inout SeededGenerator, _ row: inout RowBuffer) {
    var identity = SeededGenerator(dataset.parameters.seed, .outsider, outsider)
    let language = identity.below(PersonNames.languages.count)
    let names = PersonNames.languages[language]
    let given = identity.below(names.given.count)
    let surname = identity.below(names.surnames.count)
    appendName(names, given: given, surname: surname, &generator, &row)
    row.comma()
    let countries = Places.Country.allCases.count
    let country = outsider % countries
    let slot = outsider / countries
    let hasPhone = slot < PhoneNumbers.outsidersCapacity(country)
    if generator.chance(hasPhone ? 0.4 : 0.95) {
      var mail = RowBuffer(capacity: 48)
      Addresses.append(
        language: language, given: given, surname: surname, number: outsider,
        domain: identity.below(Addresses.domains.count), outsider: true, to: &mail)
      appendMail(mail.bytes, &generator, &row)
    }
    row.comma()
    if hasPhone, generator.chance(0.8) {
      appendPhone(country, PhoneNumbers.membersCapacity(country) + slot, owner: owner, &generator, &row)
    }
  }

  /// In full, given name alone, surname first, a short form, or misspelt.
  private func appendName(
    _ names: PersonNames.Language, given: Int, surname: Int, _ generator: inout SeededGenerator,
    _ row: inout RowBuffer
  ) {
    let first = names.given[given].bytes
    let last = names.surnames[surname].bytes
    let mark = generator.unit()
    if mark < 0.5 {
      row.cell(first + [0x20] + last)
    } else if mark < 0.65 {
      row.cell(first)
    } else if mark < 0.75 {
      row.cell(last + [0x2C, 0x20] + first)
    } else if mark < 0.85 {
      let short = names.given[given].ascii.prefix(3)
      row.cell([short[0] - 0x20] + short.dropFirst() + [0x79])
    } else {
      // Two neighbouring letters of the surname change places, in the ASCII form that keeps it valid UTF-8.
      var wrong = names.surnames[surname].ascii
      if wrong.count > 2 {
        let place = 1 + generator.below(wrong.count - 2)
        wrong.swapAt(place, place + 1)
      }
      row.cell(first + [0x20, wrong[0] - 0x20] + wrong.dropFirst())
    }
  }

  /// As it is, with a capital letter, or in capitals.
  private func appendMail(_ mail: [UInt8], _ generator: inout SeededGenerator, _ row: inout RowBuffer) {
    let mark = generator.unit()
    for place in mail.indices {
      let isLetter = (0x61...0x7A).contains(mail[place])
      let raises = mark > 0.9 || (mark > 0.7 && place == 0)
      row.byte(isLetter && raises ? mail[place] - 0x20 : mail[place])
    }
  }

  /// A national spelling only where the owner lives in the country of the number.
  private func appendPhone(
    _ country: Int, _ slot: Int, owner: Int, _ generator: inout SeededGenerator, _ row: inout RowBuffer
  ) {
    let atHome = dataset.people[owner].country == country
    let mark = generator.unit()
    let spelling: PhoneNumbers.Spelling =
      if atHome, mark < 0.55 {
        mark < 0.35 ? .national : .nationalPlain
      } else if mark < 0.9 || country == Places.Country.america.rawValue {
        mark < 0.75 ? .international : .internationalPlain
      } else {
        .exitCode
      }
    PhoneNumbers.append(country: country, slot: slot, as: spelling, to: &row)
  }
}
