import People

/// How interactions become the strength of a tie (DOMAIN C.1): base weight ω · g^(−γ) · φ(d), decay kernel
/// K(a) = Σ A · 2^(−a/H), directed strength S[u→v] + ρ · S[v→u]. The weights ω belong to the kinds of event, unless
/// `kindWeights` says otherwise.
public struct TieParameters: Codable, Hashable, Sendable {
  /// One exponential of the kernel.
  public struct Term: Codable, Hashable, Sendable {
    /// A: 0 … 64.
    public var amplitude: Double
    /// H, in days: 1/24 … 3650.
    public var halfLifeDays: Double

    public init(amplitude: Double, halfLifeDays: Double) {
      (self.amplitude, self.halfLifeDays) = (amplitude, halfLifeDays)
    }
  }

  /// 1 to 8 terms; their amplitudes sum to at most 64.
  public var kernel: [Term]
  /// ρ: 0 … 4.
  public var reciprocity: Double
  /// γ: 0 … 2.
  public var groupDiscount: Double
  /// The largest φ: 1 … 4.
  public var durationCap: Double
  /// How long the end of a friendship or follow keeps a pair unranked, in days: 0 … 3650.
  public var partedDays: Int
  /// π: what a friendship counts by itself, in units: 0 … 1000.
  public var friendPrior: Double
  /// What it counts by itself that two people have each other in their address books, in units: 0 … 1000.
  public var mutualContactPrior: Double
  /// At most so many events of one class (kind, audience, duration) between two people in one hour count: 1 or more;
  /// nil counts all. Bursts say less than their length.
  public var burstCap: Int?
  /// ω by name of kind, in place of what the graph's kinds say: 0 … 16.
  public var kindWeights: [String: Double]

  /// The two-scale kernel of DOMAIN C.1: 10 at one day and 1 at fifteen days.
  public static let standard = TieParameters(
    kernel: [Term(amplitude: 10, halfLifeDays: 1), Term(amplitude: 1, halfLifeDays: 15)], reciprocity: 0.5,
    groupDiscount: 0.5, durationCap: 4, partedDays: 90, friendPrior: 0)

  public init(
    kernel: [Term], reciprocity: Double, groupDiscount: Double, durationCap: Double, partedDays: Int,
    friendPrior: Double, mutualContactPrior: Double = 0, burstCap: Int? = nil, kindWeights: [String: Double] = [:]
  ) {
    self.kernel = kernel
    self.reciprocity = reciprocity
    self.groupDiscount = groupDiscount
    self.durationCap = durationCap
    self.partedDays = partedDays
    self.friendPrior = friendPrior
    self.mutualContactPrior = mutualContactPrior
    self.burstCap = burstCap
    self.kindWeights = kindWeights
  }

  /// - Throws: `TieError.parameter` for the first value outside its range.
  public func validate() throws(TieError) {
    func demand(_ holds: Bool, _ name: String, _ demand: String) throws(TieError) {
      if !holds { throw .parameter(name: name, demand: demand) }
    }
    try demand((1...8).contains(kernel.count), "kernel", "has 1 to 8 terms")
    for term in kernel {
      try demand((0...64).contains(term.amplitude), "kernel amplitude", "lies in 0 … 64")
      try demand((1.0 / 24...3650).contains(term.halfLifeDays), "kernel half_life_days", "lies in 1/24 … 3650")
    }
    try demand(kernel.reduce(0) { $0 + $1.amplitude } <= 64, "kernel", "has amplitudes that sum to at most 64")
    try demand((0...4).contains(reciprocity), "reciprocity", "lies in 0 … 4")
    try demand((0...2).contains(groupDiscount), "group_discount", "lies in 0 … 2")
    try demand((1...4).contains(durationCap), "duration_cap", "lies in 1 … 4")
    try demand((0...3650).contains(partedDays), "parted_days", "lies in 0 … 3650")
    try demand((0...1000).contains(friendPrior), "friend_prior", "lies in 0 … 1000")
    try demand((0...1000).contains(mutualContactPrior), "mutual_contact_prior", "lies in 0 … 1000")
    try demand(burstCap.map { $0 >= 1 } ?? true, "burst_cap", "is 1 or more")
    for (name, weight) in kindWeights.sorted(by: { $0.key < $1.key }) {
      try demand(EventKind.weightRange.contains(weight), "weight of kind '\(name)'", "lies in 0 … 16")
    }
  }

  /// Whether people are ranked who were never in contact.
  public var hasPriors: Bool { friendPrior > 0 || mutualContactPrior > 0 }

  /// For people: `10·H1d + 1·H15d, ρ 0.5, γ 0.5`.
  public var summary: String {
    let terms = kernel.map { "\(short($0.amplitude))·H\(short($0.halfLifeDays))d" }.joined(separator: " + ")
    let priors = [("friend", friendPrior), ("mutual contact", mutualContactPrior)].filter { $0.1 > 0 }
      .map { ", \($0.0) prior \(short($0.1))" }.joined()
    let cap = durationCap == Self.standard.durationCap ? "" : ", φ ≤ \(short(durationCap))"
    let burst = burstCap.map { ", at most \($0) an hour" } ?? ""
    let weights = kindWeights.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ", ω \($0.key) \(short($0.value))" }.joined()
    return "\(terms), ρ \(short(reciprocity)), γ \(short(groupDiscount))\(cap)\(burst)\(priors)\(weights)"
  }

  /// The kinds of a graph with the weights that these parameters give them.
  /// - Throws: `TieError.parameter` for a kind that the graph does not have.
  func weighted(_ kinds: EventKinds) throws(TieError) -> EventKinds {
    if kindWeights.isEmpty { return kinds }
    for name in kindWeights.keys.sorted() where kinds.index(of: name) == nil {
      throw .parameter(name: "weight of kind '\(name)'", demand: "names a kind of event of this graph")
    }
    return EventKinds(
      kinds.kinds.map {
        EventKind(name: $0.name, weight: kindWeights[$0.name] ?? $0.weight, isSymmetric: $0.isSymmetric)
      })
  }
}

/// A number without needless zeros: `10`, `0.5`.
func short(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
}
