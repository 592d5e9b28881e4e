import GraphStorage

extension Dataset {
  func writeFriendships(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let width = width
    try write("friendships.csv", "a,b,since,until", each: friendships.count, to: folder, threads: threads) {
      index, row in
      let tie = friendships.tie(index)
      let traits = TieTraits(tie, people, parameters)
      // Which of the two stands first means nothing; it is not always the smaller.
      row.person(traits.lowBlocks ? tie.low : tie.high, width: width)
      row.comma()
      row.person(traits.lowBlocks ? tie.high : tie.low, width: width)
      row.comma()
      row.date(traits.since)
      row.comma()
      if let until = traits.until { row.date(until) }
      row.endRow()
      return 1
    }
  }

  func writeFollows(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let width = width
    try write("follows.csv", "follower,followee,since", each: people.count, to: folder, threads: threads) {
      person, row in
      let followed = follows.of(person)
      for other in followed {
        row.person(person, width: width)
        row.comma()
        row.person(other.person, width: width)
        row.comma()
        row.date(other.since)
        row.endRow()
      }
      return followed.count
    }
  }

  /// Blocks that ended a friendship, by pair.
  func writeBlocks(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let width = width
    try write("blocks.csv", "blocker,blocked,kind,since", each: friendships.count, to: folder, threads: threads) {
      index, row in
      let tie = friendships.tie(index)
      let traits = TieTraits(tie, people, parameters)
      guard traits.blocked, let until = traits.until else { return 0 }
      row.person(traits.lowBlocks ? tie.low : tie.high, width: width)
      row.comma()
      row.person(traits.lowBlocks ? tie.high : tie.low, width: width)
      var generator = SeededGenerator(parameters.seed, .blocks, index)
      let mark = generator.unit()
      row.text(mark < 0.6 ? ",block," : mark < 0.85 ? ",mute," : ",report,")
      row.date(until)
      row.endRow()
      return 1
    }
  }

  func writeGroups(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    try write("groups.csv", "id,name,kind", each: groups.count, to: folder, threads: threads) { index, row in
      row.group(index)
      row.comma()
      row.cell(Array(groups.all[index].name.utf8))
      row.comma()
      row.text(groups.all[index].kind.rawValue)
      row.endRow()
      return 1
    }
    let width = width
    try write("memberships.csv", "person,group,role,since", each: groups.count, to: folder, threads: threads) {
      index, row in
      let members = groups.members(index)
      var generator = SeededGenerator(parameters.seed ^ 0x6D65_6D62, .group, index)
      for place in members.indices {
        let person = Int(members[place])
        row.person(person, width: width)
        row.comma()
        row.group(index)
        let rank = place - members.startIndex
        row.text(
          rank == 0
            ? ",admin," : groups.all[index].kind == .page ? ",follower," : rank == 1 ? ",moderator," : ",member,")
        let joined = Int(people[person].joined)
        row.date(joined + generator.below(max(1, parameters.firstDay - joined)))
        row.endRow()
      }
      return members.count
    }
  }

  /// Hash tags: most of one's own interests.
  func writeTags(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let width = width
    try write("tags.csv", "person,tag,time", each: people.count, to: folder, threads: threads) { person, row in
      var generator = SeededGenerator(parameters.seed, .tags, person)
      let own = Words.interests.indices.filter { people[person].interests & (1 << UInt32($0)) != 0 }
      let count = generator.poisson(1.5)
      let first = max(0, Int(people[person].joined) + 1 - parameters.firstDay)
      for _ in 0..<count {
        row.person(person, width: width)
        row.comma()
        if generator.chance(0.7), !own.isEmpty {
          row.text(Words.interests[own[generator.below(own.count)]].split(separator: " ").joined())
        } else {
          row.text(Words.generalTags[generator.below(Words.generalTags.count)])
        }
        row.comma()
        let day = first + generator.below(max(1, parameters.days - first))
        row.number((parameters.firstDay + day) * 86_400 + generator.below(86_400))
        row.endRow()
      }
      return count
    }
  }

  func writeEvents(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let width = width
    let start = parameters.firstDay * 86_400
    let kinds = EventKind.allCases.map { Array(",\($0.name),".utf8) }
    try folder.write(
      "events.csv", header: "time,actor,target,kind,duration,audience,via\n", pieces: events.slices, threads: threads
    ) { slice in
      let rows = events.slice(slice)
      var row = RowBuffer(capacity: rows.count * 44)
      for event in rows {
        row.number(start + event.second)
        row.comma()
        row.person(event.actor, width: width)
        row.comma()
        switch event.target {
        case .person(let person): row.person(person, width: width)
        case .group(let group): row.group(group)
        }
        row.raw(kinds[Int(event.kind.rawValue)])
        if event.duration > 0 { row.number(Int(event.duration)) }
        row.comma()
        if event.audience > 0 { row.number(Int(event.audience)) }
        row.comma()
        if let via = event.via { row.group(via) }
        row.endRow()
      }
      return (rows.count, row.bytes)
    }
  }
}
