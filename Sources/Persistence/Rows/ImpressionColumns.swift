import People

/// Who was shown whom, sorted as the graph has it, as columns.
enum ImpressionColumns {
  static func write(_ graph: SocialGraph, _ session: WriteSession) throws {
    let (people, list) = (graph.people.count, graph.impressions)
    for index in list.indices.dropFirst() {
      precondition(Impression.precedes(list[index - 1], list[index]), "the lists of a graph are sorted")
    }
    try session.positions("impressions.viewer", list.count, below: people) { list[$0].viewer.rawValue }
    try session.positions("impressions.shown", list.count, below: people) { list[$0].shown.rawValue }
    try session.words("impressions.action", among: Impression.Action.allCases.map(\.rawValue), list.count) {
      list[$0].action.position
    }
    try session.times("impressions.time", list.count) { list[$0].time }
  }

  /// - Parameter graph: whose people are there already.
  static func read(into graph: inout SocialGraph, _ stored: StoredCounts, _ columns: ColumnReader) throws {
    let (people, count) = (graph.people.count, try stored.count("impressions"))
    let viewer = try columns.positions("impressions.viewer", count: count, below: people)
    let shown = try columns.positions("impressions.shown", count: count, below: people)
    let actions = try columns.words("impressions.action", count: count, of: Impression.Action.self)
    let times = try columns.times("impressions.time", count: count)
    graph.impressions = (0..<count).map {
      Impression(
        viewer: PersonIndex(viewer[$0]), shown: PersonIndex(shown[$0]), action: actions[$0], time: times[$0])
    }
    for index in graph.impressions.indices.dropFirst()
    where !Impression.precedes(graph.impressions[index - 1], graph.impressions[index]) {
      throw columns.damaged("impressions.viewer", "out of order")
    }
  }
}
