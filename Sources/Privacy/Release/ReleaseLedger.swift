import People

/// Why a release was refused. Nothing is spent then.
public enum ReleaseError: Error, Equatable, Sendable {
  /// Losses in the fullest week of the question.
  case spent(subject: ReleaseSubject, week: CivilDate, already: PrivacyLoss, asked: PrivacyLoss, budget: PrivacyLoss)
  /// Another window was answered that shares days with this one: their difference would tell about the rest.
  case overlapping(subject: ReleaseSubject, first: CivilDate, last: CivilDate)
}

/// What was released and what it cost: noise and spending are one thing here, so neither is ever kept without the
/// other.
///
/// The unit is one person's bounded contributions to one release. Losses add up (basic composition): for a page and
/// a week over its releases, for a person over all pages that they are active on.
public struct ReleaseLedger: Sendable, Equatable {
  /// In the order in which they were drawn.
  public private(set) var releases: [StoredRelease]
  /// Where the releases of each subject stand, ascending: a question about one place must not look at all others.
  private var positions: [ReleaseSubject: [Int]] = [:]

  public static let empty = ReleaseLedger()
  /// What one page may lose in one week.
  public static let budget = PrivacyLoss(micro: 1_000_000)

  public init() { releases = [] }

  /// The ledger of stored releases; nil where a question stands twice, or two windows of one subject overlap.
  public init?(releases: [StoredRelease]) {
    self.init()
    var questions: Set<ReleaseQuestion> = []
    var windows: [ReleaseSubject: Set<Range<Int>>] = [:]
    for release in releases {
      guard questions.insert(release.question).inserted else { return nil }
      windows[release.question.subject, default: []].insert(release.question.days)
    }
    for ranges in windows.values {
      let sorted = ranges.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
      for (left, right) in zip(sorted, sorted.dropFirst()) where left.upperBound > right.lowerBound { return nil }
    }
    for release in releases { append(release) }
  }

  private mutating func append(_ release: StoredRelease) {
    positions[release.question.subject, default: []].append(releases.count)
    releases.append(release)
  }

  /// What was released of one subject, in the order in which it was drawn.
  private func releases(of subject: ReleaseSubject) -> some Sequence<StoredRelease> {
    (positions[subject] ?? []).lazy.map { releases[$0] }
  }

  public func answer(to question: ReleaseQuestion) -> StoredRelease? {
    releases(of: question.subject).first { $0.question == question }
  }

  /// What a subject has lost on the days of a window. All windows of a place are equal or share no day, so this is the
  /// loss of each of its weeks. The graph as a whole is nearly the same in every week, and an average over weeks would
  /// take the noise away: its losses add up over all of them.
  public func spent(on subject: ReleaseSubject, _ days: Range<Int>) -> PrivacyLoss {
    releases(of: subject).filter { subject == .graph || $0.question.days.overlaps(days) }
      .reduce(.zero) { $0 + $1.loss }
  }

  /// Whether a question can be answered: unasked, within the budget, and no other window beside it.
  public func admit(
    _ question: ReleaseQuestion, loss: PrivacyLoss, budget: PrivacyLoss = Self.budget
  ) throws(ReleaseError) {
    let days = question.days
    for other in releases(of: question.subject) {
      let range = other.question.days
      if range != days, range.overlaps(days) {
        throw .overlapping(
          subject: question.subject, first: CivilDate(daysSince1970: range.lowerBound),
          last: CivilDate(daysSince1970: range.upperBound - 1))
      }
    }
    let already = spent(on: question.subject, days)
    guard already + loss <= budget else {
      throw .spent(
        subject: question.subject, week: CivilDate(daysSince1970: days.lowerBound), already: already, asked: loss,
        budget: budget)
    }
  }

  /// One table of an answer that is to be drawn.
  public struct Draft: Sendable {
    let name: String
    let axes: [ReleaseAxis]
    let totalAxes: Int
    let loss: PrivacyLoss
    let counts: BoundedCounts

    /// - Precondition: bounded counts, one for each cell of the axes.
    public init(name: String, axes: [ReleaseAxis], totalAxes: Int, loss: PrivacyLoss, counts: BoundedCounts) {
      precondition(ReleasePart.cells(axes) == counts.counts.count, "one count for each cell")
      (self.name, self.axes, self.totalAxes, self.loss, self.counts) = (name, axes, totalAxes, loss, counts)
    }
  }

  /// Draws the noise of an answer and enters it. A question that was answered before gets that answer, and nothing is
  /// spent or drawn.
  /// - Precondition: every draft is bounded.
  public mutating func draw(
    _ question: ReleaseQuestion, _ drafts: [Draft], budget: PrivacyLoss = Self.budget, noise: inout NoiseSource
  ) throws(ReleaseError) -> StoredRelease {
    let loss = drafts.reduce(.zero) { $0 + $1.loss }
    return try draw(question, loss: loss, budget: budget, noise: &noise) { drawing in
      for draft in drafts { drawing.table(draft) }
    }
  }

  /// As above, where what is drawn first decides how the rest is drawn.
  /// - Parameters:
  ///   - loss: what `body` spends in all.
  ///   - body: is run only where the question is new and admitted.
  package mutating func draw(
    _ question: ReleaseQuestion, loss: PrivacyLoss, budget: PrivacyLoss = Self.budget, noise: inout NoiseSource,
    _ body: (inout NoisyDrawing) -> Void
  ) throws(ReleaseError) -> StoredRelease {
    if let stored = answer(to: question) { return stored }
    try admit(question, loss: loss, budget: budget)
    var drawing = NoisyDrawing(noise)
    body(&drawing)
    noise = drawing.noise
    let release = StoredRelease(question: question, parts: drawing.parts)
    precondition(release.loss == loss, "an answer costs what was admitted")
    append(release)
    return release
  }
}
