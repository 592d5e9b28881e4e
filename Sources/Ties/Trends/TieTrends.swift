import People

/// Which ties of a person rose and which faded between two times, by their share of all the person's ties.
///
/// Shares and not strengths: strengths fall in every quiet week, and for all neighbours alike. Pairs that are excluded
/// at either time (blocks, partings; see `TieScorer`) count nothing, neither as rows nor in what shares are of.
public struct TieTrends: Sendable {
  /// A share moves by one hundredth or more before a tie is said to rise or to fade.
  public static let leastChange = 0.01

  private let earlier: TieTable
  private let later: TieTable
  private let earlierScorer: TieScorer
  private let laterScorer: TieScorer

  /// - Precondition: both scorers weigh the same graph, for the same purpose; `earlier` is of an earlier time.
  /// - Complexity: two times `TieScorer.allTies`, or of one person only where one is named.
  /// - Throws: `TieError.overflow`.
  public init(from earlier: TieScorer, to later: TieScorer, of person: PersonIndex? = nil) throws(TieError) {
    precondition(earlier.asOf < later.asOf && earlier.purpose == later.purpose, "two times of one purpose, in order")
    (earlierScorer, laterScorer) = (earlier, later)
    if let person {
      self.earlier = try earlier.ties(of: person)
      self.later = try later.ties(of: person)
    } else {
      self.earlier = try earlier.allTies()
      self.later = try later.allTies()
    }
  }

  /// The ties of one person that rose most and those that faded most: the larger change first, then the smaller id.
  /// Both are empty for somebody without contacts.
  /// - Parameter limit: of each, at most; 1 or more.
  /// - Precondition: the trends are of everybody, or of this person.
  /// - Complexity: O(ties of the person · log ties).
  public func strongest(_ limit: Int, of person: PersonIndex) -> (rising: [TieChange], fading: [TieChange]) {
    let changes = changes(of: person)
    let rising = changes.filter { $0.change >= Self.leastChange }
      .sorted { ($1.change, $0.neighbour) < ($0.change, $1.neighbour) }
    let fading = changes.filter { $0.change <= -Self.leastChange }
      .sorted { ($0.change, $0.neighbour) < ($1.change, $1.neighbour) }
    return (Array(rising.prefix(limit)), Array(fading.prefix(limit)))
  }

  /// Every tie that counts at one of the times, neighbours ascending.
  /// - Complexity: O(ties of the person): a merge of two sorted lists.
  func changes(of person: PersonIndex) -> [TieChange] {
    var changes: [TieChange] = []
    let (old, new) = (earlier.ties(of: person), later.ties(of: person))
    var (before, after) = (old.lowerBound, new.lowerBound)
    while before < old.upperBound || after < new.upperBound {
      // No person has the number `UInt32.max`.
      let had = before < old.upperBound ? earlier.neighbours[before] : .max
      let has = after < new.upperBound ? later.neighbours[after] : .max
      let neighbour = PersonIndex(min(had, has))
      var change = TieChange(person: person, neighbour: neighbour)
      if had <= has {
        change.earlier = Strength(rawValue: earlier.strengths[before])
        change.lastContact = contact(earlier.lastContacts[before])
        before += 1
      }
      if has <= had {
        change.later = Strength(rawValue: later.strengths[after])
        change.lastContact = contact(later.lastContacts[after]) ?? change.lastContact
        after += 1
      }
      if earlierScorer.isExcluded(person, neighbour) || laterScorer.isExcluded(person, neighbour) { continue }
      changes.append(change)
    }
    let earlierTotal = changes.reduce(0) { $0 + $1.earlier.value }
    let laterTotal = changes.reduce(0) { $0 + $1.later.value }
    for index in changes.indices {
      if earlierTotal > 0 { changes[index].earlierShare = changes[index].earlier.value / earlierTotal }
      if laterTotal > 0 { changes[index].laterShare = changes[index].later.value / laterTotal }
    }
    return changes
  }

  private func contact(_ milliseconds: Int64) -> Timestamp? {
    milliseconds == TieTable.never ? nil : Timestamp(milliseconds: milliseconds)
  }
}

/// One tie at two times, as one of its two people has it.
public struct TieChange: Hashable, Sendable {
  public let person: PersonIndex
  public let neighbour: PersonIndex
  public fileprivate(set) var earlier = Strength.zero
  public fileprivate(set) var later = Strength.zero
  /// Of the person's ties at each time: 0 … 1; 0 where there was none.
  public fileprivate(set) var earlierShare = 0.0
  public fileprivate(set) var laterShare = 0.0
  /// In either direction, by the later time.
  public fileprivate(set) var lastContact: Timestamp?

  fileprivate init(person: PersonIndex, neighbour: PersonIndex) {
    (self.person, self.neighbour) = (person, neighbour)
  }

  /// Of the share: −1 … 1.
  public var change: Double { laterShare - earlierShare }
}
