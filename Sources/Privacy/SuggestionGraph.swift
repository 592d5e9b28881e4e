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
    let entries = entries(of: books, among: allowing(.contactMatching).intersection(members))
    return Permitted(
      SuggestionGraph(social: social, members: members, entries: entries), purpose: .suggestions,
      basis: social.basis)
  }
}
