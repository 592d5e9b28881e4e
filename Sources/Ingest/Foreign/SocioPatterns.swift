import GraphStorage
import People

/// Face-to-face contacts measured by wearable sensors, in the form of the SocioPatterns collaboration
/// (sociopatterns.org): lines `t i j`, one for every 20 seconds that two people faced each other, and metadata lines
/// `id department`.
///
/// - Each line is one event of kind `contact` (symmetric) with a duration of 20 seconds and an audience of 1.
/// - Two further columns, `t i j Ci Cj`, give the departments (classes, wards) of the two, where no metadata does.
/// - Times are seconds; those that count from the start of a study are taken as they stand.
/// - People without contacts, and people without metadata, are people too.
public enum SocioPatterns {
  /// Seconds of one line.
  public static let interval: UInt32 = 20

  /// Reads the contacts and the metadata.
  ///
  /// - Parameter path: the file of contacts, plain, `.gz` or `.zip`; or a folder that holds one `*tij*.dat` in any of
  ///   those forms, and at most one `*metadata*.txt`. Beside a file, metadata are found by the beginning of the name;
  ///   `options.labels` names them outright.
  /// - Throws: `notFound`, `unreadable`; `document` where several files could be meant, or no row can be read; damage
  ///   in a compressed file; `rejected`, `tooManyRejected`.
  /// - Complexity: O(bytes + contacts · log contacts of a person), in parallel.
  public static func read(path: String, options: ImportOptions) throws(IngestError) -> ImportResult {
    let (contacts, metadata) = try SocioPatternsFiles.find(path, labels: options.labels)
    var reading = try ForeignReading(.sociopatterns, [contacts] + (metadata.map { [$0] } ?? []), options)
    let pieces = try ContactLines.read(contacts, &reading)
    try reading.requireRows(contacts, form: "'t i j'")
    var labels: LabelFile?
    if let metadata { labels = try LabelFile(metadata, remarks: [0x23], &reading) }

    let labelPieces = labels?.pieces ?? []
    let census = IDCensus(
      pieces.map(\.ids) + labelPieces.map(\.ids),
      codes: pieces.map { [$0.first, $0.second] } + labelPieces.map { [$0.codes] }, threads: options.threads)
    var graph = SocialGraph(people: PersonTable(ids: census.table))
    if let attribute = try departments(census, pieces, labels, &reading) { graph.attributes = [attribute] }
    guard let kind = graph.kinds.index(of: "contact") else { preconditionFailure("a standard kind") }
    let batches = parallelMap(count: pieces.count, threads: options.threads) { number in
      pieces[number].seconds.indices.map { row in
        EventRecord(
          time: Timestamp(seconds: pieces[number].seconds[row]),
          actor: PersonIndex(census.index(pieces[number].first[row], piece: number)),
          target: census.index(pieces[number].second[row], piece: number), kind: kind, durationSeconds: interval)
      }
    }
    graph.interactions = try ledger(batches, of: graph, file: contacts, threads: options.threads)
    graph.normalise()
    reading.notes.append("each row is a contact of \(interval) seconds, counted in both directions")
    if let newest = graph.newestTime, newest < firstStudy {
      reading.notes.append(
        "times count from the start of the study; they are taken as seconds since 1970 as they stand")
    }
    return try reading.result(graph)
  }

  /// 2001-09-09: no study is older, so earlier times do not count from 1970.
  private static let firstStudy = Timestamp(seconds: 1_000_000_000)

  private static func departments(
    _ census: IDCensus, _ pieces: [ContactLines], _ labels: LabelFile?, _ reading: inout ForeignReading
  ) throws(IngestError) -> AttributeColumn? {
    let (classes, contested) = ContactLines.classes(pieces, census)
    var values = classes ?? [String?](repeating: nil, count: census.table.count)
    if classes != nil {
      reading.notes.append("departments are those of the contact rows, where no metadata gives one")
      if contested > 0 {
        reading.notes.append("\(contested) people with different departments in different contact rows have none")
      }
    }
    if let labels {
      let stated = try labels.values(census, firstPiece: pieces.count, &reading)
      for (person, value) in stated.enumerated() where value != nil { values[person] = value }
      if labels.furtherColumns > 0 { reading.notes.append("further columns of the metadata are not read") }
      let unknown = values.count { $0 == nil }
      if unknown > 0 { reading.notes.append("\(unknown) people have no department") }
    } else if classes == nil {
      reading.notes.append("no metadata: nobody has a department")
      return nil
    }
    return AttributeColumn(name: "department", values: values)
  }
}

/// The ledger of events between people.
func ledger(
  _ batches: [[EventRecord]], of graph: SocialGraph, file: InputFile, threads: ThreadCount
) throws(IngestError) -> InteractionLedger {
  do throws(LedgerError) {
    return try InteractionLedger.build(
      batches, sources: graph.people.count, targets: graph.people.count,
      symmetricKinds: graph.kinds.kinds.map(\.isSymmetric), threads: threads)
  } catch {
    throw .document(file: file.name, line: 0, column: 0, problem: error.description)
  }
}
