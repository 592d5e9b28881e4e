/// A table as it may be shown: nil for a hidden cell, whether it is small or empty.
public struct GatedTable: Sendable, Equatable {
  public let name: String
  public let axes: [ReleaseAxis]
  public let isBreakdown: Bool
  /// What a count must reach to be shown.
  public let gate: Int
  /// How far noise moves a count at most, in 19 of 20; nil where there is none.
  public let margin: Int?
  public let counts: [Int?]
}

extension ReleasePart {
  /// Three scales of the noise, rounded up: Pr[|Y| > 3 scale] < exp(−3) < 1/20.
  public var margin: Int { Self.margin(sensitivity: sensitivity, loss: loss) }

  public static func margin(sensitivity: Int, loss: PrivacyLoss) -> Int {
    (3 * sensitivity * 1_000_000 + loss.micro - 1) / max(1, loss.micro)
  }

}

/// A gate that lets through any of `cells` cells of nothing with a chance of at most one in ten: noise of scale s
/// reaches s·0.7·⌊log₂ 10n + 1⌋ in one of n cells with at most n·exp(−ln 10n). It depends on no count.
///
/// - Parameter cells: all that are looked at together. Among the tables of hundreds of places the largest noise is what
///   one would see, were only the cells of one table counted.
func noiseGate(sensitivity: Int, loss: PrivacyLoss, cells: Int) -> Int {
  let tenths = 7 * (Int.bitWidth - (10 * max(1, cells)).leadingZeroBitCount)
  return (sensitivity * 1_000_000 / max(1, loss.micro) + 1) * tenths / 10 + 1
}

/// How small counts are hidden.
public struct GateLevels: Hashable, Sendable {
  /// At least `KGate.total`.
  public let total: Int
  /// At least `KGate.breakdown`.
  public let breakdown: Int

  /// Nil below the defaults: a gate is only ever raised.
  public init?(total: Int = KGate.total, breakdown: Int = KGate.breakdown) {
    guard total >= KGate.total, breakdown >= KGate.breakdown, max(total, breakdown) <= 1 << 40 else { return nil }
    (self.total, self.breakdown) = (total, breakdown)
  }

  public static let standard = GateLevels(checked: KGate.total, KGate.breakdown)
  private init(checked total: Int, _ breakdown: Int) { (self.total, self.breakdown) = (total, breakdown) }
}

extension StoredRelease {
  /// The answer behind the gate: a function of the stored noisy counts, the levels and how many places there are, so
  /// that it is the same bytes whenever it is asked for.
  /// - Parameter places: of the graph, all of which may be asked and looked through for what stands out: 1 or more.
  public func released(_ levels: GateLevels, places: Int) -> Released<[GatedTable]> {
    let cells = places * parts.reduce(0) { $0 + $1.noisy.count }
    let tables = parts.map { part in
      Table(
        name: part.name, axes: part.axes, totalAxes: part.totalAxes,
        noiseGate: noiseGate(sensitivity: part.sensitivity, loss: part.loss, cells: cells), margin: part.margin,
        counts: part.noisy)
    }
    return Released(gated(tables, levels), .differential(loss))
  }

  /// Noisy counts with nothing hidden, for statistics of the whole graph: negative ones as zero.
  public var statistics: Released<[GatedTable]> {
    Released(
      parts.map { part in
        GatedTable(
          name: part.name, axes: part.axes, isBreakdown: part.isBreakdown, gate: 0, margin: part.margin,
          counts: part.noisy.map { max(0, $0) })
      }, .differential(loss))
  }
}

extension ReleaseLedger.Draft {
  /// What a number of each table must reach to be shown once noise is drawn, by table: known before it is, and
  /// dependent on no count.
  public static func gates(_ drafts: [ReleaseLedger.Draft], _ levels: GateLevels, places: Int) -> [Int] {
    let cells = places * drafts.reduce(0) { $0 + $1.counts.counts.count }
    return drafts.map { draft in
      let noise = noiseGate(sensitivity: draft.counts.sensitivity ?? 0, loss: draft.loss, cells: cells)
      return max(noise, draft.totalAxes < draft.axes.count ? levels.breakdown : levels.total)
    }
  }

  /// True counts behind the gate, for an operator's own use: nothing is stored and nothing is spent.
  public static func released(_ drafts: [ReleaseLedger.Draft], _ levels: GateLevels) -> Released<[GatedTable]> {
    let tables = drafts.map { draft in
      Table(
        name: draft.name, axes: draft.axes, totalAxes: draft.totalAxes, noiseGate: 0, margin: nil,
        counts: draft.counts.counts)
    }
    return Released(gated(tables, levels), .kAnonymous(levels.total))
  }
}

private struct Table {
  let name: String
  let axes: [ReleaseAxis]
  let totalAxes: Int
  let noiseGate: Int
  let margin: Int?
  let counts: [Int]

  var isBreakdown: Bool { totalAxes < axes.count }
  /// Cells of one total.
  var lineLength: Int { axes.dropFirst(totalAxes).reduce(1) { $0 * $1.values.count } }

  func gate(_ levels: GateLevels) -> Int { max(noiseGate, isBreakdown ? levels.breakdown : levels.total) }
}

/// Each table by its gate: k, or what noise alone reaches too easily, if that is more. Totals first; breakdowns line by
/// line, with complementary suppression; then a total is at least
/// the sum of its shown cells, which noise alone could prevent.
private func gated(_ tables: [Table], _ levels: GateLevels) -> [GatedTable] {
  var shown = tables.map { table -> [Int?] in
    let gate = table.gate(levels)
    guard table.isBreakdown else { return table.counts.map { $0 >= gate ? $0 : nil } }
    let length = table.lineLength
    return stride(from: 0, to: table.counts.count, by: max(1, length)).flatMap { start in
      KGate.complementary(Array(table.counts[start..<start + length]), atLeast: gate)
    }
  }
  for (place, table) in tables.enumerated() where table.isBreakdown {
    let axes = Array(table.axes.prefix(table.totalAxes))
    guard let totals = tables.firstIndex(where: { !$0.isBreakdown && $0.axes == axes && $0.totalAxes > 0 }) else {
      continue
    }
    for line in shown[totals].indices {
      guard let total = shown[totals][line] else { continue }
      let cells = shown[place][line * table.lineLength..<(line + 1) * table.lineLength]
      shown[totals][line] = max(total, cells.reduce(0) { $0 + ($1 ?? 0) })
    }
  }
  return zip(tables, shown).map { table, counts in
    GatedTable(
      name: table.name, axes: table.axes, isBreakdown: table.isBreakdown, gate: table.gate(levels),
      margin: table.margin, counts: counts)
  }
}

extension GatedTable {
  /// The values of a cell, one for each axis.
  public func values(ofCell cell: Int) -> [String] {
    var rest = cell
    var values: [String] = []
    for axis in axes.reversed() {
      values.append(axis.values[rest % axis.values.count])
      rest /= axis.values.count
    }
    return values.reversed()
  }
}
