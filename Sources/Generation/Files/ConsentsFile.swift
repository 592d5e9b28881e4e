import GraphStorage

extension Dataset {
  /// What each person was asked and answered, in order of time for each purpose: a later row replaces an earlier one.
  ///
  /// `service` is the contract, stated for everybody; `insights` and `statistics` rest on legitimate interest and
  /// have rows of objectors only; the rest was asked, the last three not of everybody. Minors were asked like
  /// the others: that nothing is inferred about them is the engine's to see to.
  func writeConsents(to folder: OutputFolder, threads: ThreadCount) throws(GenerationError) {
    let width = width
    let share = parameters.consentShare
    let asked: [(purpose: String, asked: Double, granted: Double)] = [
      ("suggestions", 1, 0.8), ("inference-subject", 1, share), ("inference-evidence", 1, share),
      ("contact-matching", 1, 0.75), ("partner-data", 0.3, 0.2), ("location", 0.3, 0.4), ("advertising", 0.3, 0.25),
    ]
    try write(
      "consents.csv", "person,purpose,granted,time,version", each: people.count, to: folder, threads: threads
    ) { person, row in
      var generator = SeededGenerator(parameters.seed, .consents, person)
      let joined = Int(people[person].joined)
      let accepted = joined * 86_400 + generator.below(80_000)
      // Version 2 of the terms came a year before the log begins.
      let version = joined < parameters.firstDay - 365 ? 1 : 2
      var rows = 0
      func append(_ purpose: String, _ granted: Bool, _ time: Int, _ version: Int) {
        row.person(person, width: width)
        row.comma()
        row.text(purpose)
        row.text(granted ? ",true," : ",false,")
        row.instant(time)
        row.comma()
        row.number(version)
        row.endRow()
        rows += 1
      }
      func later() -> Int {
        let first = max(joined + 1, parameters.firstDay)
        return (first + generator.below(max(1, lastDay - first))) * 86_400 + generator.below(86_400)
      }
      append("service", true, accepted, version)
      for question in asked where generator.chance(question.asked) {
        let granted = generator.chance(question.granted)
        append(question.purpose, granted, accepted + 60, version)
        // Some change their minds: more withdraw than come round.
        if granted ? generator.chance(0.04) : generator.chance(0.02) { append(question.purpose, !granted, later(), 2) }
      }
      for purpose in ["insights", "statistics"] where generator.chance(0.02) { append(purpose, false, later(), 2) }
      return rows
    }
  }
}
