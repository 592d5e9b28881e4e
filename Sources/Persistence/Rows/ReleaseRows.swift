import Privacy

/// Released counts: questions, their parts with what each cost, the declared values of each axis, and the noisy counts.
enum ReleaseRows {
  private static let releases = ["position", "subject_kind", "subject", "question", "first_day", "days"]
  private static let parts = ["release", "name", "total_axes", "micro_epsilon", "sensitivity", "nano_delta"]
  private static let axes = ["release", "part", "axis", "name", "value"]
  private static let counts = ["release", "part", "noisy"]

  private enum SubjectKind: String { case place, graph }

  static func write(_ ledger: ReleaseLedger, _ session: WriteSession) throws {
    try session.table("releases", releases) { table in
      for (position, release) in ledger.releases.enumerated() {
        table.put(Int64(position))
        switch release.question.subject {
        case .place(let id):
          table.put(SubjectKind.place.rawValue)
          table.put(id)
        case .graph:
          table.put(SubjectKind.graph.rawValue)
          table.put("")
        }
        table.put(release.question.name)
        table.put(Int64(release.question.days.lowerBound))
        table.put(Int64(release.question.days.count))
        try table.endRow()
      }
    }
    try session.table("release_parts", parts) { table in
      for (position, release) in ledger.releases.enumerated() {
        for part in release.parts {
          table.put(Int64(position))
          table.put(part.name)
          table.put(Int64(part.totalAxes))
          table.put(Int64(part.loss.micro))
          table.put(Int64(part.sensitivity))
          table.put(Int64(part.nanoDelta))
          try table.endRow()
        }
      }
    }
    try session.table("release_axes", axes) { table in
      for (position, number, part) in numbered(ledger) {
        for (place, axis) in part.axes.enumerated() {
          for value in axis.values {
            table.put(Int64(position))
            table.put(Int64(number))
            table.put(Int64(place))
            table.put(axis.name)
            table.put(value)
            try table.endRow()
          }
        }
      }
    }
    try session.table("release_counts", counts) { table in
      for (position, number, part) in numbered(ledger) {
        for noisy in part.noisy {
          table.put(Int64(position))
          table.put(Int64(number))
          table.put(Int64(noisy))
          try table.endRow()
        }
      }
    }
  }

  private static func numbered(_ ledger: ReleaseLedger) -> [(release: Int, part: Int, ReleasePart)] {
    ledger.releases.enumerated().flatMap { position, release in
      release.parts.enumerated().map { (position, $0.offset, $0.element) }
    }
  }

  private struct Part {
    let name: String
    let totalAxes: Int
    let loss: PrivacyLoss
    let sensitivity: Int
    let nanoDelta: Int
    var axes: [(name: String, values: [String])] = []
    var noisy: [Int] = []
  }

  static func read(_ session: ReadSession) throws -> ReleaseLedger {
    var questions: [ReleaseQuestion] = []
    var found: [[Part]] = []
    try session.table("releases", releases) { row in
      try row.position(questions.count)
      let kind: SubjectKind = try row.word()
      let (id, name) = (try row.text(), try row.text())
      let (first, days) = (Int(try row.number()), try row.count())
      guard first.magnitude <= 1 << 40, (1...1 << 20).contains(days) else { throw row.damaged("an impossible window") }
      questions.append(
        ReleaseQuestion(subject: kind == .graph ? .graph : .place(id), name: name, days: first..<first + days))
      found.append([])
    }
    try session.table("release_parts", parts) { row in
      let release = Int(try row.position(below: found.count))
      let (name, totalAxes) = (try row.text(), try row.count())
      let (micro, sensitivity, delta) = (try row.count(), try row.count(), try row.count())
      guard micro <= PrivacyLoss.most.micro else { throw row.damaged("an impossible loss") }
      found[release].append(
        Part(
          name: name, totalAxes: totalAxes, loss: PrivacyLoss(micro: micro), sensitivity: sensitivity, nanoDelta: delta))
    }
    try session.table("release_axes", axes) { row in
      let release = Int(try row.position(below: found.count))
      let part = Int(try row.position(below: found[release].count))
      let axis = Int(try row.position(below: found[release][part].axes.count + 1))
      let (name, value) = (try row.text(), try row.text())
      if axis == found[release][part].axes.count { found[release][part].axes.append((name, [])) }
      guard found[release][part].axes[axis].name == name else { throw row.damaged("an axis of two names") }
      found[release][part].axes[axis].values.append(value)
    }
    try session.table("release_counts", counts) { row in
      let release = Int(try row.position(below: found.count))
      let part = Int(try row.position(below: found[release].count))
      found[release][part].noisy.append(Int(try row.number()))
    }
    let stored = try zip(questions, found).map { question, parts -> StoredRelease in
      StoredRelease(
        question: question,
        parts: try parts.map { part in
          let axes = part.axes.map { ReleaseAxis(name: $0.name, values: $0.values) }
          guard
            let whole = ReleasePart(
              name: part.name, axes: axes, totalAxes: part.totalAxes, loss: part.loss, sensitivity: part.sensitivity,
              nanoDelta: part.nanoDelta, noisy: part.noisy)
          else { throw SnapshotError.damaged(path: session.path, what: "table release_parts: not a part") }
          return whole
        })
    }
    guard let ledger = ReleaseLedger(releases: stored) else {
      throw SnapshotError.damaged(path: session.path, what: "table releases: a question twice, or windows that overlap")
    }
    return ledger
  }
}
