import People

/// How much one person may add to one release.
public struct ContributionBound: Hashable, Sendable {
  /// m: cells that one person counts in.
  public let cells: Int
  /// b: what they count in each.
  public let each: Int

  /// - Precondition: both 1 … 2¹⁵.
  public init(cells: Int, each: Int) {
    precondition((1...1 << 15).contains(cells) && (1...1 << 15).contains(each), "a bound is 1 or more")
    (self.cells, self.each) = (cells, each)
  }

  /// One person, with all that is theirs, changes the counts by at most this in sum (L1).
  public var sensitivity: Int { cells * each }
}

/// Counts of which it is known by how much one neighbour (a person or a friendship more or less) changes them.
///
/// They are true counts, so nothing but Privacy reads them; they leave as `Released` values.
public struct BoundedCounts: Sendable {
  let counts: [Int]
  /// L1; nil where nothing was bounded, and only a k gate may follow.
  public let sensitivity: Int?

  /// Counts whose sensitivity an algorithm has proven.
  /// - Parameter sensitivity: 1 … 2³⁰.
  package init(_ counts: [Int], sensitivity: Int) { (self.counts, self.sensitivity) = (counts, sensitivity) }

  private init(_ counts: [Int], _ sensitivity: Int?) { (self.counts, self.sensitivity) = (counts, sensitivity) }

  /// Counts people cell by cell, each of them within a bound.
  ///
  /// Who has more cells than the bound keeps those whose keyed hash (of person and cell) is least: a choice that
  /// depends on nobody else and on no count, so that taking a person out changes nothing but what that person added.
  public struct Builder {
    private var counts: [Int]
    private let bound: ContributionBound?
    private let key: [UInt8]

    /// - Parameters:
    ///   - bound: nil counts everything, for what only a k gate guards.
    ///   - key: what the question is, so that the choice differs from one question to the next.
    public init(cells: Int, bound: ContributionBound?, key: [UInt8]) {
      counts = [Int](repeating: 0, count: cells)
      (self.bound, self.key) = (bound, key)
    }

    /// Adds all of one person; call it once for each.
    /// - Parameters:
    ///   - person: their id outside.
    ///   - contributions: a cell may stand several times.
    ///   - isReach: whether a cell counts the person once, however often it stands there.
    public mutating func add(person: some Collection<UInt8>, _ contributions: [(cell: Int, count: Int)], isReach: Bool) {
      var own: [(cell: Int, count: Int)] = []
      for (cell, count) in contributions.sorted(by: { $0.cell < $1.cell }) where count > 0 {
        if let last = own.last, last.cell == cell {
          own[own.count - 1].count += count
        } else {
          own.append((cell, count))
        }
      }
      if let bound, own.count > bound.cells {
        let keyed = own.map { entry in
          (digest: Self.digest(person, entry.cell, key), entry: entry)
        }
        own = keyed.sorted { $0.digest < $1.digest }.prefix(bound.cells).map(\.entry)
      }
      for (cell, count) in own { counts[cell] += isReach ? 1 : min(count, bound?.each ?? count) }
    }

    public func finish() -> BoundedCounts { BoundedCounts(counts, bound?.sensitivity) }

    private static func digest(_ person: some Collection<UInt8>, _ cell: Int, _ key: [UInt8]) -> ContentDigest {
      var bytes = Array(person)
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: cell >> shift)) }
      return .keyed(bytes, key: key)
    }
  }
}
