extension Dataset {
  /// `dataset.yaml`: kinds of attributes and events. There is no default consent: `consents.csv` speaks for each.
  var yaml: String {
    """
    \(OutputFolder.mark)
    # Consents are stated for each person in consents.csv; there is no default.
    attributes:
      city: categorical
      employer: categorical
      age_band: ordinal
      interests: set
      favourite_colour: categorical
      religion: sensitive
    kinds:
      message: {weight: 1.0}
      call: {weight: 3.0}
      comment: {weight: 1.0}
      reaction: {weight: 0.5}
      photo_tag: {weight: 1.0}
      profile_view: {weight: 0.2}
      content_view: {weight: 0.1}

    """
  }

  /// The command that gives the same bytes.
  var command: String {
    let plain = GeneratorParameters(people: parameters.people, seed: parameters.seed)
    var words = "kith generate --people \(parameters.people) --seed \(parameters.seed)"
    if parameters.days != plain.days { words += " --days \(parameters.days)" }
    if parameters.eventsPerPerson != plain.eventsPerPerson {
      words += " --events-per-person \(parameters.eventsPerPerson)"
    }
    if parameters.firstDay != plain.firstDay {
      var day = RowBuffer(capacity: 16)
      day.date(parameters.firstDay)
      words += " --first-day \(String(decoding: day.bytes, as: UTF8.self))"
    }
    if parameters.missingShare != plain.missingShare { words += " --missing-share \(parameters.missingShare)" }
    if parameters.consentShare != plain.consentShare { words += " --consent-share \(parameters.consentShare)" }
    return words + " --output FOLDER"
  }

  func readme(_ files: [GenerationSummary.File]) -> String {
    let rows = files.map { "| `\($0.name)` | \($0.rows) |" }.joined(separator: "\n")
    return """
      # An invented population

      Every person, name, address, number, firm and city here is invented by `kith generate`. Names are common given
      names and surnames put together at random; a likeness to a real person is chance. E-mail addresses stand under
      the reserved names `example.org`, `example.com`, `example.net` and `.example` (RFC 2606, RFC 6761), phone numbers
      in the ranges that the regulators keep free for fiction (Ofcom, NANPA 555-01xx, ARCEP, Bundesnetzagentur,
      ACMA, PTS). The same command gives the same bytes:

          \(command)

      | file | rows |
      | --- | ---: |
      \(rows)

      Times of `events.csv` and `tags.csv` are seconds since 1970 (UTC), those of `consents.csv` ISO 8601, days are
      dates. `city`, `employer`, `age_band` and `interests` follow the ties between people; `favourite_colour` does
      not, on purpose: an honest method has nothing to say about it. `religion` is there to be refused. About
      \(percent(parameters.missingShare)) % of the values of each attribute are missing. Friends make 75 % of the events,
      talk in groups 10 %, views and reactions on groups and pages 10 %, followers 5 %.

      Licence: CC0 1.0, no rights reserved.

      """
  }

  private func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
