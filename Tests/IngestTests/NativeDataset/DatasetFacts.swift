import Contacts
import Ingest
import People
import Privacy

/// Everything that a dataset says, one line a fact: what an oracle can say too.
func facts(_ dataset: Dataset) -> Set<String> {
  let graph = dataset.graph
  var facts = Set<String>()
  func person(_ index: PersonIndex) -> String { graph.people.id(index) }
  func time(_ time: Timestamp?) -> String { time.map { String($0.milliseconds) } ?? "-" }
  func period(_ period: Period) -> String { "\(time(period.since)) \(time(period.until))" }
  for position in 0..<graph.people.count {
    let index = PersonIndex(position)
    let born =
      switch graph.people.born[position] {
      case nil: "-"
      case .year(let year): "\(year)"
      case .day(let day): "\(day)"
      }
    let joined = graph.people.joined[position].map { "\($0)" } ?? "-"
    facts.insert("person \(person(index)) \(graph.people.names[position]?.value ?? "-") \(born) \(joined)")
    for column in graph.attributes {
      for code in column.codes(of: index) {
        facts.insert("attribute \(person(index)) \(column.name) \(column.kind) \(column.values[Int(code)])")
      }
    }
  }
  for (position, id) in graph.groups.ids.all.enumerated() {
    facts.insert("group \(id) \(graph.groups.names[position] ?? "-") \(graph.groups.kinds[position])")
  }
  for item in graph.friendships {
    let pair = [person(item.first), person(item.second)].sorted()
    facts.insert("friends \(pair[0]) \(pair[1]) \(period(item.period))")
  }
  for item in graph.follows {
    facts.insert("follows \(person(item.follower)) \(person(item.followee)) \(period(item.period))")
  }
  for item in graph.blocks {
    facts.insert("blocks \(person(item.blocker)) \(person(item.blocked)) \(item.kind) \(time(item.since))")
  }
  for item in graph.memberships {
    let group = graph.groups.ids[item.group.position]
    facts.insert("member \(person(item.person)) \(group) \(item.role ?? "-") \(period(item.period))")
  }
  for item in graph.tagUses {
    facts.insert("tag \(person(item.person)) \(graph.tags[item.tag.position]) \(time(item.time))")
  }
  for item in dataset.consents.statements {
    facts.insert(
      "consent \(person(item.person)) \(item.purpose.rawValue) \(item.answer) \(time(item.time)) \(item.version ?? "-")"
    )
  }
  for entry in dataset.books.entries {
    facts.insert("contact \(person(entry.owner)) \(entry.uid ?? "-") \(entry.name?.value ?? "-") \(entry.keys.count)")
  }
  for entry in dataset.books.directory { facts.insert("identifier \(person(entry.person)) \(entry.key)") }
  func ledger(_ ledger: InteractionLedger, _ name: String, _ target: (UInt32) -> String) {
    for source in 0..<ledger.sourceCount {
      for pair in ledger.pairs(of: source) {
        let ends = "\(person(PersonIndex(source))) \(target(ledger.pairTargets[pair]))"
        facts.insert("last \(name) \(ends) \(ledger.pairLast[pair])")
        for row in ledger.rows(ofPair: pair) {
          let event = ledger.classes[Int(ledger.rowClasses[row])]
          facts.insert(
            "events \(name) \(ends) hour \(ledger.rowHours[row]) \(graph.kinds[event.kind].name)"
              + " to \(event.audience.lowerBound) for \(event.duration.lowerBound): \(ledger.rowCounts[row])")
        }
      }
    }
  }
  ledger(graph.interactions, "person") { person(PersonIndex($0)) }
  ledger(graph.placeInteractions, "place") { place in
    let position = Int(place)
    return position < graph.groups.count
      ? graph.groups.ids[position] : "#" + graph.tags[position - graph.groups.count]
  }
  return facts
}
