import Contacts
import People

extension PolicyGate {
  /// Who has each other in their address books, among those who allow contact matching and `purpose`; sorted.
  ///
  /// Pending contacts, conflicts and withheld entries are not among them. That only one of two has the other tells
  /// nothing here: it is the owner's alone.
  /// - Complexity: O(entries · log entries).
  public func mutualContacts(_ books: AddressBooks, for purpose: Purpose) -> Permitted<[MutualContact]> {
    let found = entries(of: books, among: allowing(.contactMatching).intersection(allowing(purpose)))
    let pairs = Set(found.map { UInt64($0.owner.rawValue) << 32 | UInt64($0.contact.rawValue) })
    let mutual = found.filter {
      $0.owner < $0.contact && pairs.contains(UInt64($0.contact.rawValue) << 32 | UInt64($0.owner.rawValue))
    }
    return Permitted(
      mutual.map { MutualContact($0.owner, $0.contact) }, purpose: purpose, basis: basis(of: .contactMatching))
  }

  /// Which of some people have which of them in their address book, sorted and without doubles.
  func entries(of books: AddressBooks, among people: PersonSet) -> [SuggestionGraph.Entry] {
    var entries: [SuggestionGraph.Entry] = []
    for entry in 0..<books.count {
      guard let contact = books.member(entry), people.contains(contact) else { continue }
      let owner = books.owner(entry)
      if people.contains(owner), owner != contact { entries.append(.init(owner: owner, contact: contact)) }
    }
    entries.sort { $0.owner != $1.owner ? $0.owner < $1.owner : $0.contact < $1.contact }
    var distinct: [SuggestionGraph.Entry] = []
    distinct.reserveCapacity(entries.count)
    for entry in entries where distinct.last != entry { distinct.append(entry) }
    return distinct
  }
}
