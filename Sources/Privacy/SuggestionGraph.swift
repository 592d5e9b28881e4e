import Contacts
import People

/// What suggestions of people may see: the graph of those who allow `suggestions`, and which of them have which in
/// their address books.
public struct SuggestionGraph: Sendable {
  /// Everything of everybody who does not allow suggestions is taken out: they are neither told, nor suggested, nor a
  /// bridge between others. Minors never allow them (DOMAIN B.2, R6).
  public let social: Permitted<SocialGraph>
  public let members: PersonSet
  /// Who has whom in their book, sorted and without doubles. Pending contacts, conflicts and withheld entries are not
  /// among them, nor is anybody who does not allow contact matching.
  public let entries: [Entry]

  /// One person's address book names another.
  public struct Entry: Hashable, Sendable {
    public let owner: PersonIndex
    public let contact: PersonIndex
  }
}

extension PolicyGate {
  /// The graph for suggestions of people one may know.
  /// - Complexity: O(graph + entries · log entries).
  public func suggestionGraph(_ books: AddressBooks) -> Permitted<SuggestionGraph> {
    let social = graph(for: .suggestions)
    let members = allowing(.suggestions)
    let matched = allowing(.contactMatching).intersection(members)
    var entries: [SuggestionGraph.Entry] = []
    for entry in 0..<books.count {
      guard let contact = books.member(entry), matched.contains(contact) else { continue }
      let owner = books.owner(entry)
      if matched.contains(owner), owner != contact { entries.append(.init(owner: owner, contact: contact)) }
    }
    entries.sort { $0.owner != $1.owner ? $0.owner < $1.owner : $0.contact < $1.contact }
    var distinct: [SuggestionGraph.Entry] = []
    distinct.reserveCapacity(entries.count)
    for entry in entries where distinct.last != entry { distinct.append(entry) }
    return Permitted(
      SuggestionGraph(social: social, members: members, entries: distinct), purpose: .suggestions,
      basis: social.basis)
  }
}
