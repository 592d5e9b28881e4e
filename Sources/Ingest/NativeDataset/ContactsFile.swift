import Contacts
import People

extension OpenTable {
  /// contacts.csv. An e-mail address or phone number that cannot be read is rejected on its own: the entry stays,
  /// without it. National numbers are read by the region of the book's owner.
  func contacts(
    _ people: IDTable, _ pepper: Pepper, _ regions: [PhoneNumber.Region?], _ rejects: inout RejectLog,
    progress: (ReadingStep) -> Void
  ) throws(IngestError) -> AddressBookUploads {
    let (owner, name, uid) = (required("owner"), required("name"), optional("uid"))
    let (email, phone) = (required("email"), required("phone"))
    let identifiers = [email, phone].sorted()
    var uploads = AddressBookUploads()
    try read(
      rejects: &rejects, progress: progress, start: { AddressBookRows() },
      row: { piece, bytes, record, rejecter in
        do throws(FieldFault) {
          let person = try record.person(owner, in: bytes, people)
          if record.isEmpty(name) && record.isEmpty(email) && record.isEmpty(phone) && !record.has(uid) {
            throw FieldFault("neither name, e-mail, phone nor uid", name)
          }
          var keys: [IdentifierKey] = []
          for cell in identifiers {
            let key = valueOrRejectedField(&rejecter, record, bytes) { record throws(FieldFault) -> IdentifierKey? in
              if cell == email { return try record.email(cell, in: bytes, pepper) }
              return try record.phone(cell, in: bytes, regions[person.position]).map {
                IdentifierKey($0, pepper: pepper)
              }
            }
            if let key { keys.append(key) }
          }
          piece.append(
            owner: person, uid: record.optionalText(uid, in: bytes),
            name: record.optionalText(name, in: bytes).map { Sensitive($0) }, keys: keys)
        } catch {
          rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
        }
      },
      finish: { piece, _ throws(IngestError) in
        guard uploads.hasRoom(for: piece) else {
          throw .document(file: self.name, line: 0, column: 0, problem: "more than 4 GiB of names or keys")
        }
        uploads.append(piece)
        return piece.count
      })
    return uploads
  }
}
