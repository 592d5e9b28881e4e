import CAllocations
import Foundation
import GraphStorage
import Ingest
import People
import Privacy
import Shared
import Ties

/// From a log of events to ranked ties, in one process, so that its time and peak memory are its own.
///
///     scale generate FOLDER --events N [--people N] [--days N] [--batch N]     people.csv, events.csv and batch.csv, a
///                                                                              hundredth as long where nothing is said
///     scale measure FOLDER [--threads N]                one line of JSON
@main
enum Scale {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let threads = option("--threads", &arguments) ?? 2
    let events = option("--events", &arguments)
    let people = option("--people", &arguments)
    let days = option("--days", &arguments) ?? 180
    let batch = option("--batch", &arguments)
    guard arguments.count == 2, threads > 0, days > 0 else { usage() }
    switch (arguments[0], events) {
    case ("generate", let events?):
      try generate(arguments[1], events, batch ?? max(1, events / 100), people ?? max(1000, events / 40), days)
    case ("measure", nil): try measure(arguments[1], ThreadCount(threads))
    default: usage()
    }
  }

  /// Everybody has 24 contacts, near ones and far ones; a few people and a few of each one's contacts have most events.
  private static func generate(_ folder: String, _ count: Int, _ batch: Int, _ people: Int, _ days: Int) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let consents = "consents: {default: granted, basis: \"people invented to measure with\"}\n"
    try consents.write(toFile: folder + "/dataset.yaml", atomically: true, encoding: .utf8)
    try Output(folder + "/people.csv", "id\n").write(people) { number, row in row.append(number + 1, then: 0x0A) }
    var random = SeededGenerator(seed: 17)
    for (name, rows) in [("events.csv", count), ("batch.csv", batch)] {
      try Output("\(folder)/\(name)", "time,actor,target,kind\n").write(rows) { _, row in
        let skew = Double(random.next() >> 11) * 0x1p-53
        let actor = Int(skew * skew * Double(people))
        let slot = random.below(24) * random.below(24) / 24
        // Contacts are the same whenever they are drawn: half of them near by number.
        let far = Int((UInt64(actor * 24 + slot) &* 0x9E37_79B9_7F4A_7C15) >> 33)
        var target = slot % 2 == 0 ? (actor + slot + 1) % people : far % people
        if target == actor { target = (actor + 1) % people }
        row.append(1_750_000_000 + random.below(days * 86_400), then: 0x2C)
        row.append(actor + 1, then: 0x2C)
        row.append(target + 1, then: 0x2C)
        row.append(contentsOf: "message\n".utf8)
      }
    }
  }

  private struct Figures: Encodable {
    var readSeconds = 0.0
    /// How often memory was asked for while reading; -1 where that cannot be counted.
    var readAllocations = 0
    var tiesSeconds = 0.0
    var topSeconds = 0.0
    var personMicroseconds = 0.0
    var events = 0
    var pairs = 0
    var ties = 0
    var bytesPerEvent = 0.0
    /// Σ S[u→v], in units: the ties' sum without what came back.
    var sum = 0.0
    var top = 0
    /// Of everybody's ten strongest ties, in units.
    var topSum = 0.0
    var peakBytes = 0
  }

  private static func measure(_ folder: String, _ threads: ThreadCount) throws {
    let clock = ContinuousClock()
    var figures = Figures()
    let before = allocation_count()
    let start = clock.now
    let dataset = try Importer.read(.dataset, path: folder, options: ImportOptions(threads: threads)).dataset
    figures.readSeconds = (clock.now - start).seconds
    figures.readAllocations = before < 0 ? -1 : allocation_count() - before
    let permitted = PolicyGate(graph: dataset.graph, consents: dataset.consents).graph(for: .service)
    guard let newest = dataset.graph.newestTime else { throw TieError.noTime }
    let weighing = clock.now
    let scorer = try TieScorer(permitted, asOf: newest, threads: threads)
    let table = try scorer.allTies()
    figures.tiesSeconds = (clock.now - weighing).seconds
    let ranking = clock.now
    let ranked = table.strongest(10, threads: threads)
    figures.topSeconds = (clock.now - ranking).seconds
    figures.top = ranked.tieCount
    for person in 0..<ranked.count {
      for place in ranked.places(of: PersonIndex(person)) { figures.topSum += Double(table.strengths[place]) * 0x1p-30 }
    }
    let asking = clock.now
    for person in 0..<1000 {
      _ = try scorer.strongestTies(10, of: PersonIndex(person * dataset.graph.people.count / 1000))
    }
    figures.personMicroseconds = (clock.now - asking).seconds * 1000
    let ledger = dataset.graph.interactions
    (figures.events, figures.pairs, figures.ties) = (ledger.eventCount, ledger.pairCount, table.tieCount)
    figures.bytesPerEvent = Double(ledger.byteCount) / Double(max(1, ledger.eventCount))
    figures.sum = table.strengths.reduce(0.0) { $0 + Double($1) } * 0x1p-30 / (1 + TieParameters.standard.reciprocity)
    figures.peakBytes = peakMemoryBytes()
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    print(String(decoding: try encoder.encode(figures), as: UTF8.self))
  }

  private static func option(_ name: String, _ arguments: inout [String]) -> Int? {
    guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
    let value = Int(arguments[place + 1])
    arguments.removeSubrange(place...place + 1)
    return value
  }

  private static func usage() -> Never {
    let text = "usage: scale generate FOLDER --events N [--people N] [--days N] [--batch N] | scale measure FOLDER [--threads N]\n"
    FileHandle.standardError.write(Data(text.utf8))
    exit(64)
  }
}

/// A file written in large pieces.
private struct Output {
  private let file: FileHandle
  private let header: String

  init(_ path: String, _ header: String) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    self.header = header
  }

  func write(_ rows: Int, _ row: (Int, inout [UInt8]) -> Void) throws {
    var bytes = Array(header.utf8)
    bytes.reserveCapacity(9 << 20)
    for number in 0..<rows {
      row(number, &bytes)
      if bytes.count >= 8 << 20 {
        try file.write(contentsOf: bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: bytes)
    try file.close()
  }
}

extension [UInt8] {
  /// A number of at most ten digits and a byte behind it.
  fileprivate mutating func append(_ number: Int, then last: UInt8) {
    var power = 1
    while power <= number / 10 { power *= 10 }
    var rest = number
    while power > 0 {
      append(UInt8(0x30 + rest / power))
      rest %= power
      power /= 10
    }
    append(last)
  }
}
