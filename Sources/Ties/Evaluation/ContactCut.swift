import GraphStorage
import People

/// One cut of a log in time: whom each person had been in contact with by then, and whom of them they contacted in the
/// window after it.
///
/// Candidates of a person are everybody with whom anything happened, either way, up to the cut; pairs that are never
/// ranked are left out. Relevant are those whom the person contacts in the window.
struct ContactCut: Sendable {
  let hour: UInt32
  /// The hour of the oldest event.
  let since: UInt32
  let ledger: InteractionLedger
  /// For each judged person, plus one: where their candidates start.
  private(set) var starts = [0]
  /// Judged people, ascending.
  private(set) var people: [UInt32] = []
  private(set) var neighbours: [UInt32] = []
  /// The pair person → neighbour, and back; -1 for none.
  private(set) var outgoing: [Int32] = []
  private(set) var incoming: [Int32] = []
  /// Milliseconds of the last contact, either way.
  private(set) var last: [Int64] = []
  private(set) var isRelevant: [Bool] = []

  var candidateCount: Int { neighbours.count }

  /// - Parameters:
  ///   - since: the hour of the oldest event.
  ///   - hour: the last that is known.
  ///   - window: how many hours behind it decide.
  ///   - keep: whose candidates are taken.
  /// - Complexity: O(pairs log rows).
  init(
    _ ledger: InteractionLedger, _ index: TieIndex, since: UInt32, hour: UInt32, window: UInt32,
    excluding exclusions: Exclusions, keep: (UInt32) -> Bool
  ) {
    (self.since, self.hour) = (since, hour)
    self.ledger = ledger
    for source in 0..<ledger.sourceCount where keep(UInt32(source)) {
      append(source, index, window, exclusions)
      if neighbours.count > starts[starts.count - 1] {
        people.append(UInt32(source))
        starts.append(neighbours.count)
      }
    }
  }

  private mutating func append(
    _ source: Int, _ index: TieIndex, _ window: UInt32, _ exclusions: Exclusions
  ) {
    let pairs = ledger.pairs(of: source)
    let into = index.incoming(of: source)
    var out = pairs.lowerBound
    var back = into.lowerBound
    while out < pairs.upperBound || back < into.upperBound {
      var neighbour = UInt32.max
      if out < pairs.upperBound { neighbour = min(neighbour, ledger.pairTargets[out]) }
      if back < into.upperBound { neighbour = min(neighbour, index.sources[back]) }
      var (sent, received): (Int32, Int32) = (-1, -1)
      var latest = TieTable.never
      var isContacted = false
      if out < pairs.upperBound, ledger.pairTargets[out] == neighbour {
        let (past, next) = around(out)
        if let past { (sent, latest) = (Int32(out), past) }
        isContacted = next.map { $0 <= hour &+ window } ?? false
        out += 1
      }
      if back < into.upperBound, index.sources[back] == neighbour {
        let pair = Int(index.pairs[back])
        if let past = around(pair).past { (received, latest) = (Int32(pair), max(latest, past)) }
        back += 1
      }
      if latest == TieTable.never || Int(neighbour) == source || exclusions.contains(UInt32(source), neighbour) {
        continue
      }
      neighbours.append(neighbour)
      outgoing.append(sent)
      incoming.append(received)
      last.append(latest)
      isRelevant.append(isContacted)
    }
  }

  /// The last contact of a pair up to the cut, in milliseconds, and the hour of the first one behind it.
  private func around(_ pair: Int) -> (past: Int64?, next: UInt32?) {
    let rows = ledger.rows(ofPair: pair)
    var range = rows
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = ledger.rowHours[middle] <= hour ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    let first = range.lowerBound
    let past = first > rows.lowerBound ? ledger.newest(of: rows.lowerBound..<first) : nil
    return (past, first < rows.upperBound ? ledger.rowHours[first] : nil)
  }
}
