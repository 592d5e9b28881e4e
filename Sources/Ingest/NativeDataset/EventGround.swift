import People

/// What a batch of events is read against: who and what there is, how events are read, and what was read before.
public struct EventGround: Sendable {
  public var people: IDTable
  public var groups: IDTable
  public var tags: IDTable
  public var kinds: EventKinds
  public var reading: EventReading
  public var provenance: Provenance
  /// Of all events so far, by direction; the newest is nil where there are none.
  public var events: Int
  public var newest: Timestamp?

  public init(
    people: IDTable, groups: IDTable, tags: IDTable, kinds: EventKinds, reading: EventReading, provenance: Provenance,
    events: Int, newest: Timestamp?
  ) {
    (self.people, self.groups, self.tags, self.kinds) = (people, groups, tags, kinds)
    (self.reading, self.provenance, self.events, self.newest) = (reading, provenance, events, newest)
  }
}

extension EventGround {
  public init(_ dataset: Dataset) {
    let graph = dataset.graph
    self.init(
      people: graph.people.ids, groups: graph.groups.ids, tags: graph.tags, kinds: graph.kinds,
      reading: dataset.eventReading, provenance: dataset.provenance,
      events: graph.interactions.eventCount + graph.placeInteractions.eventCount,
      newest: graph.newestEvent)
  }
}
